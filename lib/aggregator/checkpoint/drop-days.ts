import type pg from "pg";

/** A day's table, and what a drop that was cut off left of it: still there, half detached, or apart from the log. */
type Day = { name: string; state: "attached" | "detaching" | "apart" };

/**
 * Drops the tables of days that the checkpoint stands for; returns how many. Each is detached first, beside whoever
 * writes and reads: that waits for transactions that have it in their snapshot, and makes nobody wait. What was cut off
 * is ended by the next call.
 */
export async function dropDays(owner: pg.Pool): Promise<number> {
  const found = await owner.query<Day>(
    `SELECT c.relname AS name, CASE WHEN i.inhrelid IS NULL THEN 'apart' WHEN i.inhdetachpending THEN 'detaching' ELSE 'attached' END AS state
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid, log.checkpoint
     WHERE c.relnamespace = 'log'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^event_[0-9]{8}$'
       AND to_date(right(c.relname, 8), 'YYYYMMDD') < checkpoint.before_day ORDER BY 1`,
  );
  for (const { name, state } of found.rows) {
    if (state !== "apart")
      await owner.query(`ALTER TABLE log.event DETACH PARTITION log.${name} ${state === "detaching" ? "FINALIZE" : "CONCURRENTLY"}`);
    await owner.query(`DROP TABLE log.${name}`);
  }
  return found.rows.length;
}
