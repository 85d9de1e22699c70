import type { ScopedRead } from "@/lib/access/scoped-read";

export type TermItem = { id: string; name: string; startsOn: string; endsOn: string; underWay: boolean };

/** Terms, the latest first. */
export async function listTerms(read: ScopedRead, today: string): Promise<TermItem[]> {
  const rows = await read.query<TermItem>(
    `SELECT id, coalesce(name, id) AS name, starts_on AS "startsOn", ends_on AS "endsOn", $1::date BETWEEN starts_on AND ends_on AS "underWay"
     FROM warehouse.dim_term WHERE starts_on IS NOT NULL ORDER BY starts_on DESC, id DESC`,
    [today],
  );
  return rows.rows;
}
