import { orgUnitInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

export type WallPlace = { id: string; name: string };

/** A round of more stops than this says the same thing too seldom. */
const most = 24;

/** Departments in scope, by name. */
export async function listDepartments(read: ScopedRead, korean: boolean): Promise<WallPlace[]> {
  const rows = await read.query<WallPlace>(
    `SELECT u.id, ${korean ? "coalesce(u.name_ko, u.name, u.id)" : "coalesce(u.name, u.id)"} AS name FROM warehouse.dim_org_unit u
     WHERE u.kind = 'department' AND ${orgUnitInScope("u.org_unit_key")} ORDER BY name, u.id LIMIT $1`,
    [most],
  );
  return rows.rows;
}

/** The sections of a term that the read's scope names: to be read under the scope of who teaches them. */
export async function listTaughtSections(read: ScopedRead, term: string): Promise<WallPlace[]> {
  const rows = await read.query<WallPlace>(
    `SELECT s.id, coalesce(c.title, s.id) AS name FROM warehouse.dim_section s JOIN warehouse.dim_term t USING (term_key)
       LEFT JOIN warehouse.dim_course c USING (course_key)
     WHERE t.id = $1 AND s.section_key = ANY((SELECT warehouse.scope_sections())::int[]) ORDER BY name, s.id LIMIT $2`,
    [term, most],
  );
  return rows.rows;
}
