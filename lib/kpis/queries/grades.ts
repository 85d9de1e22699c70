import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiMeasures } from "../answer";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, needsSections, Parameters, type Relation, scopeLevelOf, summed } from "./statement";

/** grade_points: credits of rows with points are counted there alone (kpis.md, grade distribution). */
const factColumns = `(SELECT term_key, section_key, org_unit_key, program_key, state, scale, letter, student,
  1 AS grades, grade_point_credits, graded_credits FROM warehouse.fact_grade)`;
const facts: Relation = { sql: factColumns, level: "student", hasUnit: true, hasProgram: true };

function relationFor(read: ScopedRead, request: KpiRequest): Relation {
  if (scopeLevelOf(read.scope) === "students") return facts;
  return needsSections(request, read.scope)
    ? { sql: "warehouse.cell_grade", level: "section", hasUnit: false, hasProgram: true }
    : { sql: "warehouse.cell_grade_unit", level: "unit", hasUnit: true, hasProgram: true };
}

type Part = { scale: string; letter: string; grades: number; gradePointCredits: number; gradedCredits: number };

/** Grade distribution and mean grade points. Scales are never added up; one of several must be named. */
export async function queryGrades(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const lettersToo = request.kpi === "grade-distribution";
  const relation = relationFor(read, request);
  const parameters = new Parameters();
  const where = gradeConditions(relation, read, request, context, parameters);
  const measures = `coalesce(sum(f.grades), 0)::int AS grades, coalesce(sum(f.grade_point_credits), 0)::float8 AS points,
    coalesce(sum(f.graded_credits), 0)::float8 AS credits`;
  const inner = summed(relation, groupings, measures, where, ["f.scale", "f.letter"]);
  const rows = await read.query<Row>(labelled(inner, groupings, korean), parameters.values);
  const students = await countStudents(read, request, context, !lettersToo);

  const cells = new Map<string, { row: Row | null; parts: Part[] }>([[keyText([]), { row: null, parts: [] }]]);
  for (const row of rows.rows) {
    const keys = row.total === 1 ? [] : keysOf(row, groupings.length);
    const part = partOf(row);
    if (part.grades === 0) continue;
    const cell = cells.get(keyText(keys)) ?? { row, parts: [] };
    cell.parts.push(part);
    cells.set(keyText(keys), cell);
  }
  const built = [...cells.entries()].map(([key, { row, parts }]): ResultCell => {
    const keys: (string | null)[] = JSON.parse(key);
    const base = {
      keys,
      labels: row === null ? [] : labelsOf(row, groupings.length),
      n: { students: students.get(key) ?? 0, exact: true },
    };
    return { ...base, ...gradeFigures(parts, lettersToo, (scale) => students.get(keyText([...keys, `scale:${scale}`])) ?? 0) };
  });
  const total = built.find((cell) => cell.keys.length === 0);
  if (total === undefined) throw new Error("The whole is always among the cells.");
  return { total, groups: built.filter((cell) => cell.keys.length > 0) };
}

function partOf(row: Row): Part {
  return {
    scale: String(row.scale),
    letter: String(row.letter),
    grades: numberOf(row.grades),
    gradePointCredits: numberOf(row.points),
    gradedCredits: numberOf(row.credits),
  };
}

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

/** Distinct students, by group and by group and scale. `pointed`: only rows that are in the mean. */
async function countStudents(read: ScopedRead, request: KpiRequest, context: KpiContext, pointed: boolean): Promise<Map<string, number>> {
  const groupings = request.groupBy ?? [];
  const parameters = new Parameters();
  const where = gradeConditions(facts, read, request, context, parameters);
  if (pointed) where.push("f.graded_credits > 0");
  const measures = "count(DISTINCT f.student)::int AS students";
  const counts = new Map<string, number>();
  const all = await read.query<Row>(labelled(summed(facts, groupings, measures, where), groupings, false), parameters.values);
  for (const row of all.rows) counts.set(keyText(row.total === 1 ? [] : keysOf(row, groupings.length)), numberOf(row.students));
  if (request.scale === undefined) {
    const byScale = await read.query<Row>(
      labelled(summed(facts, groupings, measures, where, ["f.scale"]), groupings, false),
      parameters.values,
    );
    for (const row of byScale.rows) {
      counts.set(keyText([...(row.total === 1 ? [] : keysOf(row, groupings.length)), `scale:${row.scale}`]), numberOf(row.students));
    }
  }
  return counts;
}
