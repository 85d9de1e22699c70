import type { Limit } from "@/lib/platform/limit";
import type { Timers } from "./timers";

/** At most four updates a second: so long after one ended the next may begin. */
export const shortestPause = 250;
const firstRetry = 500;
const longestRetry = 10_000;

/**
 * Runs a job soon after it is asked for: at once when the last run is long enough ago, never twice at
 * once, and again if it was asked for meanwhile. A job that says false is tried again, at growing pauses.
 */
export class Refresher {
  private phase: "idle" | "waiting" | "running" | "closed" = "idle";
  private wanted = false;
  private failures = 0;
  private endedAt = Number.NEGATIVE_INFINITY;
  private callOff = () => {};

  constructor(
    private readonly job: () => Promise<boolean>,
    private readonly timers: Timers,
    private readonly limit: Limit,
  ) {}

  /** A run is due or under way: what the last one gave may be out of date. */
  get pending(): boolean {
    return this.wanted || this.phase === "running";
  }

  ask(): void {
    this.wanted = true;
    if (this.phase === "idle") this.schedule();
  }

  /** What runs failed on is there again: nobody waits out a pause that grew meanwhile. */
  retrySoon(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    if (this.phase !== "waiting") return;
    this.callOff();
    this.schedule();
  }

  /** Something was sent outside a run: the pause counts from now. */
  pauseFromNow(): void {
    this.endedAt = this.timers.now();
  }

  close(): void {
    this.phase = "closed";
    this.callOff();
  }

  private schedule(): void {
    this.phase = "waiting";
    const pause = this.failures === 0 ? shortestPause : Math.min(longestRetry, firstRetry * 2 ** (this.failures - 1));
    this.callOff = this.timers.after(Math.max(0, this.endedAt + pause - this.timers.now()), () => void this.run());
  }

  private async run(): Promise<void> {
    this.phase = "running";
    const leave = await this.limit.enter();
    this.wanted = false; // whatever is asked for from here on is not surely in this run's answer
    const done = this.isClosed() || (await this.job());
    leave();
    this.endedAt = this.timers.now();
    this.failures = done ? 0 : this.failures + 1;
    if (!done) this.wanted = true;
    if (this.isClosed()) return;
    this.phase = "idle";
    if (this.wanted) this.schedule();
  }

  private isClosed(): boolean {
    return this.phase === "closed";
  }
}
