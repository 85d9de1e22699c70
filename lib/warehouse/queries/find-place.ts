import { courseInScope, orgUnitInScope, sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";

/** `open`: the reader may go there; a section of one's own may hang on a department that is not. */
export type Crumb = { kind: "departments" | "courses" | "sections"; id: string; name: string; open: boolean };
/** Something that one may drill to, with what is above it; null where it is unknown or out of scope, both alike. */
export type Place = {
  id: string;
  name: string;
  /** A unit's kind, a section's course title. */
  detail: string | null;
  term: string | null;
  /** The course of a section. */
  course: string | null;
  /** The system that defined it; null while it is only inferred. */
  source: string | null;
  /** Whether a unit has units below it. */
  hasBelow: boolean;
  above: Crumb[];
};

export async function findDepartment(read: ScopedRead, id: string, korean: boolean): Promise<Place | null> {
  const rows = await read.query<{
    id: string;
    name: string;
    kind: string | null;
    source: string | null;
    hasBelow: boolean;
    parent: string | null;
    parentName: string | null;
    parentOpen: boolean;
  }>(
    `SELECT u.id, ${nameOf("u", korean)} AS name, u.kind, u.source, p.id AS parent, ${nameOf("p", korean)} AS "parentName", ${orgUnitInScope("p.org_unit_key")} AS "parentOpen",
       EXISTS (SELECT FROM warehouse.dim_org_unit below WHERE below.parent_key = u.org_unit_key) AS "hasBelow"
     FROM warehouse.dim_org_unit u LEFT JOIN warehouse.dim_org_unit p ON p.org_unit_key = u.parent_key
     WHERE u.id = $1 AND ${orgUnitInScope("u.org_unit_key")}`,
    [id],
  );
  const row = rows.rows[0];
  if (row === undefined) return null;
  const above: Crumb[] =
    row.parent === null ? [] : [{ kind: "departments", id: row.parent, name: row.parentName ?? row.parent, open: row.parentOpen }];
  return { id: row.id, name: row.name, detail: row.kind, term: null, course: null, source: row.source, hasBelow: row.hasBelow, above };
}

export async function findCourse(read: ScopedRead, id: string, korean: boolean): Promise<Place | null> {
  const rows = await read.query<{
    id: string;
    name: string;
    source: string | null;
    unit: string | null;
    unitName: string | null;
    unitOpen: boolean;
  }>(
    `SELECT c.id, coalesce(c.title, c.id) AS name, c.source, u.id AS unit, ${nameOf("u", korean)} AS "unitName", ${orgUnitInScope("u.org_unit_key")} AS "unitOpen"
     FROM warehouse.dim_course c LEFT JOIN warehouse.dim_org_unit u USING (org_unit_key)
     WHERE c.id = $1 AND ${courseInScope("c.course_key")}`,
    [id],
  );
  const row = rows.rows[0];
  if (row === undefined) return null;
  return {
    id: row.id,
    name: row.name,
    detail: row.id,
    term: null,
    course: row.id,
    source: row.source,
    hasBelow: false,
    above: row.unit === null ? [] : [{ kind: "departments", id: row.unit, name: row.unitName ?? row.unit, open: row.unitOpen }],
  };
}

export async function findSection(read: ScopedRead, id: string, korean: boolean): Promise<Place | null> {
  const rows = await read.query<{
    id: string;
    title: string | null;
    source: string | null;
    course: string | null;
    unit: string | null;
    unitName: string | null;
    unitOpen: boolean;
    term: string | null;
  }>(
    `SELECT s.id, c.title, s.source, c.id AS course, u.id AS unit, ${nameOf("u", korean)} AS "unitName", ${orgUnitInScope("u.org_unit_key")} AS "unitOpen", t.id AS term
     FROM warehouse.dim_section s LEFT JOIN warehouse.dim_course c USING (course_key)
     LEFT JOIN warehouse.dim_org_unit u ON u.org_unit_key = s.org_unit_key LEFT JOIN warehouse.dim_term t USING (term_key)
     WHERE s.id = $1 AND ${sectionInScope("s.section_key")}`,
    [id],
  );
  const row = rows.rows[0];
  if (row === undefined) return null;
  const above: Crumb[] = [];
  if (row.unit !== null) above.push({ kind: "departments", id: row.unit, name: row.unitName ?? row.unit, open: row.unitOpen });
  if (row.course !== null) above.push({ kind: "courses", id: row.course, name: row.title ?? row.course, open: true });
  return { id: row.id, name: row.id, detail: row.title, term: row.term, course: row.course, source: row.source, hasBelow: false, above };
}

const nameOf = (alias: string, korean: boolean) =>
  korean ? `coalesce(${alias}.name_ko, ${alias}.name, ${alias}.id)` : `coalesce(${alias}.name, ${alias}.id)`;
