import type { Database } from "@/lib/platform/database";
import { countedUp, mostCounted } from "@/lib/platform/most-counted";

/** `isLeast`: there are more than are counted. */
export type Quarantined = { open: number; isLeast: boolean; oldest: string | null };

/** Open items of these types, and those whose type could not be read; `oldest`: when the first of them arrived. */
export async function countQuarantined(database: Database, types: readonly string[]): Promise<Quarantined> {
  const found = await database.owner.query<{ open: number; oldest: string | null }>(
    `SELECT count(*)::int AS open, to_char(min(arrived_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS oldest
     FROM (SELECT arrived_at FROM log.quarantine WHERE state = 'open' AND (type IS NULL OR type = ANY($1::text[]))
       ORDER BY arrived_at LIMIT ${mostCounted + 1}) oldest_first`,
    [[...types]],
  );
  const { open, oldest } = found.rows[0] ?? { open: 0, oldest: null };
  const { count, isLeast } = countedUp(open);
  return { open: count, isLeast, oldest };
}
