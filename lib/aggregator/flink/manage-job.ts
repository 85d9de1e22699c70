import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { CellEngineConfig } from "@/lib/platform/cell-engine-config";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { compileJob, type FlinkJob } from "./compile-job";
import { type JobState, type Origin, runningJobs, stopJob, submitJob } from "./job-control";
import { noteRunning, noteStart, noteStop } from "./job-record";
import { type Standing, standingOf } from "./job-standing";
import { untilLostTasksEnd } from "./lost-tasks";
import { requireWholeTopic } from "./require-whole-topic";
import { ensureFlinkTopics, type FlinkTopics, groupOf, type TopicIds, withAdmin } from "./topics";

export type FlinkConfig = Extract<CellEngineConfig, { kind: "flink" }>;
export type ManageOptions = {
  database: Database;
  config: FlinkConfig;
  timeZone: string;
  now: () => Date;
  say: (line: string) => void;
};

type Known = { topics: FlinkTopics; ids: TopicIds; job: FlinkJob; gateway: string };

/** The job as it would be submitted. */
export async function plannedJob({ config, timeZone }: Pick<ManageOptions, "config" | "timeZone">): Promise<FlinkJob> {
  const { topics, ids } = await ensureFlinkTopics(config.log);
  return jobOf(config, timeZone, topics, ids);
}

export type Submitted = {
  id: string;
  /** Null: the beginning of the topics. */
  from: string | null;
};

/**
 * Starts the job: from the savepoint that it was stopped with, from the last checkpoint of one that was lost, or from what is
 * given; one that runs is stopped with a savepoint first, which is how it is upgraded. `anew`: from the beginning of the topics,
 * with a topic of cells of its own.
 */
export async function submit(options: ManageOptions, how: { anew: boolean; from: string | null }): Promise<Submitted> {
  const { config, database } = options;
  const known = await know(options);
  requireFolder(config);
  const running = await runningJobs(known.gateway, known.topics.cells);
  if (running.length > 0 && how.from !== null) throw conflict("The job runs; stop it before it is started from elsewhere.");
  if (how.anew) await requireWholeTopic(database, known.topics);
  for (const job of running) await stopOne(options, known, job);
  const standing = await standingOf(database, known.topics, known.ids);
  const origin = how.anew ? null : how.from === null ? originOf(standing) : { path: how.from, claimed: false };
  if (standing.kind === "lost") await untilLostTasksEnd(known.gateway, options.say);
  if (how.anew) {
    await makeCellsAnew(known.topics);
    // All members are published again: a database that was restored may have given them other keys.
    await database.owner.query("DELETE FROM log.dimension_topic");
    return start(options, await know(options), null);
  }
  if (origin === null) await requireWholeTopic(database, known.topics);
  else await forgetProgress(database, known);
  return start(options, known, origin);
}

function originOf(standing: Standing): Origin | null {
  if (standing.kind === "never") return null;
  if (standing.kind === "stopped") return { path: standing.savepoint, claimed: false };
  if (standing.origin !== null) return standing.origin;
  throw conflict(`${lostWords(standing)}.`);
}

/** What there is to do about a job that was lost with nothing known to go on from. */
export function lostWords({ unseen }: Extract<Standing, { kind: "lost" }>): string {
  const anew = "--anew, to compute all cells again";
  return unseen === null
    ? `The job was lost and no checkpoint of it is known: give --from with one or a savepoint, or ${anew}`
    : `The job was lost, and its checkpoints in ${unseen} cannot be seen from here: give --from with the chk-<number> that has the greatest number of those with a _metadata, or ${anew}`;
}

async function start(options: ManageOptions, { topics, ids, job, gateway }: Known, origin: Origin | null): Promise<Submitted> {
  const { config, database } = options;
  const cellsId = ids.get(topics.cells) ?? "";
  const checkpoints = `${requireFolder(config)}/${randomUUID()}`;
  await noteStart(database, cellsId, { checkpoints, startedFrom: origin?.path ?? null });
  const id = await submitJob(gateway, job, { checkpoints, origin });
  await noteRunning(database, cellsId);
  return { id, from: origin?.path ?? null };
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
  /** Null while one runs. */
  standing: Standing | null;
  /** Whether cells are Flink's at all. */
  ofFlink: boolean;
  /** Whether they hold all that facts hold now, which under a steady flow they never do; whether they are at most fifteen seconds behind. */
  settled: boolean;
  follows: boolean;
};

export async function status(options: ManageOptions): Promise<JobStatus> {
  const { topics, ids, gateway } = await know(options);
  const found = await options.database.owner.query<{ flink: boolean; settled: boolean; follows: boolean }>(
    "SELECT EXISTS (SELECT FROM log.cell_progress) AS flink, warehouse.cells_settled() AS settled, warehouse.cells_follow() AS follows",
  );
  const jobs = await runningJobs(gateway, topics.cells);
  return {
    jobs,
    standing: jobs.length > 0 ? null : await standingOf(options.database, topics, ids),
    ofFlink: found.rows[0]?.flink === true,
    settled: found.rows[0]?.settled === true,
    follows: found.rows[0]?.follows === true,
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
  await noteStop(database, known.ids.get(known.topics.cells) ?? "", savepoint, now());
  return savepoint;
}

/** Without a folder checkpoints would be in the job manager's memory, and gone with it. */
function requireFolder({ checkpoints }: FlinkConfig): string {
  if (checkpoints !== null) return checkpoints;
  throw missing("FLINK_CHECKPOINTS", "is required to start the job: a folder that Flink's machines share, and that outlives them");
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
