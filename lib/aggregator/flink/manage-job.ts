import { setTimeout as pause } from "node:timers/promises";
import { readCommitted } from "@/lib/event-log/kafka/topic-offsets";
import type { CellEngineConfig } from "@/lib/platform/cell-engine-config";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { compileJob, type FlinkJob } from "./compile-job";
import { type JobState, runningJobs, stopJob, submitJob } from "./job-control";
import { requireWholeTopic } from "./require-whole-topic";
import { ensureFlinkTopics, type FlinkTopics, groupOf, type TopicIds, withAdmin } from "./topics";

export type FlinkConfig = Extract<CellEngineConfig, { kind: "flink" }>;
export type ManageOptions = { database: Database; config: FlinkConfig; timeZone: string; now: () => Date };

type Known = { topics: FlinkTopics; ids: TopicIds; job: FlinkJob; gateway: string };

/** The job as it would be submitted. */
export async function plannedJob({ config, timeZone }: Pick<ManageOptions, "config" | "timeZone">): Promise<FlinkJob> {
  const { topics, ids } = await ensureFlinkTopics(config.log);
  return jobOf(config, timeZone, topics, ids);
}

export type Submitted = { id: string; from: "savepoint" | "beginning"; savepoint: string | null };

/**
 * Starts the job: from the savepoint that it was stopped with, or from the one given; one that runs is stopped with a
 * savepoint first, which is how it is upgraded. `anew`: from the beginning of the topics, with a topic of cells of its own.
 */
export async function submit(options: ManageOptions, how: { anew: boolean; from: string | null }): Promise<Submitted> {
  const { config, timeZone, database } = options;
  const known = await know(options);
  const running = await runningJobs(known.gateway, known.topics.cells);
  if (running.length > 0 && how.from !== null) throw conflict("The job runs; stop it before it is started from elsewhere.");
  if (how.anew) await requireWholeTopic(database, known.topics);
  for (const job of running) await stopOne(options, known, job);
  if (how.anew) {
    await makeCellsAnew(known.topics);
    // All members are published again: a database that was restored may have given them other keys.
    await database.owner.query("DELETE FROM log.dimension_topic");
    const { topics, ids } = await ensureFlinkTopics(config.log);
    return { id: await submitJob(known.gateway, jobOf(config, timeZone, topics, ids), null), from: "beginning", savepoint: null };
  }
  const savepoint = how.from ?? (await keptSavepoint(database, known));
  if (savepoint === null && (await hasRun(known))) {
    throw conflict(
      "A job ran before and was not stopped with a savepoint: give --from, its last checkpoint or a savepoint, or --anew to compute all cells again.",
    );
  }
  if (savepoint === null) await requireWholeTopic(database, known.topics);
  if (how.from !== null) await forgetProgress(database, known);
  const id = await submitJob(known.gateway, known.job, savepoint);
  await database.owner.query("DELETE FROM log.cell_job"); // it has gone on from there
  return { id, from: savepoint === null ? "beginning" : "savepoint", savepoint };
}

/** Stops the job with a savepoint, from which the next `submit` goes on; null where none runs. */
export async function stop(options: ManageOptions): Promise<string | null> {
  const known = await know(options);
  let savepoint: string | null = null;
  for (const job of await runningJobs(known.gateway, known.topics.cells)) savepoint = await stopOne(options, known, job);
  return savepoint;
}

export type JobStatus = {
  jobs: JobState[];
  /** Whether cells are Flink's at all. */
  ofFlink: boolean;
  /** Whether they hold all that facts hold now, which under a steady flow they never do; whether they are at most fifteen seconds behind. */
  settled: boolean;
  follows: boolean;
  savepoint: string | null;
};

export async function status(options: ManageOptions): Promise<JobStatus> {
  const known = await know(options);
  const found = await options.database.owner.query<{ flink: boolean; settled: boolean; follows: boolean }>(
    "SELECT EXISTS (SELECT FROM log.cell_progress) AS flink, warehouse.cells_settled() AS settled, warehouse.cells_follow() AS follows",
  );
  return {
    jobs: await runningJobs(known.gateway, known.topics.cells),
    ofFlink: found.rows[0]?.flink === true,
    settled: found.rows[0]?.settled === true,
    follows: found.rows[0]?.follows === true,
    savepoint: await keptSavepoint(options.database, known),
  };
}

async function know({ config, timeZone }: ManageOptions): Promise<Known> {
  if (config.gateway === null) throw missing("FLINK_GATEWAY_URL", "is required to talk to Flink: the address of its SQL gateway");
  const { topics, ids } = await ensureFlinkTopics(config.log);
  return { topics, ids, job: jobOf(config, timeZone, topics, ids), gateway: config.gateway };
}

const jobOf = ({ parallelism }: FlinkConfig, timeZone: string, topics: FlinkTopics, ids: TopicIds) =>
  compileJob({ topics, group: groupOf(topics, ids), timeZone, parallelism });

async function stopOne({ config, database, now }: ManageOptions, known: Known, job: JobState): Promise<string> {
  if (config.savepoints === null) throw missing("FLINK_SAVEPOINTS", "is required to stop the job: a folder that Flink's machines share");
  const savepoint = await stopJob(known.gateway, job.id, config.savepoints);
  await database.owner.query(
    `INSERT INTO log.cell_job (cells_topic_id, savepoint, stopped_at) VALUES ($1, $2, $3)
     ON CONFLICT (cells_topic_id) DO UPDATE SET savepoint = excluded.savepoint, stopped_at = excluded.stopped_at`,
    [known.ids.get(known.topics.cells), savepoint, now()],
  );
  return savepoint;
}

async function keptSavepoint(database: Database, { topics, ids }: Known): Promise<string | null> {
  const kept = await database.owner.query<{ savepoint: string }>("SELECT savepoint FROM log.cell_job WHERE cells_topic_id = $1", [
    ids.get(topics.cells),
  ]);
  return kept.rows[0]?.savepoint ?? null;
}

/** A job that took a checkpoint has said how far it was. */
async function hasRun({ topics, ids }: Known): Promise<boolean> {
  const committed = await withAdmin(topics, (admin) => readCommitted(admin, groupOf(topics, ids), [topics.events]));
  return [...committed.values()].some((partitions) => partitions.size > 0);
}

/** What the job of before said of how far it was does not hold of one that begins earlier. */
async function forgetProgress(database: Database, { topics, ids }: Known): Promise<void> {
  const group = groupOf(topics, ids);
  await withAdmin(topics, async (admin) => {
    if ((await admin.listGroups()).has(group)) await admin.deleteGroups({ groups: [group] });
  });
  await database.owner.query("UPDATE log.cell_progress SET events_through = 0, cells_end = 0, publications = -1");
  await database.owner.query("DELETE FROM log.cell_moment");
}

const goneWithin = 10_000;

async function makeCellsAnew(topics: FlinkTopics): Promise<void> {
  await withAdmin(topics, async (admin) => {
    await admin.deleteTopics({ topics: [topics.cells] });
    for (const end = performance.now() + goneWithin; (await admin.listTopics()).includes(topics.cells); await pause(100)) {
      if (performance.now() > end) throw conflict(`The brokers did not delete the topic ${topics.cells}.`);
    }
  });
}

const conflict = (message: string) => new BellwetherError("conflict", message);
const missing = (variable: string, message: string) =>
  new BellwetherError("config-invalid", `${variable}: ${message}`, { errors: [{ variable, message }] });
