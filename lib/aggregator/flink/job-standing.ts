import { readCommitted, readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import type { Database } from "@/lib/platform/database";
import type { Origin } from "./job-control";
import { readJob } from "./job-record";
import { lastCheckpoint } from "./last-checkpoint";
import { type FlinkTopics, groupOf, type TopicIds, withAdmin } from "./topics";

/** How it stands with a job that does not run. */
export type Standing =
  | { kind: "never" }
  | { kind: "stopped"; savepoint: string }
  /** Its job manager forgot it, or it failed. `origin`: what it goes on from; `unseen`: a folder that cannot be looked into from here. */
  | { kind: "lost"; origin: Origin | null; unseen: string | null };

export async function standingOf(database: Database, topics: FlinkTopics, ids: TopicIds): Promise<Standing> {
  const job = await readJob(database, ids.get(topics.cells) ?? "");
  if (job !== null && job.savepoint !== null) return { kind: "stopped", savepoint: job.savepoint };
  if (job !== null && job.checkpoints !== null) {
    const last = await lastCheckpoint(job.checkpoints);
    // Nobody else needs it: what it goes on from is its own again.
    if (last.kind === "found") return { kind: "lost", origin: { path: last.path, claimed: true }, unseen: null };
    if (last.kind === "unseen") return { kind: "lost", origin: null, unseen: job.checkpoints };
    if (job.startedFrom !== null) return { kind: "lost", origin: { path: job.startedFrom, claimed: false }, unseen: null };
  }
  return (await hasRun(topics, ids)) ? { kind: "lost", origin: null, unseen: null } : { kind: "never" };
}

/** A job that took a checkpoint has said how far it was; one that took none may have written cells. */
async function hasRun(topics: FlinkTopics, ids: TopicIds): Promise<boolean> {
  return withAdmin(topics, async (admin) => {
    const committed = await readCommitted(admin, groupOf(topics, ids), [topics.events]);
    if ([...committed.values()].some((partitions) => partitions.size > 0)) return true;
    const ends = await readOffsets(admin, [topics.cells], "end");
    return [...(ends.get(topics.cells)?.values() ?? [])].some((offset) => offset > 0n);
  });
}
