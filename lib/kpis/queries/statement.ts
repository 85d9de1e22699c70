import type { Scope } from "@/lib/access/scope";
import { scopeSetting } from "@/lib/access/scope";
import type { Grouping } from "../question";
import type { KpiContext } from "../read-context";
import { type KpiRequest, spansTerms } from "../request";

/** A relation that a KPI is summed over, aliased `f`; it has term_key and section_key, or org_unit_key. */
export type Relation = {
  sql: string;
  /** The finest thing that its rows tell apart. */
  level: "unit" | "section" | "student";
  hasUnit: boolean;
  dateColumn?: string;
  hasProgram: boolean;
};

/** Cells do not tell years of study apart, nor an advisor's students: such questions are answered from the facts. */
export const needsFacts = (request: KpiRequest, scope: Scope): boolean =>
  request.yearOfStudy !== undefined || scopeLevelOf(scope) === "students";

export type ScopeLevel = "everything" | "units" | "sections" | "students";

/** How fine a relation must be for a scope to be told from the rest. */
export function scopeLevelOf(scope: Scope): ScopeLevel {
  const setting = scopeSetting(scope);
  if ("everything" in setting) return "everything";
  if (setting.advisors.length + setting.students.length > 0) return "students";
  const onlyUnits = setting.courses.length + setting.sections.length + setting.instructors.length === 0;
  return onlyUnits ? "units" : "sections";
}

/** SQL parameters, numbered as they come. */
export class Parameters {
  readonly values: unknown[] = [];
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The one place where scope and filters become a WHERE: no query writes its own. */
export function conditions(
  relation: Relation,
  request: KpiRequest,
  context: KpiContext,
  scope: Scope,
  parameters: Parameters,
  range: { from: string | null; to: string | null } = { from: null, to: null },
): string[] {
  const term = spansTerms(request) ? null : `${parameters.add(context.term?.termKey ?? -1)}::int`;
  const list: string[] = [];
  const level = scopeLevelOf(scope);
  if (level === "units") list.push(inUnits(relation, "(SELECT warehouse.scope_org_units())::int[]", term));
  if (level === "sections") list.push("f.section_key = ANY((SELECT warehouse.scope_sections())::int[])");
  if (level === "students") {
    list.push(`(f.student = ANY((SELECT warehouse.scope_advisees())::uuid[])
      OR f.section_key = ANY((SELECT warehouse.scope_sections())::int[]))`);
  }
  if (term !== null) list.push(`f.term_key = ${term}`);
  if (context.orgUnits !== null) list.push(inUnits(relation, `${parameters.add(context.orgUnits)}::int[]`, term));
  if (context.section !== null) list.push(`f.section_key = ${parameters.add(context.section)}::int`);
  if (context.course !== null) {
    const course = `(SELECT section_key FROM warehouse.dim_section WHERE course_key = ${parameters.add(context.course)}::int)`;
    list.push(`f.section_key IN ${course}`);
  }
  if (context.program !== null) list.push(`f.program_key = ${parameters.add(context.program)}::int`);
  if (request.yearOfStudy !== undefined) list.push(`f.year_of_study = ${parameters.add(request.yearOfStudy)}::smallint`);
  if (relation.dateColumn !== undefined) {
    if (range.from !== null) list.push(`f.${relation.dateColumn} >= ${parameters.add(range.from)}::date`);
    if (range.to !== null) list.push(`f.${relation.dateColumn} <= ${parameters.add(range.to)}::date`);
  }
  return list;
}

/** But for sums of units, an index leads to the units' sections, so that not the whole term is read. */
function inUnits(relation: Relation, units: string, term: string | null): string {
  if (relation.level === "unit") return `f.org_unit_key = ANY(${units})`;
  const ofTerm = term === null ? "" : `AND term_key = ${term}`;
  return `f.section_key = ANY(ARRAY(SELECT section_key FROM warehouse.dim_section WHERE org_unit_key = ANY(${units}) ${ofTerm}))`;
}

export function needsSections(request: KpiRequest, scope: Scope): boolean {
  const level = scopeLevelOf(scope);
  return (
    level === "sections" ||
    level === "students" ||
    request.course !== undefined ||
    request.section !== undefined ||
    (request.groupBy ?? []).some((grouping) => grouping === "course" || grouping === "section")
  );
}

/** A breakdown's SQL over `f` (and `s`, its section). Weeks are told by their Monday. */
export function groupExpression(grouping: Grouping, relation: Relation): string {
  switch (grouping) {
    case "date":
      return `f.${relation.dateColumn}`;
    case "week":
      return `f.${relation.dateColumn} - (extract(isodow FROM f.${relation.dateColumn})::int - 1)`;
    case "org_unit":
      return relation.hasUnit ? "f.org_unit_key" : "s.org_unit_key";
    case "course":
      return "s.course_key";
    case "section":
      return "f.section_key";
    case "program":
      return "f.program_key";
    case "letter":
      return "(f.letter || '')"; // an expression of its own: the letter is also summed by, in the whole
  }
}

export function joinSections(relation: Relation): string {
  return relation.level === "unit" ? "" : "LEFT JOIN warehouse.dim_section s ON s.section_key = f.section_key";
}

/**
 * Sums `measures` over the relation, for all and for each group: rows with `total` 1 and 0, and the
 * groups' raw keys g1, g2.
 */
export function summed(
  relation: Relation,
  groupings: readonly Grouping[],
  measures: string,
  where: readonly string[],
  extra: readonly string[] = [],
): string {
  const groups = groupings.map((grouping) => groupExpression(grouping, relation));
  const columns = groups.map((sql, index) => `${sql} AS g${index + 1}`);
  const total = groups.length === 0 ? "1" : `GROUPING(${groups[0]})`;
  const sets =
    groups.length === 0
      ? extra.length === 0
        ? ""
        : `GROUP BY ${extra.join(", ")}`
      : `GROUP BY GROUPING SETS ((${[...groups, ...extra].join(", ")}), (${extra.join(", ")}))`;
  return `SELECT ${[...columns, `${total} AS total`, ...extra, measures].join(", ")} FROM ${filtered(relation, where)} ${sets}`;
}

/** The same for the groups alone, `total` 0; or for all alone where there is no grouping, `total` 1. */
export function grouped(
  relation: Relation,
  groupings: readonly Grouping[],
  measures: string,
  where: readonly string[],
  extra: readonly string[],
  having?: string,
): string {
  const groups = groupings.map((grouping) => groupExpression(grouping, relation));
  const columns = groups.map((sql, index) => `${sql} AS g${index + 1}`);
  const total = groups.length === 0 ? "1 AS total" : "0 AS total";
  return `SELECT ${[...columns, total, ...extra, measures].join(", ")} FROM ${filtered(relation, where)}
    GROUP BY ${[...groups, ...extra].join(", ")} ${having === undefined ? "" : `HAVING ${having}`}`;
}

/** Rows of the relation with their groups, where there is nothing to sum. */
export function groupedRows(
  relation: Relation,
  groupings: readonly Grouping[],
  columns: readonly string[],
  where: readonly string[],
): string {
  const groups = groupings.map((grouping, index) => `${groupExpression(grouping, relation)} AS g${index + 1}`);
  return `SELECT ${[...groups, ...columns.map((column) => `f.${column}`)].join(", ")} FROM ${filtered(relation, where)}`;
}

/**
 * The relation's rows that are asked for. A sub-select beneath GROUPING SETS has its columns wrapped by
 * the planner, and wrapped columns match no index: its filter stays below a fence (OFFSET 0).
 */
function filtered(relation: Relation, where: readonly string[]): string {
  const rows = `${relation.sql} f ${joinSections(relation)} ${where.length === 0 ? "" : `WHERE ${where.join(" AND ")}`}`;
  if (!relation.sql.startsWith("(")) return rows;
  const place = relation.level === "unit" ? "" : ", s.course_key AS of_course, s.org_unit_key AS of_unit";
  const section = relation.level === "unit" ? "" : "CROSS JOIN LATERAL (SELECT f.of_course AS course_key, f.of_unit AS org_unit_key) s";
  return `(SELECT f.*${place} FROM ${rows} OFFSET 0) f ${section}`;
}

/** The term that all sections of a breakdown by section are in, as SQL; null without one, and where it may span several. */
export function termOf(request: KpiRequest, context: KpiContext, parameters: Parameters): string | null {
  const bySection = request.groupBy?.includes("section") === true;
  return !bySection || spansTerms(request) || context.term === null ? null : `${parameters.add(context.term.termKey)}::int`;
}

/**
 * Gives each row of `inner` the ids and labels of its groups: k1, l1, k2, l2; and what is kept beside it. With the
 * sections' term those of the others need not be looked through.
 */
export function labelled(
  inner: string,
  groupings: readonly Grouping[],
  korean: boolean,
  { kept, term = null }: { kept?: { join: string } | undefined; term?: string | null } = {},
): string {
  const isKept = kept !== undefined && kept.join !== "";
  const joins: string[] = isKept ? [kept.join] : [];
  const columns: string[] = isKept ? ["kept.students AS kept"] : [];
  for (const [index, grouping] of groupings.entries()) {
    const g = `r.g${index + 1}`;
    const d = `d${index + 1}`;
    const dimension = dimensions[grouping];
    if (dimension === undefined) {
      const key = grouping === "week" ? `to_char(${g}, 'IYYY-"W"IW')` : `${g}::text`;
      const label = grouping === "date" ? `to_char(${g}, ${korean ? `'FMMM"월" FMDD"일"'` : "'FMDD Mon'"})` : key;
      columns.push(`${key} AS k${index + 1}, ${label} AS l${index + 1}`);
      continue;
    }
    const ofTerm = grouping === "section" && term !== null ? `AND ${d}.term_key = ${term}` : "";
    joins.push(`LEFT JOIN warehouse.${dimension.table} ${d} ON ${d}.${dimension.key} = ${g} ${ofTerm}`);
    const name =
      grouping === "org_unit" && korean ? `coalesce(${d}.name_ko, ${d}.name, ${d}.id)` : `coalesce(${dimension.label(d)}, ${d}.id)`;
    columns.push(`${d}.id AS k${index + 1}, ${name} AS l${index + 1}`);
  }
  return `SELECT ${["r.*", ...columns].join(", ")} FROM (${inner}) r ${joins.join(" ")} ORDER BY r.total DESC${groupings.map((_, index) => `, k${index + 1} NULLS LAST`).join("")}`;
}

const dimensions: Partial<Record<Grouping, { table: string; key: string; label: (alias: string) => string }>> = {
  org_unit: { table: "dim_org_unit", key: "org_unit_key", label: (d) => `${d}.name` },
  course: { table: "dim_course", key: "course_key", label: (d) => `${d}.title` },
  section: { table: "dim_section", key: "section_key", label: (d) => `${d}.id` },
  program: { table: "dim_program", key: "program_key", label: (d) => `${d}.name` },
};
