import type { Database } from "@/lib/platform/database";

/** Events of the log that the aggregator has not applied yet. */
export async function unapplied(database: Database): Promise<number> {
  const found = await database.owner.query<{ events: number }>("SELECT sum(events)::int AS events FROM log.backlog");
  return found.rows[0]?.events ?? Number.NaN;
}
