import { courseInScope, orgUnitInScope, sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

export type PlaceKind = "departments" | "courses" | "sections";
export type FoundPlace = { kind: PlaceKind; id: string; name: string; detail: string | null };

/** So many of each kind: whoever wants another types on. */
const most = 6;

/**
 * Units, courses and sections in scope whose id or name, in either language, holds the text. Ids and beginnings
 * come first; sections of later terms before those of earlier ones.
 */
export async function searchPlaces(read: ScopedRead, text: string, korean: boolean): Promise<FoundPlace[]> {
  const pattern = text.normalize("NFC").replaceAll(/[\\%_]/g, "\\$&");
  const values = [`%${pattern}%`, `${pattern}%`, most];
  const found: FoundPlace[] = [];
  for (const sql of [unitsSql(korean), coursesSql(korean), sectionsSql]) found.push(...(await read.query<FoundPlace>(sql, values)).rows);
  return found;
}

const named = (alias: string, korean: boolean) =>
  korean ? `coalesce(${alias}.name_ko, ${alias}.name, ${alias}.id)` : `coalesce(${alias}.name, ${alias}.id)`;
const holds = (columns: readonly string[]) => `(${columns.map((column) => `${column} ILIKE $1`).join(" OR ")})`;
/** 0 where one of the columns begins with the text. */
const begins = (columns: readonly string[]) => `CASE WHEN ${columns.map((column) => `${column} ILIKE $2`).join(" OR ")} THEN 0 ELSE 1 END`;

const unitsSql = (korean: boolean) => {
  const columns = ["u.id", "u.name", "u.name_ko"];
  return `SELECT 'departments' AS kind, u.id, ${named("u", korean)} AS name, ${named("p", korean)} AS detail
    FROM warehouse.dim_org_unit u LEFT JOIN warehouse.dim_org_unit p ON p.org_unit_key = u.parent_key
    WHERE ${holds(columns)} AND ${orgUnitInScope("u.org_unit_key")}
    ORDER BY ${begins(columns)}, 3, u.id LIMIT $3`;
};

const coursesSql = (korean: boolean) => {
  const columns = ["c.id", "c.title"];
  return `SELECT 'courses' AS kind, c.id, coalesce(c.title, c.id) AS name, concat_ws(' · ', c.id, ${named("u", korean)}) AS detail
    FROM warehouse.dim_course c LEFT JOIN warehouse.dim_org_unit u USING (org_unit_key)
    WHERE ${holds(columns)} AND ${courseInScope("c.course_key")}
    ORDER BY ${begins(columns)}, 3, c.id LIMIT $3`;
};

const sectionsSql = `SELECT 'sections' AS kind, s.id, coalesce(c.title, s.id) AS name, concat_ws(' · ', s.id, coalesce(t.name, t.id)) AS detail
    FROM warehouse.dim_section s LEFT JOIN warehouse.dim_course c USING (course_key) LEFT JOIN warehouse.dim_term t USING (term_key)
    WHERE ${holds(["s.id", "c.title"])} AND ${sectionInScope("s.section_key")}
    ORDER BY ${begins(["s.id", "c.title"])}, t.starts_on DESC NULLS LAST, s.id LIMIT $3`;
