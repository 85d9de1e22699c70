import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { LogReader, OpenReader } from "@/lib/event-log/event-log";
import { openPostgresReader } from "@/lib/event-log/postgres/postgres-reader";
import type { Database } from "@/lib/platform/database";
import type { Tracer } from "@/lib/platform/tracing/tracer";
import { Lane } from "./lane";
import { restAfter } from "./rest-after";
import { Wake } from "./wake";

/** What a thread tells of a batch. */
export const appliedBatchSchema = z.object({ events: z.number(), seconds: z.number() });
export type AppliedBatch = z.infer<typeof appliedBatchSchema>;

export type AggregatorOptions = {
  database: Database;
  /** The log that is read; without it the one in the database. */
  openReader?: OpenReader;
  timeZone: string;
  /** Consumers side by side, each with a connection of its own. */
  lanes?: number;
  batchSize?: number;
  tracer?: Tracer | null;
  signal: AbortSignal;
  /** Called after each batch, with its events and how long it took. */
  onBatch?: (batch: AppliedBatch) => void;
  /** Called once for each failed step; the lane goes on with a new connection. */
  onError: (error: unknown) => void;
};

const defaultBatchSize = 16_000;
/** Longest sleep without a notification: bounds the delay when one is lost with its connection. */
const pollEvery = 500;
const retryAfter = 1_000;

/** Runs until the signal aborts: log -> facts -> cells -> feed. Resolves when every lane has stopped. */
export async function runAggregator(options: AggregatorOptions): Promise<void> {
  const wake = new Wake();
  const ring = () => wake.ring();
  const open: OpenReader = options.openReader ?? ((events) => openPostgresReader(options.database, events));
  const reader = await open({ onAppended: ring, onError: options.onError });
  options.signal.addEventListener("abort", ring);
  const lanes = Array.from({ length: options.lanes ?? 1 }, () => runLane(options, reader, wake));
  await Promise.all(lanes);
  options.signal.removeEventListener("abort", ring);
  await reader.close();
}

async function runLane(options: AggregatorOptions, reader: LogReader, wake: Wake): Promise<void> {
  const { batchSize = defaultBatchSize } = options;
  const lane = new Lane({
    database: options.database,
    reader,
    member: `${hostname()}:${process.pid}:${randomUUID()}`,
    timeZone: options.timeZone,
    batchSize,
    tracer: options.tracer ?? null,
  });
  while (!options.signal.aborted) {
    const heard = wake.ticket();
    try {
      const began = performance.now();
      const events = await lane.step(began);
      if (events === 0) {
        await wake.next(heard, pollEvery);
        continue;
      }
      const took = performance.now() - began;
      options.onBatch?.({ events, seconds: took / 1_000 });
      await pause(restAfter({ events, batchSize, took }));
    } catch (error) {
      options.onError(error);
      await wake.next(wake.ticket(), retryAfter);
    }
  }
  await lane.close();
}
