import { z } from "zod";
import type { Database } from "@/lib/platform/database";

const rowSchema = z.object({ at: z.date().nullable() });

/** When the next of what waits is due again, or a lease is over; null where nothing waits for a time to come. */
export async function nextTry({ owner }: Database, now: Date): Promise<Date | null> {
  const found = await owner.query(
    `SELECT min(at) AS at FROM (
       SELECT lease_until AS at FROM app.report_run WHERE state = 'waiting'
       UNION ALL SELECT greatest(next_try_at, lease_until) FROM app.report_rendering WHERE state IN ('waiting', 'rendering')
       UNION ALL SELECT greatest(next_try_at, lease_until) FROM app.report_delivery WHERE state IN ('waiting', 'sending')) open
     WHERE at > $1`,
    [now],
  );
  return rowSchema.parse(found.rows[0]).at;
}
