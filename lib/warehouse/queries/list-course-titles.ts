import type { ScopedRead } from "@/lib/access/scoped-read";

/** What these courses are called; ids that nobody has defined are left out. */
export async function listCourseTitles(read: ScopedRead, ids: readonly string[]): Promise<string[]> {
  const rows = await read.query<{ title: string }>(
    "SELECT coalesce(title, id) AS title FROM warehouse.dim_course WHERE id = ANY($1::text[]) ORDER BY id",
    [ids],
  );
  return rows.rows.map((row) => row.title);
}
