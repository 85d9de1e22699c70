import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { logReaderOf } from "@/lib/event-log/open-log";
import { refuseLate } from "@/lib/ingest/quarantine/refuse-late";
import { openDatabase, withTransaction } from "@/lib/platform/database";
import { eventLogConfigSchema } from "@/lib/platform/event-log-config";
import { logger } from "@/lib/platform/log-output";
import { openTracer } from "@/lib/platform/tracing/tracer";
import { tracingConfigSchema } from "@/lib/platform/tracing/tracing-config";
import { Vault } from "@/lib/privacy/vault";
import { handToAggregator } from "./flink/hand-over";
import { runFlinkCells } from "./flink/run-flink-cells";
import { runAggregator } from "./run-aggregator";

/** The aggregator in a thread of its own, so that no page waits for a batch. */
const options = z
  .object({
    url: z.string(),
    timeZone: z.string(),
    lanes: z.number().int(),
    vaultKey: z.instanceof(Uint8Array),
    log: eventLogConfigSchema,
    cells: z.enum(["embedded", "flink"]),
    tracing: tracingConfigSchema,
  })
  .parse(workerData);
const abort = new AbortController();
parentPort?.once("message", () => abort.abort());

const database = await openDatabase(options.url, { ownerSize: options.lanes + 4, readerSize: 1 });
const vault = await Vault.open(database, Buffer.from(options.vaultKey));
const { log } = options;
if (options.cells === "embedded") await withTransaction(database.owner, handToAggregator);
const cells =
  options.cells === "flink" && log.kind === "kafka"
    ? runFlinkCells({
        database,
        config: log,
        signal: abort.signal,
        onError: (error) => logger.error({ error }, "cells by Flink: it is tried again"),
      })
    : Promise.resolve();
const tracer = openTracer(options.tracing, options.vaultKey, (error) => logger.warn({ error }, "traces"));
await runAggregator({
  database,
  openReader: logReaderOf(options.log, database, refuseLate(vault)),
  timeZone: options.timeZone,
  lanes: options.lanes,
  tracer,
  signal: abort.signal,
  onBatch: (batch) => parentPort?.postMessage(batch),
  onError: (error) => logger.error({ error }, "aggregator: the batch is tried again"),
});
await cells;
await database.close();
await tracer?.stop();
parentPort?.close();
