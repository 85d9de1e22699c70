import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import type { FlinkJob } from "./compile-job";
import { text } from "./flink-dialect";
import { SqlSession } from "./gateway";

export type JobState = { id: string; name: string; status: string; startedAt: string };

const jobSchema = z
  .object({ "job id": z.string(), "job name": z.string(), status: z.string(), "start time": z.string() })
  .transform((row): JobState => ({ id: row["job id"], name: row["job name"], status: row.status, startedAt: row["start time"] }));
const settingSchema = z.object({ key: z.string(), value: z.string() });
const savepointSchema = z.object({ "savepoint path": z.string() });

/** What a job begins with. */
export type Origin = {
  /** A savepoint or checkpoint. */
  path: string;
  /** Whether it becomes the job's own, which deletes it once it has another. */
  claimed: boolean;
};

export type JobStart = { checkpoints: string; origin: Origin | null };

/** States from which a job does not come back. */
const ended = new Set(["CANCELED", "FINISHED", "FAILED"]);

/** The job as one would type it into Flink's own SQL client. */
export function printJob({ settings, definitions, run }: FlinkJob): string {
  const set = Object.entries(settings).map(([name, value]) => `SET ${text(name)} = ${text(value)};`);
  return `${[...set, ...definitions.map((one) => `${one.trim()};`), `${run};`].join("\n")}\n`;
}

/**
 * Starts the job, whose checkpoints go to that folder and stay when it fails; `origin` null: from the beginning. Returns its id.
 * Throws conflict with Flink's reason where it refuses.
 */
export async function submitJob(gateway: string, job: FlinkJob, { checkpoints, origin }: JobStart): Promise<string> {
  const settings: Record<string, string> = { ...job.settings, "execution.checkpointing.dir": checkpoints };
  if (origin !== null) {
    settings["execution.state-recovery.path"] = origin.path;
    settings["execution.state-recovery.claim-mode"] = origin.claimed ? "CLAIM" : "NO_CLAIM";
  }
  return withSession(gateway, settings, async (session) => {
    for (const definition of job.definitions) await session.run(definition);
    const { jobId } = await session.run(job.run);
    if (jobId === null) throw new BellwetherError("internal", "Flink took the job and did not say under which id.");
    return jobId;
  });
}

/** Jobs of that name which have not ended. */
export async function runningJobs(gateway: string, name: string): Promise<JobState[]> {
  const { rows } = await withSession(gateway, {}, (session) => session.run("SHOW JOBS"));
  return z
    .array(jobSchema)
    .parse(rows)
    .filter((job) => job.name === name && !ended.has(job.status));
}

/** What Flink is configured with, as its gateway knows it; null: it does not say. */
export async function readSetting(gateway: string, name: string): Promise<string | null> {
  const { rows } = await withSession(gateway, {}, (session) => session.run("SET"));
  const found = z.array(settingSchema).parse(rows);
  return found.find(({ key }) => key === name)?.value ?? null;
}

/** Stops a job with a savepoint in that folder, which Flink's machines see; returns its path. */
export async function stopJob(gateway: string, id: string, folder: string): Promise<string> {
  const { rows } = await withSession(gateway, { "execution.checkpointing.savepoint-dir": folder }, (session) =>
    session.run(`STOP JOB ${text(id)} WITH SAVEPOINT`),
  );
  return savepointSchema.parse(rows[0])["savepoint path"];
}

async function withSession<T>(
  gateway: string,
  settings: Readonly<Record<string, string>>,
  run: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const session = await SqlSession.open(gateway, settings);
  try {
    return await run(session);
  } finally {
    await session.close().catch(() => undefined); // one that stays open is closed by Flink
  }
}
