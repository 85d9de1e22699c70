import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { openDatabase } from "@/lib/platform/database";
import { logger } from "@/lib/platform/log-output";
import { runAggregator } from "./run-aggregator";

/** The aggregator in a thread of its own, so that no page waits for a batch. */
const options = z.object({ url: z.string(), timeZone: z.string(), lanes: z.number().int() }).parse(workerData);
const abort = new AbortController();
parentPort?.once("message", () => abort.abort());

const database = await openDatabase(options.url, { ownerSize: options.lanes + 1, readerSize: 1 });
await runAggregator({
  database,
  timeZone: options.timeZone,
  lanes: options.lanes,
  signal: abort.signal,
  onBatch: (batch) => parentPort?.postMessage(batch),
  onError: (error) => logger.error({ error }, "aggregator: the batch is tried again"),
});
await database.close();
parentPort?.close();
