import type { ScopedRead } from "@/lib/access/scoped-read";

/** What these programs are called; ids that nobody has defined are left out. */
export async function listProgramNames(read: ScopedRead, ids: readonly string[]): Promise<string[]> {
  const rows = await read.query<{ name: string }>(
    "SELECT coalesce(name, id) AS name FROM warehouse.dim_program WHERE id = ANY($1::text[]) ORDER BY id",
    [ids],
  );
  return rows.rows.map((row) => row.name);
}
