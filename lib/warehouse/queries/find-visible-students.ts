import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";

type Found = { students: ReadonlySet<string>; position: string };
const head = `(SELECT position::text FROM warehouse.feed_head) AS position`;

/** Whom the scope advises, and the feed's position. */
export async function findAdvisees(database: Database, scope: Scope): Promise<Found> {
  return withScopedRead(database, scope, async (read) => {
    const found = await read.query<{ students: string[]; position: string }>(
      `SELECT (SELECT warehouse.scope_advisees())::text[] AS students, ${head}`,
    );
    const row = found.rows[0];
    return { students: new Set(row?.students), position: row?.position ?? "0" };
  });
}

/** One student whom the scope reaches, and the feed's position. Throws not-found, unknown and out of scope alike. */
export async function findVisibleStudent(database: Database, scope: Scope, student: string): Promise<Found> {
  return withScopedRead(database, scope, async (read) => {
    const found = await read.query<{ position: string }>(`SELECT ${head} FROM warehouse.dim_student WHERE student = $1`, [student]);
    const row = found.rows[0];
    if (row !== undefined) return { students: new Set([student]), position: row.position };
    throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "student" });
  });
}
