import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { metrics } from "@/lib/platform/metrics";
import { appliedBatchSchema } from "./run-aggregator";

export type AggregatorHandle = { stop(): Promise<void> };

/** Starts the aggregator's thread; a thread that dies is replaced, for the log waits and nothing is lost. */
export function startAggregator(
  options: { url: string; timeZone: string; lanes: number },
  onError: (error: unknown) => void,
): AggregatorHandle {
  let stopping = false;
  let worker = start();

  function start(): Worker {
    const thread = new Worker(new URL("./aggregator-thread.mjs", import.meta.url), { workerData: options });
    thread.on("error", onError);
    thread.on("message", (message: unknown) => {
      const { events, seconds } = appliedBatchSchema.parse(message);
      metrics().batchSeconds.observe(seconds);
      metrics().aggregated.inc(events);
    });
    thread.on("exit", () => {
      if (!stopping) setTimeout(() => (worker = start()), 1_000);
    });
    return thread;
  }

  return {
    async stop() {
      stopping = true;
      const ended = once(worker, "exit");
      worker.postMessage("stop");
      await ended;
    },
  };
}
