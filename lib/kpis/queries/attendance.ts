import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Grouping } from "../question";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type Holding, type Kept, keptStudents } from "./kept-students";
import { isTime, type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, needsFacts, needsSections, Parameters, type Relation, scopeLevelOf, summed, termOf } from "./statement";
import { countsExcused, isExpected, stretchSums, type Weighing, weigh, weighingOf } from "./weighing";

const factRelation: Relation = {
  sql: `(SELECT meeting_key, term_key, section_key, org_unit_key, program_key, year_of_study, held_on, student,
    (status = 'present')::int AS present, (status = 'late')::int AS late, (status = 'absent')::int AS absent,
    (status = 'excused')::int AS excused FROM warehouse.fact_attendance WHERE counted)`,
  level: "student",
  hasUnit: true,
  dateColumn: "held_on",
  hasProgram: true,
};
const cell = (table: string, level: "unit" | "section", dated: boolean): Relation => ({
  sql: `warehouse.${table}`,
  level,
  hasUnit: level === "unit",
  hasProgram: true,
  ...(dated ? { dateColumn: "held_on" } : {}),
});

/** Range in force: the asked-for days. */
export const rangeOf = (request: KpiRequest) => ({ from: request.from ?? null, to: request.to ?? null });
const isWhole = (request: KpiRequest) => request.from === undefined && request.to === undefined;

/** The coarsest cells that can answer (kpis.md, attendance). */
function relationFor(read: ScopedRead, request: KpiRequest, weighing: Weighing): Relation {
  if (needsFacts(request, read.scope)) return factRelation;
  const groupings = request.groupBy ?? [];
  const dated = !isWhole(request) || groupings.some(isTime) || weighing.length > 1;
  const byProgram = request.program !== undefined || groupings.includes("program");
  if (needsSections(request, read.scope)) {
    if (dated) return cell("cell_attendance", "section", true);
    return cell(byProgram ? "cell_attendance_term" : "cell_attendance_section", "section", false);
  }
  if (!dated) return cell("cell_attendance_unit_term", "unit", false);
  return cell(byProgram ? "cell_attendance_unit" : "cell_attendance_unit_day", "unit", true);
}

const statuses = ["present", "late", "absent", "excused"] as const;
const sums = statuses.map((status) => `coalesce(sum(f.${status}), 0)::int AS ${status}`).join(", ");

export async function queryAttendance(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  korean: boolean,
  countedBelow = 0,
): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const weighing = await weighingOf(read, request, context);
  const relation = relationFor(read, request, weighing);
  const parameters = new Parameters();
  const where = conditions(relation, request, context, read.scope, parameters, rangeOf(request));
  where.push(...ofMeetings(read, request, context, parameters));
  const kept = isWhole(request) ? keptStudents(request, context, read, holdingOf(weighing), parameters) : undefined;
  const beside = { kept, term: termOf(request, context, parameters) };
  const measures = `${sums}${stretchSums(weighing)}`;
  const rows = await read.query<Row>(labelled(summed(relation, groupings, measures, where), groupings, korean, beside), parameters.values);
  const asked: Asked = { read, request, context, groupings, weighing };
  const students = await countStudents(asked, rows.rows, kept);
  const cells = rows.rows.map((row) => toCell(row, groupings.length, weighing, students));
  const threshold = Math.max(context.policy.suppression.threshold, countedBelow);
  const uncertain = rows.rows.filter((_, index) => isBelow(cells[index]?.n, threshold));
  if (uncertain.length > 0) {
    const counted = await countFacts(asked, uncertain);
    for (const cell of cells) if (isBelow(cell.n, threshold)) cell.n = { students: counted.get(keyText(cell.keys)) ?? 0, exact: true };
  }
  const [total, ...groups] = cells;
  const present = groups.filter((group) => Object.values(group.measures).some((count) => count !== 0));
  return { total: total ?? emptyCell(), groups: present, rules: weighing };
}

/** What is asked, and how its marks count. */
type Asked = { read: ScopedRead; request: KpiRequest; context: KpiContext; groupings: readonly Grouping[]; weighing: Weighing };

const isBelow = (n: ResultCell["n"] | undefined, threshold: number) => n !== undefined && n !== null && !n.exact && n.students < threshold;
/** Where excused marks count on some days alone, whoever has other marks is counted: at least so many. */
const holdingOf = (weighing: Weighing): Holding => ({
  family: "attendance",
  detail: countsExcused(weighing) === true ? "any" : "expected",
});

const emptyCell = (): ResultCell => ({
  keys: [],
  labels: [],
  value: null,
  n: { students: 0, exact: true },
  measures: { present: 0, late: 0, absent: 0, excused: 0 },
});

function toCell(row: Row, groupings: number, weighing: Weighing, students: StudentCounts): ResultCell {
  const [present, late, absent, excused] = statuses.map((status) => numberOf(row[status])) as [number, number, number, number];
  const { attended, expected } = weigh(row, weighing);
  const keys = row.total === 1 ? [] : keysOf(row, groupings);
  return {
    keys,
    labels: row.total === 1 ? [] : labelsOf(row, groupings),
    value: ratio(attended, expected),
    n: students(keys, expected),
    measures: { present, late, absent, excused },
    ...(weighing.length === 1 ? {} : { weighed: { attended, expected } }),
  };
}

type StudentCounts = (keys: readonly (string | null)[], expected: number) => { students: number; exact: boolean };

/**
 * Distinct students. Whole terms have kept counts, or a row for each student to count. A range has a lower
 * bound: marks over meetings is at most the largest roll, and whoever is on one roll is distinct.
 */
async function countStudents(asked: Asked, rows: readonly Row[], kept: Kept | undefined): Promise<StudentCounts> {
  const { read, request, context, groupings, weighing } = asked;
  const timed = groupings.some(isTime);
  // On which days a student's excused marks were is told by the facts alone.
  const exactly = countedAs(countsExcused(weighing) !== null || request.yearOfStudy !== undefined);
  const keptOf = new Map(rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, groupings.length)), numberOf(row.kept)]));
  if (isWhole(request) && !timed) {
    if (kept?.total === true && (groupings.length === 0 || kept.groups)) return exactly(keptOf);
    const whole = groupings.length > 0 && kept?.groups === true ? [] : groupings;
    const counted = await countFrom({ ...asked, groupings: whole }, studentRows(request, weighing));
    return exactly(new Map([...keptOf, ...counted]));
  }
  if (needsFacts(request, read.scope)) {
    return countedAs(true)(await countFrom(asked, { ...factRelation, sql: expectedFacts(weighing) }));
  }
  const counted = !isWhole(request)
    ? null
    : kept?.total === true
      ? keptOf
      : await countFrom({ ...asked, groupings: [] }, studentCells(weighing));
  const whole = counted === null ? null : exactly(counted);
  const meetings = await countMeetings(read, request, context, groupings);
  return (keys, expected) => {
    if (keys.length === 0 && whole !== null) return whole(keys, expected);
    const recorded = meetings(keys);
    if (expected === 0) return { students: 0, exact: true };
    return { students: Math.max(1, Math.ceil(expected / Math.max(1, recorded))), exact: recorded <= 1 };
  };
}

/** Counts that were made, exact or as a lower bound. */
const countedAs =
  (exact: boolean) =>
  (counted: Map<string, number>): StudentCounts =>
  (keys) => ({ students: counted.get(keyText(keys)) ?? 0, exact });

const expectedStatuses = (weighing: Weighing) =>
  countsExcused(weighing) === true ? "present + late + absent + excused" : "present + late + absent";

const studentCells = (weighing: Weighing): Relation => ({
  sql: `(SELECT * FROM warehouse.cell_attendance_student WHERE ${expectedStatuses(weighing)} > 0)`,
  level: "student",
  hasUnit: false,
  hasProgram: true,
});

/** A row for each student, or where cells cannot tell them apart for each mark. */
const studentRows = (request: KpiRequest, weighing: Weighing): Relation =>
  request.yearOfStudy === undefined ? studentCells(weighing) : { ...factRelation, sql: expectedFacts(weighing) };

const expectedFacts = (weighing: Weighing) => `(SELECT * FROM warehouse.fact_attendance WHERE counted AND ${isExpected(weighing)})`;

/**
 * Where the bound is below the suppression threshold, or below what a reader wants counted, the facts themselves are, but only
 * those of meetings in the groups concerned: small groups have few.
 */
function countFacts(asked: Asked, rows: readonly Row[]): Promise<Map<string, number>> {
  const { request, groupings, weighing } = asked;
  const column: Partial<Record<Grouping, string>> = {
    date: "m.held_on",
    week: "m.held_on - (extract(isodow FROM m.held_on)::int - 1)",
    org_unit: "s.org_unit_key",
    course: "s.course_key",
    section: "m.section_key",
  };
  const concerned = (parameters: Parameters) => {
    const ofGroups = rows.some((row) => row.total === 1) ? [] : groupings;
    const list = ofGroups.flatMap((grouping, index) => {
      const sql = column[grouping];
      const keys = [...new Set(rows.map((row) => row[index === 0 ? "g1" : "g2"]))];
      const type = isTime(grouping) ? "date" : "int";
      return sql === undefined ? [] : [`${sql} = ANY(${parameters.add(keys)}::${type}[])`];
    });
    // The marks of a few days are found by their meetings, and not among those of all terms.
    if (request.from !== undefined) list.push(`m.held_on >= ${parameters.add(request.from)}::date`);
    if (request.to !== undefined) list.push(`m.held_on <= ${parameters.add(request.to)}::date`);
    if (list.length === 0) return [];
    return [
      `f.meeting_key IN (SELECT m.meeting_key FROM warehouse.dim_meeting m
        LEFT JOIN warehouse.dim_section s ON s.section_key = m.section_key WHERE ${list.join(" AND ")})`,
    ];
  };
  return countFrom(asked, { ...factRelation, sql: expectedFacts(weighing) }, concerned);
}

async function countFrom(
  { read, request, context, groupings }: Omit<Asked, "weighing">,
  relation: Relation,
  more: (parameters: Parameters) => string[] = () => [],
): Promise<Map<string, number>> {
  const parameters = new Parameters();
  const where = [
    ...conditions(relation, request, context, read.scope, parameters, rangeOf(request)),
    ...ofMeetings(read, request, context, parameters),
    ...more(parameters),
  ];
  const sql = labelled(summed(relation, groupings, "count(DISTINCT f.student)::int AS students", where), groupings, false);
  const rows = await read.query<Row>(sql, parameters.values);
  return new Map(rows.rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, groupings.length)), numberOf(row.students)]));
}

/** Of one year of study marks are read from the facts: by their meetings, so that not all of ever are looked through. */
function ofMeetings(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string[] {
  if (request.yearOfStudy === undefined || scopeLevelOf(read.scope) === "students") return [];
  const { yearOfStudy: _, ...ofAllYears } = request;
  const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };
  const where = conditions(sections, ofAllYears, { ...context, program: null }, read.scope, parameters);
  return [
    `f.meeting_key IN (SELECT m.meeting_key FROM warehouse.dim_section f JOIN warehouse.dim_meeting m ON m.section_key = f.section_key
      WHERE ${where.length === 0 ? "true" : where.join(" AND ")})`,
  ];
}

/** Meetings with a roll, for each group as far as meetings have its keys (they have no program). */
async function countMeetings(read: ScopedRead, request: KpiRequest, context: KpiContext, groupings: readonly Grouping[]) {
  const known = groupings.filter((grouping) => grouping !== "program");
  const { program: _, ...withoutProgram } = request;
  const relation: Relation = {
    sql: needsSections(request, read.scope) ? "warehouse.cell_meeting" : "warehouse.cell_meeting_unit",
    level: needsSections(request, read.scope) ? "section" : "unit",
    hasUnit: !needsSections(request, read.scope),
    hasProgram: false,
    dateColumn: "held_on",
  };
  const parameters = new Parameters();
  const where = conditions(relation, withoutProgram, { ...context, program: null }, read.scope, parameters, rangeOf(request));
  const sql = labelled(summed(relation, known, "coalesce(sum(f.recorded), 0)::int AS recorded", where), known, false);
  const rows = await read.query<Row>(sql, parameters.values);
  const counts = new Map(rows.rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, known.length)), numberOf(row.recorded)]));
  const positions = groupings.map((grouping, index) => ({ grouping, index })).filter(({ grouping }) => grouping !== "program");
  const meetingsOf = (keys: readonly (string | null)[]) =>
    counts.get(keyText(keys.length === 0 ? [] : positions.map(({ index }) => keys[index] ?? null))) ?? 0;
  return meetingsOf;
}
