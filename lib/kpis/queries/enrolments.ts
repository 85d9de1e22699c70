import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { keptStudents } from "./kept-students";
import { cohortsByMember, isTime, type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, needsFacts, needsSections, Parameters, type Relation, summed, termOf } from "./statement";

/** Course withdrawal and DFW, over enrolments. `effective_on` of cells is kept for withdrawals alone. */
const cell = (table: string, level: "unit" | "section"): Relation => ({
  sql: `warehouse.${table}`,
  level,
  hasUnit: level === "unit",
  hasProgram: table === "cell_enrollment" || table === "cell_enrollment_unit_program",
  dateColumn: "effective_on",
});
const facts: Relation = {
  sql: `(SELECT term_key, section_key, org_unit_key, program_key, year_of_study, student, status,
      CASE WHEN status = 'withdrawn' THEN effective_on ELSE '-infinity'::date END AS effective_on, 1 AS enrolments,
      (status <> 'withdrawn' AND low_state IS NOT DISTINCT FROM 'provisional')::int AS low_provisional,
      (status <> 'withdrawn' AND low_state IS NOT DISTINCT FROM 'final')::int AS low_final
    FROM warehouse.fact_enrollment)`,
  level: "student",
  hasUnit: true,
  hasProgram: true,
  dateColumn: "effective_on",
};
const withdrawn = "f.status = 'withdrawn'";

/** Which enrolments are counted, written with parameters of the statement at hand. */
type Counted = {
  names: [string, string];
  numerator: (parameters: Parameters) => string;
  denominator: (parameters: Parameters) => string;
  /** Withdrawn before this day is outside the denominator, as SQL. */
  since: (parameters: Parameters) => string;
};

export function queryWithdrawal(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const startsOn = (parameters: Parameters) => sinceDay(parameters, context.term?.startsOn);
  return queryEnrolments(read, request, context, korean, {
    names: ["withdrawn", "registered"],
    numerator: (parameters) =>
      `${withdrawn} AND f.effective_on BETWEEN ${startsOn(parameters)} AND ${parameters.add(request.to ?? context.today)}::date`,
    denominator: (parameters) => `NOT (${withdrawn} AND f.effective_on < ${startsOn(parameters)})`,
    since: startsOn,
  });
}

export function queryDfw(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const census = (parameters: Parameters) => sinceDay(parameters, context.term?.censusOn);
  return queryEnrolments(read, request, context, korean, {
    names: ["dfw", "censusEnrolments"],
    numerator: (parameters) => `(${withdrawn} AND f.effective_on >= ${census(parameters)}) OR ${lowOf(request)} > 0`,
    denominator: (parameters) => `NOT (${withdrawn} AND f.effective_on < ${census(parameters)})`,
    since: census,
  });
}

/** A term whose days are not known yet has nothing before its first. */
const sinceDay = (parameters: Parameters, day: string | null | undefined) => `coalesce(${parameters.add(day ?? null)}::date, '-infinity')`;

const lowOf = (request: KpiRequest) => (request.state === "provisional" ? "f.low_provisional" : "f.low_final");

/** The coarsest cells that can answer. */
function relationFor(read: ScopedRead, request: KpiRequest): Relation {
  if (needsFacts(request, read.scope)) return facts;
  const byProgram = request.program !== undefined || request.groupBy?.includes("program") === true;
  if (byProgram)
    return needsSections(request, read.scope) ? cell("cell_enrollment", "section") : cell("cell_enrollment_unit_program", "unit");
  return needsSections(request, read.scope) ? cell("cell_enrollment_section", "section") : cell("cell_enrollment_unit", "unit");
}

async function queryEnrolments(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  korean: boolean,
  counted: Counted,
): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const relation = relationFor(read, request);
  const [top, bottom] = counted.names;
  const parameters = new Parameters();
  const inNumerator = counted.numerator(parameters);
  const inDenominator = counted.denominator(parameters);
  // A cell of the other states holds both low and other enrolments: its low ones are counted, not all of it.
  const amount = top === "dfw" ? `CASE WHEN ${withdrawn} THEN f.enrolments ELSE ${lowOf(request)} END` : "f.enrolments";
  const start = sinceDay(parameters, context.term?.startsOn);
  const census = sinceDay(parameters, context.term?.censusOn);
  const measures = `coalesce(sum(${amount}) FILTER (WHERE ${inNumerator}), 0)::int AS numerator,
    coalesce(sum(f.enrolments) FILTER (WHERE ${inDenominator}), 0)::int AS denominator,
    coalesce(sum(f.enrolments) FILTER (WHERE ${withdrawn} AND f.effective_on >= ${start} AND f.effective_on < ${census}), 0)::int AS early,
    coalesce(sum(f.enrolments) FILTER (WHERE ${withdrawn} AND f.effective_on >= ${census}), 0)::int AS late`;
  const where = conditions(relation, request, context, read.scope, parameters);
  const kept = keptStudents(request, context, read, counted, parameters);
  const beside = { kept, term: termOf(request, context, parameters) };
  const rows = await read.query<Row>(labelled(summed(relation, groupings, measures, where), groupings, korean, beside), parameters.values);
  const timed = groupings.some(isTime);
  const isKept = kept.total && (kept.groups || groupings.every(isTime));
  const students = isKept ? fromKept(rows.rows, groupings.length) : await countStudents(read, request, context, counted);
  const cohortOf = cohortsByMember(rows.rows, groupings, (row) => numberOf(row.denominator));
  const members = groupings.map((grouping, index) => ({ grouping, index })).filter(({ grouping }) => !isTime(grouping));
  const cellsOf = rows.rows.map((row) => {
    const numerator = numberOf(row.numerator);
    const denominator = timed ? cohortOf(row) : numberOf(row.denominator);
    const keys = row.total === 1 ? [] : keysOf(row, groupings.length);
    const member = row.total === 1 ? [] : members.map(({ index }) => keys[index] ?? null);
    const cell: ResultCell = {
      keys,
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(numerator, denominator),
      n: { students: students(member), exact: true },
      measures: { [top]: numerator, [bottom]: denominator },
      ...(timed ? {} : { parts: partsOf(row, top) }),
    };
    return { cell, shown: (timed ? numerator : denominator) > 0 };
  });
  const [total, ...groups] = cellsOf;
  return {
    total: total?.cell ?? { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: { [top]: 0, [bottom]: 0 } },
    groups: groups.filter(({ shown }) => shown).map(({ cell }) => cell),
  };
}

/** Withdrawn before census, which the two denominators tell, and since; DFW less these is who has a low letter. */
function partsOf(row: Row, top: string) {
  const late = numberOf(row.late);
  const parts = { withdrawnEarly: numberOf(row.early), withdrawnLate: late };
  return top === "dfw" ? { ...parts, low: Math.max(0, numberOf(row.numerator) - late) } : parts;
}

/** Days and weeks have no students of their own, but those of the cohort. */
const countedGroupings = (request: KpiRequest) => (request.groupBy ?? []).filter((grouping) => !isTime(grouping));

/** Students of the denominator from the kept counts, which stand beside the rows. */
function fromKept(rows: readonly Row[], groupings: number): (keys: readonly (string | null)[]) => number {
  const kept = new Map(rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, groupings)), numberOf(row.kept)]));
  return (keys) => kept.get(keyText(keys)) ?? 0;
}

async function countStudents(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  counted: Counted,
): Promise<(keys: readonly (string | null)[]) => number> {
  const groupings = countedGroupings(request);
  const parameters = new Parameters();
  const measures = `count(DISTINCT f.student) FILTER (WHERE ${counted.denominator(parameters)})::int AS students`;
  const where = conditions(facts, request, context, read.scope, parameters);
  const rows = await read.query<Row>(labelled(summed(facts, groupings, measures, where), groupings, false), parameters.values);
  const counts = new Map(rows.rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, groupings.length)), numberOf(row.students)]));
  return (keys) => counts.get(keyText(keys)) ?? 0;
}
