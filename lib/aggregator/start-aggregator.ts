import type { CellEngineConfig } from "@/lib/platform/cell-engine-config";
import type { EventLogConfig } from "@/lib/platform/event-log-config";
import { KeptThread } from "@/lib/platform/kept-thread";
import { metrics } from "@/lib/platform/metrics";
import type { TracingConfig } from "@/lib/platform/tracing/tracing-config";
import { appliedBatchSchema } from "./run-aggregator";

export type AggregatorHandle = { running(): boolean; stop(): Promise<void> };

/** Starts the aggregator's thread; a thread that dies is replaced, for the log waits and nothing is lost. */
export function startAggregator(
  options: {
    url: string;
    timeZone: string;
    lanes: number;
    vaultKey: Buffer;
    log: EventLogConfig;
    cells: CellEngineConfig["kind"];
    tracing: TracingConfig;
  },
  onError: (error: unknown) => void,
): AggregatorHandle {
  const thread = new KeptThread(new URL("./aggregator-thread.mjs", import.meta.url), options, {
    onMessage: (message) => {
      const { events, seconds } = appliedBatchSchema.parse(message);
      metrics().batchSeconds.observe(seconds);
      metrics().aggregated.inc(events);
    },
    onError,
  });
  return { running: () => thread.running, stop: () => thread.stop("stop") };
}
