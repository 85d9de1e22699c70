import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";

type Found = { students: ReadonlySet<string>; sections: ReadonlySet<number>; position: string };
type Row = { students: string[]; sections: number[]; position: string };

/** Sections of these students, as far as the read's scope reaches, and the feed's position. */
const findSql = (students: string) => `WITH found AS (SELECT ${students} AS students)
  SELECT students::text[], ARRAY(SELECT DISTINCT section_key FROM warehouse.fact_enrollment WHERE student = ANY(found.students)) AS sections,
    (SELECT position::text FROM warehouse.feed_head) AS position
  FROM found`;

const foundOf = (row: Row | undefined): Found => ({
  students: new Set(row?.students),
  sections: new Set(row?.sections),
  position: row?.position ?? "0",
});

/** Whom the scope advises. */
export async function findAdvisees(database: Database, scope: Scope): Promise<Found> {
  return withScopedRead(database, scope, async (read) => foundOf((await read.query<Row>(findSql("warehouse.scope_advisees()"))).rows[0]));
}

/** One student whom the scope reaches. Throws not-found, unknown and out of scope alike. */
export async function findVisibleStudent(database: Database, scope: Scope, student: string): Promise<Found> {
  return withScopedRead(database, scope, async (read) => {
    const visible = "ARRAY(SELECT student FROM warehouse.dim_student WHERE student = $1)";
    const found = foundOf((await read.query<Row>(findSql(visible), [student])).rows[0]);
    if (found.students.size > 0) return found;
    throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "student" });
  });
}
