import { programInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { conditions, Parameters, type Relation, scopeLevelOf } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";

/** What a figure is made of, the finest that releases tell apart: a section, or a program of registrations. */
export type Leaf = { key: number; section: string | null; course: string | null; unit: string | null; program: string | null };

const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };

/** The leaves that the request's filters and the reader's scope leave. */
export async function readLeaves(read: ScopedRead, request: KpiRequest, context: KpiContext): Promise<Leaf[]> {
  const parameters = new Parameters();
  const sql = request.kpi === "dropout-rate" ? programLeaves(read, context, parameters) : sectionLeaves(read, request, context, parameters);
  const rows = await read.query<Leaf>(sql, parameters.values);
  return rows.rows;
}

function sectionLeaves(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string {
  const { yearOfStudy: _, program: __, ...asked } = request;
  const where = conditions(sections, asked, { ...context, program: null }, read.scope, parameters);
  return `SELECT f.section_key AS key, f.id AS section, course.id AS course, unit.id AS unit, NULL AS program
    FROM warehouse.dim_section f LEFT JOIN warehouse.dim_course course ON course.course_key = f.course_key
    LEFT JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = f.org_unit_key
    ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}`;
}

function programLeaves(read: ScopedRead, context: KpiContext, parameters: Parameters): string {
  const where = [programInScope("p.program_key")];
  if (context.orgUnits !== null) where.push(`p.org_unit_key = ANY(${parameters.add(context.orgUnits)}::int[])`);
  if (context.program !== null) where.push(`p.program_key = ${parameters.add(context.program)}::int`);
  const none = scopeLevelOf(read.scope) === "everything" && context.orgUnits === null && context.program === null;
  return `SELECT p.program_key AS key, NULL AS section, NULL AS course, unit.id AS unit, p.id AS program
    FROM warehouse.dim_program p LEFT JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = p.org_unit_key
    WHERE ${where.join(" AND ")}
    ${none ? "UNION ALL SELECT 0, NULL, NULL, NULL, NULL" : ""}`;
}

/** Ids of all units beneath each of these, and of these themselves. */
export async function readSubtrees(read: ScopedRead, roots: readonly string[]): Promise<Map<string, ReadonlySet<string>>> {
  if (roots.length === 0) return new Map();
  const rows = await read.query<{ root: string; unit: string }>(
    `SELECT root.id AS root, unit.id AS unit FROM warehouse.dim_org_unit root
     JOIN warehouse.dim_org_unit unit ON unit.org_unit_key = ANY(warehouse.org_unit_subtree(ARRAY[root.org_unit_key]))
     WHERE root.id = ANY($1)`,
    [[...roots]],
  );
  const subtrees = new Map<string, Set<string>>();
  for (const { root, unit } of rows.rows) subtrees.set(root, (subtrees.get(root) ?? new Set()).add(unit));
  return subtrees;
}
