import { z } from "zod";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiMeasures } from "../answer";
import type { Grouping } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { keptStudents } from "./kept-students";
import { type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import {
  conditions,
  grouped,
  groupedRows,
  labelled,
  needsFacts,
  needsSections,
  Parameters,
  type Relation,
  scopeLevelOf,
  summed,
  termOf,
} from "./statement";

/** grade_points: credits of rows with points are counted there alone (kpis.md, grade distribution). */
const factColumns = `(SELECT term_key, section_key, org_unit_key, program_key, year_of_study, state, scale, letter, student,
  1 AS grades, grade_point_credits, graded_credits FROM warehouse.fact_grade)`;
const facts: Relation = { sql: factColumns, level: "student", hasUnit: true, hasProgram: true };

/** The coarsest cells that can answer. */
function relationFor(read: ScopedRead, request: KpiRequest): Relation {
  if (needsFacts(request, read.scope)) return facts;
  const byProgram = request.program !== undefined || request.groupBy?.includes("program") === true;
  if (needsSections(request, read.scope)) {
    const bySection = request.kpi === "grade-distribution" ? "cell_grade_section" : "cell_grade_section_scale";
    return { sql: `warehouse.${byProgram ? "cell_grade" : bySection}`, level: "section", hasUnit: false, hasProgram: byProgram };
  }
  const byUnit =
    request.orgUnit !== undefined || request.groupBy?.includes("org_unit") === true || scopeLevelOf(read.scope) !== "everything";
  if (byProgram && !byUnit) return { sql: "warehouse.cell_grade_program_letter", level: "unit", hasUnit: false, hasProgram: true };
  return {
    sql: `warehouse.${byProgram ? "cell_grade_unit" : "cell_grade_unit_letter"}`,
    level: "unit",
    hasUnit: true,
    hasProgram: byProgram,
  };
}

/** A row of these is one group's letter already, with nothing to add up. */
function isDistinct({ sql }: Relation, { groupBy = [] }: KpiRequest): boolean {
  if (groupBy.length !== 1) return false;
  return (
    (groupBy[0] === "section" && sql.endsWith("cell_grade_section")) ||
    (groupBy[0] === "org_unit" && sql.endsWith("cell_grade_unit_letter"))
  );
}

/** One scale's grades in a group; `letters` only where they are asked for. */
type Part = { scale: string; letters: Record<string, number>; gradePointCredits: number; gradedCredits: number };
const lettersSchema = z.record(z.string(), z.number()).nullable();

/** Grade distribution and mean grade points. Scales are never added up; one of several must be named. */
export async function queryGrades(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const lettersToo = request.kpi === "grade-distribution";
  const parameters = new Parameters();
  const { groupBy: _, ...whole } = request;
  const cellsFor = (asked: KpiRequest): Cells => {
    const relation = relationFor(read, asked);
    const where = gradeConditions(relation, read, asked, context, parameters);
    return { relation, where, distinct: isDistinct(relation, asked) };
  };
  const ofGroups = groupings.length === 0 ? null : cellsFor(request);
  const detail = `${request.state ?? "final"}/${request.scale ?? "*"}/${lettersToo ? "any" : "points"}`;
  const kept = keptStudents(request, context, read, { family: "grade", detail }, parameters);
  const parts = partsOfGroups(ofGroups, cellsFor(whole), groupings, lettersToo);
  const sql = labelled(parts, groupings, korean, { kept, term: termOf(request, context, parameters) });
  const rows = await read.query<Row>(sql, parameters.values);
  const groupsKept = kept.groups && groupings.length > 0;
  const isKept = kept.total && (groupsKept || groupings.length === 0);
  const counted = isKept ? null : await countStudents(read, groupsKept ? whole : request, context, !lettersToo, []);
  const cells = [...byGroup(rows.rows, groupings.length).values()].map(({ row, keys, parts }) => {
    const students = counted === null || (groupsKept && row.total !== 1) ? numberOf(row.kept) : (counted.get(keyText(keys)) ?? 0);
    return { keys, labels: row.total === 1 ? [] : labelsOf(row, groupings.length), parts, n: { students, exact: true } };
  });
  const mixed = cells.some((cell) => cell.parts.length > 1);
  const byScale = mixed ? await countStudents(read, request, context, !lettersToo, ["f.scale"]) : new Map<string, number>();
  const built = cells.map(({ parts, ...cell }): ResultCell => {
    const studentsOf = (scale: string) => byScale.get(keyText([...cell.keys, `scale:${scale}`])) ?? 0;
    return { ...cell, ...gradeFigures(parts, lettersToo, studentsOf) };
  });
  const none: ResultCell = { keys: [], labels: [], n: { students: 0, exact: true }, ...gradeFigures([], lettersToo, () => 0) };
  return { total: built.find((cell) => cell.keys.length === 0) ?? none, groups: built.filter((cell) => cell.keys.length > 0) };
}

type Cells = { relation: Relation; where: readonly string[]; distinct: boolean };

const points = "sum(f.grade_point_credits)::float8 AS points, sum(f.graded_credits)::float8 AS credits";

/**
 * For each group and scale its sums, and with `lettersToo` how many hold each letter: a row a group crosses the wire and
 * not a row a letter. The whole is summed over its own, coarser cells.
 */
function partsOfGroups(ofGroups: Cells | null, ofWhole: Cells, groupings: readonly Grouping[], lettersToo: boolean): string {
  const folded = (cells: Cells, by: readonly Grouping[]) => {
    if (!lettersToo) return grouped(cells.relation, by, points, cells.where, ["f.scale"], "sum(f.grades) <> 0");
    const of = by.length === 0 ? "1 AS total" : "0 AS total";
    const groups = by.map((_, index) => `f.g${index + 1}`);
    const letters = `SELECT ${[...groups, of, "f.scale", "json_object_agg(f.letter, f.grades) AS letters", points].join(", ")}`;
    const each = cells.distinct
      ? groupedRows(cells.relation, by, ["scale", "letter", "grades", "grade_point_credits", "graded_credits"], cells.where)
      : grouped(cells.relation, by, lettersOf, cells.where, ["f.scale", "f.letter"]);
    return `${letters} FROM (${each}) f WHERE f.grades <> 0 GROUP BY ${[...groups, "f.scale"].join(", ")}`;
  };
  const total = folded(ofWhole, []);
  if (ofGroups === null) return total;
  const none = groupings.map((grouping, index) => `NULL::${grouping === "letter" ? "text" : "int"} AS g${index + 1}`);
  const columns = ["w.total", "w.scale", ...(lettersToo ? ["w.letters"] : []), "w.points", "w.credits"];
  return `SELECT ${[...none, ...columns].join(", ")} FROM (${total}) w UNION ALL ${folded(ofGroups, groupings)}`;
}

const lettersOf = `sum(f.grades)::int AS grades, sum(f.grade_point_credits) AS grade_point_credits,
  sum(f.graded_credits) AS graded_credits`;

type Group = { row: Row; keys: (string | null)[]; parts: Part[] };

/** Rows of one group, a scale each, in the order of their coming. */
function byGroup(rows: readonly Row[], groupings: number): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const keys = row.total === 1 ? [] : keysOf(row, groupings);
    const group = groups.get(keyText(keys)) ?? { row, keys, parts: [] };
    groups.set(keyText(keys), group);
    group.parts.push({
      scale: String(row.scale),
      letters: lettersSchema.parse(row.letters ?? null) ?? {},
      gradePointCredits: numberOf(row.points),
      gradedCredits: numberOf(row.credits),
    });
  }
  return groups;
}

function gradeFigures(
  parts: readonly Part[],
  lettersToo: boolean,
  studentsOf: (scale: string) => number,
): Pick<ResultCell, "value" | "measures" | "scale" | "scales"> {
  const one = ({ scale, letters, gradePointCredits, gradedCredits }: Part) => {
    const measures: KpiMeasures = lettersToo ? { letters, gradePointCredits, gradedCredits } : { gradePointCredits, gradedCredits };
    return { scale, n: studentsOf(scale), value: ratio(gradePointCredits, gradedCredits), measures };
  };
  const [only, ...others] = [...parts].sort((a, b) => (a.scale < b.scale ? -1 : 1));
  if (only === undefined) {
    return {
      value: null,
      measures: lettersToo ? { letters: {}, gradePointCredits: 0, gradedCredits: 0 } : { gradePointCredits: 0, gradedCredits: 0 },
    };
  }
  if (others.length > 0) return { value: null, measures: {}, scales: [only, ...others].map(one) };
  const { scale, value, measures } = one(only);
  return { scale, value, measures };
}

function gradeConditions(relation: Relation, read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string[] {
  const where = conditions(relation, request, context, read.scope, parameters);
  where.push(`f.state = ${parameters.add(request.state ?? "final")}`);
  if (request.scale !== undefined) where.push(`f.scale = ${parameters.add(request.scale)}`);
  return where;
}

/** Distinct students by group, with `f.scale` by group and scale. `pointed`: only rows that are in the mean. */
async function countStudents(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  pointed: boolean,
  extra: readonly "f.scale"[],
): Promise<Map<string, number>> {
  const groupings = request.groupBy ?? [];
  const parameters = new Parameters();
  const where = gradeConditions(facts, read, request, context, parameters);
  if (pointed) where.push("f.graded_credits > 0");
  const sql = labelled(summed(facts, groupings, "count(DISTINCT f.student)::int AS students", where, extra), groupings, false);
  const rows = await read.query<Row>(sql, parameters.values);
  return new Map(
    rows.rows.map((row) => {
      const keys = row.total === 1 ? [] : keysOf(row, groupings.length);
      return [keyText(extra.length === 0 ? keys : [...keys, `scale:${row.scale}`]), numberOf(row.students)];
    }),
  );
}
