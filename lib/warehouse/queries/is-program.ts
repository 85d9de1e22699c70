import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

/** Whether figures can be narrowed to a program: unknown ones and those of others are alike. */
export async function isProgram(read: ScopedRead, id: string): Promise<boolean> {
  const found = await read.query(`SELECT FROM warehouse.dim_program p WHERE p.id = $1 AND ${programInScope("p.program_key")}`, [id]);
  return found.rowCount === 1;
}
