/** The passing of time, handed in. Milliseconds since an arbitrary moment. */
export type Timers = {
  now(): number;
  /** Runs once after the wait; returns how to call it off. */
  after(milliseconds: number, run: () => void): () => void;
};

export const systemTimers: Timers = {
  now: () => performance.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
};
