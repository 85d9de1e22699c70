import type { Database } from "@/lib/platform/database";

/** Work that is due by the clock: what it is called, when (cron, in the institution's zone), and how it is done. */
export type ScheduledJob = { name: string; cron: string; run: () => Promise<void> };

export type JobsOptions = {
  database: Database;
  timeZone: string;
  jobs: readonly ScheduledJob[];
  /** Seconds between looks for work: how late a job may begin. */
  lookEvery?: number;
  /** Called once for each job that failed, which is tried again, and for each fault of the queue itself. */
  onError: (error: unknown) => void;
};

export type Jobs = { stop(): Promise<void> };

const schema = "pgboss";
const defaultLookEvery = 20;
/** A job may last for hours; that of a process that ended is told by its silence, and is tried again too. */
const retries = { retryLimit: 3, retryDelay: 60, retryBackoff: true, expireInSeconds: 6 * 3_600, heartbeatSeconds: 60 } as const;
const longestStop = 5_000;

/**
 * Runs scheduled jobs on the database's own pool: each occurrence by one of the processes that run, and the
 * last one that was missed while none did. pg-boss keeps them in a schema of its own, which it makes and
 * migrates by itself under a lock of its own.
 */
export async function startJobs({ database, timeZone, jobs, lookEvery = defaultLookEvery, onError }: JobsOptions): Promise<Jobs> {
  // Loaded where there are jobs: other processes start without it.
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({ schema, db: { executeSql: (text, values) => database.owner.query(text, values) } });
  boss.on("error", onError);
  await boss.start();
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, retries);
    await boss.schedule(name, cron, null, { tz: timeZone, missed: "once" });
    await boss.work(name, { pollingIntervalSeconds: lookEvery }, async () => {
      await run().catch((error: unknown) => {
        onError(error);
        throw error;
      });
    });
  }
  return { stop: () => boss.stop({ graceful: true, timeout: longestStop }) };
}
