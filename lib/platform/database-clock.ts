import type { Database } from "./database";

/** Milliseconds between two looks at the database's clock. */
const lookEvery = 30_000;
/** An answer that took longer says too little about when it was given, in milliseconds. */
const longestLook = 1_000;

/** What time the database has, in milliseconds since 1970. */
type AskTime = () => Promise<number>;
type Options = {
  onError: (error: unknown) => void;
  /** Milliseconds since an arbitrary moment, which nobody can set. */
  elapsed?: () => number;
};

/**
 * The time as the database has it, so that all processes have one: sessions, grants, schedules, alerts and what is today do not hang on
 * whose machine's clock is asked, nor on somebody setting it. Between two looks the span that passed is added, by a clock that does
 * not jump; while the database does not answer it goes on by that alone.
 */
export class DatabaseClock {
  private ahead = Number.NaN;
  private timer: NodeJS.Timeout | null = null;

  private constructor(
    private readonly ask: AskTime,
    private readonly elapsed: () => number,
  ) {}

  /** Throws where the database does not answer. */
  static async open(ask: AskTime, { onError, elapsed = () => performance.now() }: Options): Promise<DatabaseClock> {
    const clock = new DatabaseClock(ask, elapsed);
    await clock.look();
    clock.timer = setInterval(() => void clock.look().catch(onError), lookEvery);
    clock.timer.unref();
    return clock;
  }

  now(): Date {
    return new Date(this.elapsed() + this.ahead);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  /** What the database says was so when half of the time had passed that it took. */
  async look(): Promise<void> {
    const before = this.elapsed();
    const at = await this.ask();
    const after = this.elapsed();
    if (after - before > longestLook && !Number.isNaN(this.ahead)) return;
    this.ahead = at - (before + after) / 2;
  }
}

export const timeOf =
  ({ owner }: Pick<Database, "owner">): AskTime =>
  async () => {
    const found = await owner.query<{ at: number }>("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at");
    return found.rows[0]?.at ?? Number.NaN;
  };
