import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

export type ProgramItem = { id: string; name: string };

/** More than this are no list to choose from. */
const most = 500;

/** The programs that the reader may narrow figures to, by name. */
export async function listPrograms(read: ScopedRead): Promise<ProgramItem[]> {
  const rows = await read.query<ProgramItem>(
    `SELECT p.id, coalesce(p.name, p.id) AS name FROM warehouse.dim_program p
     WHERE ${programInScope("p.program_key")} ORDER BY name, p.id LIMIT $1`,
    [most],
  );
  return rows.rows;
}
