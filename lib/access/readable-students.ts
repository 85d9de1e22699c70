import type { Database } from "@/lib/platform/database";
import { type PersonId, personIdSchema } from "@/lib/privacy/vault";
import type { Scope } from "./scope";
import { withScopedRead } from "./scoped-read";

/** Those of the students whom a scope holds, as the database itself sees it. */
export async function readableStudents(database: Database, scope: Scope, asked: readonly string[]): Promise<PersonId[]> {
  if (scope.kind === "none" || asked.length === 0) return [];
  return withScopedRead(database, scope, async (read) => {
    const rows = await read.query<{ student: string }>("SELECT student FROM warehouse.dim_student WHERE student = ANY($1::uuid[])", [
      [...asked],
    ]);
    return rows.rows.map((row) => personIdSchema.parse(row.student));
  });
}
