import type { Database } from "@/lib/platform/database";

/** What is kept of the job that writes to a topic of cells. */
export type JobRecord = {
  /** The folder of this start's checkpoints alone; null: it was started before folders were kept. */
  checkpoints: string | null;
  /** What it began with; null: with the beginning of the topics. */
  startedFrom: string | null;
  /** What it was stopped with; null: it was not. */
  savepoint: string | null;
};

export async function readJob({ owner }: Database, cellsTopicId: string): Promise<JobRecord | null> {
  const kept = await owner.query<JobRecord>(
    `SELECT checkpoints, started_from AS "startedFrom", savepoint FROM log.cell_job WHERE cells_topic_id = $1`,
    [cellsTopicId],
  );
  return kept.rows[0] ?? null;
}

/** Before it is started: whatever becomes of it then, it is known where its checkpoints are. What it was stopped with stays. */
export async function noteStart(
  { owner }: Database,
  cellsTopicId: string,
  { checkpoints, startedFrom }: { checkpoints: string; startedFrom: string | null },
): Promise<void> {
  await owner.query("DELETE FROM log.cell_job WHERE cells_topic_id <> $1", [cellsTopicId]);
  await owner.query(
    `INSERT INTO log.cell_job (cells_topic_id, checkpoints, started_from) VALUES ($1, $2, $3)
     ON CONFLICT (cells_topic_id) DO UPDATE SET checkpoints = excluded.checkpoints, started_from = excluded.started_from`,
    [cellsTopicId, checkpoints, startedFrom],
  );
}

/** Once Flink took it: it has gone on from what it was stopped with. */
export async function noteRunning({ owner }: Database, cellsTopicId: string): Promise<void> {
  await owner.query("UPDATE log.cell_job SET savepoint = NULL, stopped_at = NULL WHERE cells_topic_id = $1", [cellsTopicId]);
}

export async function noteStop({ owner }: Database, cellsTopicId: string, savepoint: string, at: Date): Promise<void> {
  await owner.query(
    `INSERT INTO log.cell_job (cells_topic_id, savepoint, stopped_at) VALUES ($1, $2, $3)
     ON CONFLICT (cells_topic_id) DO UPDATE SET savepoint = excluded.savepoint, stopped_at = excluded.stopped_at`,
    [cellsTopicId, savepoint, at],
  );
}
