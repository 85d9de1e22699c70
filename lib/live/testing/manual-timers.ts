import type { Timers } from "../hub/timers";

type Alarm = { at: number; run: () => void };

/** Time that passes when it is told to. */
export class ManualTimers implements Timers {
  private moment = 0;
  private readonly alarms = new Set<Alarm>();

  now(): number {
    return this.moment;
  }

  after(milliseconds: number, run: () => void): () => void {
    const alarm = { at: this.moment + milliseconds, run };
    this.alarms.add(alarm);
    return () => this.alarms.delete(alarm);
  }

  /** Lets time pass, alarm by alarm, with what hangs on each. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.moment + milliseconds;
    await settled();
    for (let next = this.nextBefore(end); next !== null; next = this.nextBefore(end)) {
      this.moment = Math.max(this.moment, next.at);
      this.alarms.delete(next);
      next.run();
      await settled();
    }
    this.moment = end;
  }

  private nextBefore(end: number): Alarm | null {
    const due = [...this.alarms].filter((alarm) => alarm.at <= end).sort((a, b) => a.at - b.at);
    return due[0] ?? null;
  }
}

/** Promises that can go on have gone on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
