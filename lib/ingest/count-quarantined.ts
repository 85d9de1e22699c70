import type { Database } from "@/lib/platform/database";

export type Quarantined = { open: number; oldest: string | null };

/** Open items of these types, and those whose type could not be read; `oldest`: when the first of them arrived. */
export async function countQuarantined(database: Database, types: readonly string[]): Promise<Quarantined> {
  const found = await database.owner.query<Quarantined>(
    `SELECT count(*)::int AS open, to_char(min(arrived_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS oldest
     FROM log.quarantine WHERE state = 'open' AND (type IS NULL OR type = ANY($1::text[]))`,
    [[...types]],
  );
  return found.rows[0] ?? { open: 0, oldest: null };
}
