import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import { dimensionLock } from "../apply-batch";
import { cellsAreOfFlink } from "../cell-engine";

/** From now on cells are Flink's, and have settled only where it is known how far Flink is. In the caller's transaction. */
export async function handToFlink(client: PoolClient, eventTopicId: string): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [dimensionLock]);
  await client.query(
    `INSERT INTO log.cell_progress (partition, event_topic_id, events_through, cells_end, publications)
     SELECT partition, $1, 0, 0, -1 FROM log.event_partition ON CONFLICT DO NOTHING`,
    [eventTopicId],
  );
}

/**
 * From now on batches add to cells again: to what they are, so that they have to hold all that facts hold. Throws conflict
 * where they do not. In the caller's transaction.
 */
export async function handToAggregator(client: PoolClient): Promise<void> {
  if (!(await cellsAreOfFlink(client))) return;
  await client.query("SELECT pg_advisory_xact_lock($1)", [dimensionLock]);
  const settled = await client.query<{ settled: boolean }>("SELECT warehouse.cells_settled() AS settled");
  if (settled.rows[0]?.settled !== true) {
    throw new BellwetherError(
      "conflict",
      "Cells are on their way from Flink and do not hold all that facts hold: start with CELL_ENGINE=flink until they have settled.",
    );
  }
  await client.query("DELETE FROM log.cell_progress");
  await client.query("DELETE FROM log.cell_partition");
  await client.query("DELETE FROM log.dimension_topic");
  await client.query("DELETE FROM log.cell_moment");
}
