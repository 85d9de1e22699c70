import { narrowScope } from "@/lib/access/narrow-scope";
import { plainScopes, type Scope } from "@/lib/access/scope";
import { everythingInScope, orgUnitInScope, sectionHeldInScope } from "@/lib/access/scope-sql";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import type { Database } from "@/lib/platform/database";
import { termKeySql } from "./current-term";

/** Units that somebody holds themselves, not through one above; of the whole institution those that hang on none. */
export async function ownUnits(database: Database, scope: Scope): Promise<string[]> {
  const held = plainScopes(scope).flatMap((one) => (one.kind === "org-units" ? one.orgUnits : []));
  return withScopedRead(database, narrowScope(scope, ["institution", "org-units"]), (read) =>
    ids(
      read,
      `SELECT u.id FROM warehouse.dim_org_unit u
       WHERE ${orgUnitInScope("u.org_unit_key")} AND (u.id = ANY($1::text[])
         OR (${everythingInScope} AND NOT EXISTS (SELECT FROM warehouse.dim_org_unit above WHERE above.org_unit_key = u.parent_key)))
       ORDER BY u.id`,
      [held],
    ),
  );
}

/** Sections of a term that somebody teaches, or was given one by one. */
export function ownSections(database: Database, scope: Scope, term: string | null, today: string): Promise<string[]> {
  return withScopedRead(database, narrowScope(scope, ["instructor", "sections"]), (read) =>
    ids(
      read,
      `SELECT s.id FROM warehouse.dim_section s WHERE s.term_key = ${termKeySql("$1", "$2")} AND ${sectionHeldInScope("s.section_key")} ORDER BY s.id`,
      [term, today],
    ),
  );
}

/** Courses of those sections, and those that were given one by one. */
export function ownCourses(database: Database, scope: Scope, term: string | null, today: string): Promise<string[]> {
  return withScopedRead(database, narrowScope(scope, ["instructor", "sections", "courses"]), (read) =>
    ids(
      read,
      `SELECT DISTINCT c.id FROM warehouse.dim_section s JOIN warehouse.dim_course c USING (course_key)
       WHERE s.term_key = ${termKeySql("$1", "$2")} AND ${sectionHeldInScope("s.section_key")} ORDER BY c.id`,
      [term, today],
    ),
  );
}

async function ids(read: ScopedRead, sql: string, values: unknown[]): Promise<string[]> {
  const found = await read.query<{ id: string }>(sql, values);
  return found.rows.map(({ id }) => id);
}
