import { Wake } from "../wake";
import { FlinkCells, type FlinkCellsOptions } from "./flink-cells";

/** Milliseconds without news until it is asked again, and after a failure. */
const pollEvery = 250;
const retryAfter = 1_000;

/** Takes over what Flink computes, and publishes what it needs, until the signal aborts. */
export async function runFlinkCells(options: Omit<FlinkCellsOptions, "onNews"> & { signal: AbortSignal }): Promise<void> {
  const { signal, onError } = options;
  const wake = new Wake();
  const ring = () => wake.ring();
  signal.addEventListener("abort", ring);
  const cells = new FlinkCells({ ...options, onNews: ring });
  while (!signal.aborted) {
    const heard = wake.ticket();
    try {
      if (!(await cells.step(performance.now()))) await wake.next(heard, pollEvery);
    } catch (error) {
      onError(error);
      await wake.next(wake.ticket(), retryAfter);
    }
  }
  signal.removeEventListener("abort", ring);
  await cells.close();
}
