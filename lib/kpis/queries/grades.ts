import { z } from "zod";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiMeasures } from "../answer";
import type { KpiContext } from "../read-context";
import type { Grouping, KpiRequest } from "../request";
import { keptStudents } from "./kept-students";
import { type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, needsSections, Parameters, type Relation, scopeLevelOf, summed } from "./statement";

/** grade_points: credits of rows with points are counted there alone (kpis.md, grade distribution). */
const factColumns = `(SELECT term_key, section_key, org_unit_key, program_key, state, scale, letter, student,
  1 AS grades, grade_point_credits, graded_credits FROM warehouse.fact_grade)`;
const facts: Relation = { sql: factColumns, level: "student", hasUnit: true, hasProgram: true };

/** The coarsest cells that can answer. */
function relationFor(read: ScopedRead, request: KpiRequest): Relation {
  if (scopeLevelOf(read.scope) === "students") return facts;
  const byProgram = request.program !== undefined || request.groupBy?.includes("program") === true;
  return needsSections(request, read.scope)
    ? { sql: `warehouse.${byProgram ? "cell_grade" : "cell_grade_section"}`, level: "section", hasUnit: false, hasProgram: byProgram }
    : { sql: `warehouse.${byProgram ? "cell_grade_unit" : "cell_grade_unit_letter"}`, level: "unit", hasUnit: true, hasProgram: byProgram };
}

type Part = { scale: string; letter: string; grades: number; gradePointCredits: number; gradedCredits: number };
/** Columns of a group's parts: scales, letters, grades, grade points times credits, credits. */
const partsSchema = z.tuple([z.array(z.string()), z.array(z.string()), z.array(z.number()), z.array(z.number()), z.array(z.number())]);

/** Grade distribution and mean grade points. Scales are never added up; one of several must be named. */
export async function queryGrades(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const lettersToo = request.kpi === "grade-distribution";
  const relation = relationFor(read, request);
  const parameters = new Parameters();
  const where = gradeConditions(relation, read, request, context, parameters);
  const detail = `${request.state ?? "final"}/${request.scale ?? "*"}/${lettersToo ? "any" : "points"}`;
  const kept = keptStudents(request, context, read, { family: "grade", detail }, parameters);
  const sql = labelled(partsOfGroups(relation, groupings, where, lettersToo), groupings, korean, kept);
  const rows = await read.query<Row>(sql, parameters.values);
  const groupsKept = kept.groups && groupings.length > 0;
  const isKept = kept.total && (groupsKept || groupings.length === 0);
  const { groupBy: _, ...whole } = request;
  const counted = isKept ? null : await countStudents(read, groupsKept ? whole : request, context, !lettersToo, []);
  const cells = rows.rows.map((row) => {
    const keys = row.total === 1 ? [] : keysOf(row, groupings.length);
    const parts = row.parts === null || row.parts === undefined ? [] : toParts(partsSchema.parse(row.parts));
    const students = counted === null || (groupsKept && row.total !== 1) ? numberOf(row.kept) : (counted.get(keyText(keys)) ?? 0);
    return { keys, labels: row.total === 1 ? [] : labelsOf(row, groupings.length), parts, n: { students, exact: true } };
  });
  const mixed = cells.some((cell) => new Set(cell.parts.map((part) => part.scale)).size > 1);
  const byScale = mixed ? await countStudents(read, request, context, !lettersToo, ["f.scale"]) : new Map<string, number>();
  const built = cells.map(({ parts, ...cell }): ResultCell => {
    const studentsOf = (scale: string) => byScale.get(keyText([...cell.keys, `scale:${scale}`])) ?? 0;
    return { ...cell, ...gradeFigures(parts, lettersToo, studentsOf) };
  });
  const none: ResultCell = { keys: [], labels: [], n: { students: 0, exact: true }, ...gradeFigures([], lettersToo, () => 0) };
  return { total: built.find((cell) => cell.keys.length === 0) ?? none, groups: built.filter((cell) => cell.keys.length > 0) };
}

/** For each group its sums by scale and letter, column by column: a row a group crosses the wire and not a row a letter. */
function partsOfGroups(relation: Relation, groupings: readonly Grouping[], where: readonly string[], lettersToo: boolean): string {
  const measures = `sum(f.grades)::int AS grades, sum(f.grade_point_credits)::float8 AS points, sum(f.graded_credits)::float8 AS credits`;
  const inner = summed(relation, groupings, measures, where, lettersToo ? ["f.scale", "f.letter"] : ["f.scale"]);
  const groups = groupings.map((_, index) => `p.g${index + 1}`);
  const letter = lettersToo ? "p.letter" : "''::text";
  const columns = ["p.scale", letter, "p.grades", "p.points", "p.credits"].map((column) => `array_agg(${column})`);
  return `SELECT ${[...groups, "p.total"].join(", ")}, json_build_array(${columns.join(", ")}) AS parts
    FROM (${inner}) p WHERE p.grades <> 0 GROUP BY ${[...groups, "p.total"].join(", ")}`;
}

const toParts = ([scales, letters, grades, points, credits]: z.infer<typeof partsSchema>): Part[] =>
  scales.map((scale, index) => ({
    scale,
    letter: letters[index] ?? "",
    grades: grades[index] ?? 0,
    gradePointCredits: points[index] ?? 0,
    gradedCredits: credits[index] ?? 0,
  }));

function gradeFigures(
  parts: readonly Part[],
  lettersToo: boolean,
  studentsOf: (scale: string) => number,
): Pick<ResultCell, "value" | "measures" | "scales"> {
  const scales = [...new Set(parts.map((part) => part.scale))].sort();
  const one = (scale: string) => {
    const own = parts.filter((part) => part.scale === scale);
    const gradePointCredits = own.reduce((sum, part) => sum + part.gradePointCredits, 0);
    const gradedCredits = own.reduce((sum, part) => sum + part.gradedCredits, 0);
    const letters: Record<string, number> = {};
    for (const part of own) letters[part.letter] = (letters[part.letter] ?? 0) + part.grades;
    const measures: KpiMeasures = lettersToo ? { letters, gradePointCredits, gradedCredits } : { gradePointCredits, gradedCredits };
    return { scale, n: studentsOf(scale), value: ratio(gradePointCredits, gradedCredits), measures };
  };
  const [only, ...others] = scales;
  if (only === undefined) {
    return {
      value: null,
      measures: lettersToo ? { letters: {}, gradePointCredits: 0, gradedCredits: 0 } : { gradePointCredits: 0, gradedCredits: 0 },
    };
  }
  if (others.length > 0) return { value: null, measures: {}, scales: scales.map(one) };
  const { value, measures } = one(only);
  return { value, measures };
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
