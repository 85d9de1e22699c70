import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";

export type Progress = { appended: number; processed: number; at: number };

/** How far the log was written and how far the aggregator came, in events, at a moment of performance.now(). */
export async function progressOf(client: pg.Client): Promise<Progress> {
  const rows = await client.query<{ appended: number; processed: number }>(`
    SELECT sum(event_partition.next_offset)::float8 AS appended, sum(consumer.next_offset)::float8 AS processed
    FROM log.event_partition JOIN log.consumer USING (partition) WHERE consumer = 'aggregator'`);
  const row = rows.rows[0];
  if (row === undefined) throw new Error("The log has no partitions.");
  return { ...row, at: performance.now() };
}

/** Resolves when every event of the log is in the cells, and as many as that were sent. */
export async function untilDrained(client: pg.Client, events: number): Promise<Progress> {
  for (;;) {
    const progress = await progressOf(client);
    if (progress.appended >= events && progress.processed >= progress.appended) return progress;
    await pause(50);
  }
}
