import type { ScheduledJob } from "@/lib/platform/jobs/start-jobs";
import { type RecomputationOptions, runRecomputations } from "./run-recomputations";

/** Carries out what is to be computed again, in this process: at once where it is asked to, else soon. */
export class Recomputer {
  private running: Promise<void> = Promise.resolve();
  private readonly abort = new AbortController();

  constructor(
    private readonly options: Pick<RecomputationOptions, "database" | "now">,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Begins, or goes on after what is under way. What fails is tried again by the job. */
  ask(): void {
    void this.run().catch(this.onError);
  }

  /** What was cut off, or asked for where nobody could begin, is taken up within a minute. */
  get job(): ScheduledJob {
    return { name: "recomputation", cron: "* * * * *", run: () => this.run() };
  }

  /** Ends after the term at hand; another process, or the next start, goes on. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running.catch(() => {}); // whoever asked has heard of it
  }

  private run(): Promise<void> {
    const next = this.running.catch(() => {}).then(() => runRecomputations({ ...this.options, signal: this.abort.signal }));
    this.running = next;
    return next;
  }
}
