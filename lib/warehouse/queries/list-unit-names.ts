import type { ScopedRead } from "@/lib/access/scoped-read";

/** What these units are called in the reader's language; ids that nobody has defined are left out. */
export async function listUnitNames(read: ScopedRead, ids: readonly string[], korean: boolean): Promise<string[]> {
  const rows = await read.query<{ name: string }>(
    `SELECT ${korean ? "coalesce(name_ko, name, id)" : "coalesce(name, id)"} AS name FROM warehouse.dim_org_unit WHERE id = ANY($1::text[]) ORDER BY id`,
    [ids],
  );
  return rows.rows.map((row) => row.name);
}
