import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { Grouping, KpiRequest } from "../request";
import { type KpiResult, keysOf, keyText, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, Parameters, type Relation, scopeLevelOf, summed } from "./statement";

/** Course withdrawal and DFW, over enrolments. `effective_on` of cells is kept for withdrawals alone. */
const cells: Relation = {
  sql: "warehouse.cell_enrollment",
  level: "section",
  hasUnit: false,
  hasProgram: true,
  dateColumn: "effective_on",
};
const facts: Relation = {
  sql: `(SELECT term_key, section_key, org_unit_key, program_key, student, status,
      CASE WHEN status = 'withdrawn' THEN effective_on ELSE '-infinity'::date END AS effective_on, 1 AS enrolments,
      (status <> 'withdrawn' AND low_state IS NOT DISTINCT FROM 'provisional')::int AS low_provisional,
      (status <> 'withdrawn' AND low_state IS NOT DISTINCT FROM 'final')::int AS low_final
    FROM warehouse.fact_enrollment)`,
  level: "student",
  hasUnit: true,
  hasProgram: true,
  dateColumn: "effective_on",
};
const isTime = (grouping: Grouping) => grouping === "date" || grouping === "week";
const withdrawn = "f.status = 'withdrawn'";

/** Which enrolments are counted, written with parameters of the statement at hand. */
type Counted = { names: [string, string]; sql: (parameters: Parameters) => { numerator: string; denominator: string } };

export function queryWithdrawal(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  return queryEnrolments(read, request, context, korean, {
    names: ["withdrawn", "registered"],
    sql: (parameters) => {
      const startsOn = `${parameters.add(context.term?.startsOn ?? context.today)}::date`;
      const to = `${parameters.add(request.to ?? context.today)}::date`;
      return {
        numerator: `${withdrawn} AND f.effective_on BETWEEN ${startsOn} AND ${to}`,
        denominator: `NOT (${withdrawn} AND f.effective_on < ${startsOn})`,
      };
    },
  });
}

export function queryDfw(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  return queryEnrolments(read, request, context, korean, {
    names: ["dfw", "censusEnrolments"],
    sql: (parameters) => {
      const census = `${parameters.add(context.term?.censusOn ?? context.today)}::date`;
      return {
        numerator: `(${withdrawn} AND f.effective_on >= ${census}) OR ${lowOf(request)} > 0`,
        denominator: `NOT (${withdrawn} AND f.effective_on < ${census})`,
      };
    },
  });
}

const lowOf = (request: KpiRequest) => (request.state === "provisional" ? "f.low_provisional" : "f.low_final");

async function queryEnrolments(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  korean: boolean,
  counted: Counted,
): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const relation = scopeLevelOf(read.scope) === "students" ? facts : cells;
  const [top, bottom] = counted.names;
  const parameters = new Parameters();
  const { numerator: inNumerator, denominator: inDenominator } = counted.sql(parameters);
  // A cell of the other states holds both low and other enrolments: its low ones are counted, not all of it.
  const amount = top === "dfw" ? `CASE WHEN ${withdrawn} THEN f.enrolments ELSE ${lowOf(request)} END` : "f.enrolments";
  const measures = `coalesce(sum(${amount}) FILTER (WHERE ${inNumerator}), 0)::int AS numerator,
    coalesce(sum(f.enrolments) FILTER (WHERE ${inDenominator}), 0)::int AS denominator`;
  const where = conditions(relation, request, context, read.scope, parameters);
  const rows = await read.query<Row>(labelled(summed(relation, groupings, measures, where), groupings, korean), parameters.values);
  const students = await countStudents(read, request, context, counted);
  const timed = groupings.some(isTime);
  const whole = numberOf(rows.rows[0]?.denominator);
  const cellsOf = rows.rows.map((row): ResultCell => {
    const numerator = numberOf(row.numerator);
    // A day or week has its withdrawals over the whole cohort, so that the days add up to the rate.
    const denominator = timed ? denominatorOf(row, groupings, rows.rows, whole) : numberOf(row.denominator);
    const keys = row.total === 1 ? [] : keysOf(row, groupings.length);
    return {
      keys,
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(numerator, denominator),
      n: { students: timed ? students([]) : students(keys), exact: true },
      measures: { [top]: numerator, [bottom]: denominator },
    };
  });
  const [total, ...groups] = cellsOf;
  return {
    total: total ?? { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: { [top]: 0, [bottom]: 0 } },
    groups: groups.filter((group) => (timed ? numberOf(asCounts(group)[top]) > 0 : numberOf(asCounts(group)[bottom]) > 0)),
  };
}

const asCounts = (cell: ResultCell): Record<string, unknown> => cell.measures;

/** With a second breakdown beside the time, the cohort is that of the other member. */
function denominatorOf(row: Row, groupings: readonly Grouping[], rows: readonly Row[], whole: number): number {
  if (row.total === 1 || groupings.length < 2) return whole;
  const other = isTime(groupings[0] ?? "date") ? "k2" : "k1";
  return rows.filter((one) => one.total === 0 && one[other] === row[other]).reduce((sum, one) => sum + numberOf(one.denominator), 0);
}

async function countStudents(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  counted: Counted,
): Promise<(keys: readonly (string | null)[]) => number> {
  const groupings = (request.groupBy ?? []).some(isTime) ? [] : (request.groupBy ?? []);
  const parameters = new Parameters();
  const { numerator, denominator } = counted.sql(parameters);
  const measures = `count(DISTINCT f.student) FILTER (WHERE ${denominator})::int AS students,
    count(*) FILTER (WHERE ${numerator})::int AS numerator`;
  const where = conditions(facts, request, context, read.scope, parameters);
  const rows = await read.query<Row>(labelled(summed(facts, groupings, measures, where), groupings, false), parameters.values);
  const counts = new Map(rows.rows.map((row) => [keyText(row.total === 1 ? [] : keysOf(row, groupings.length)), numberOf(row.students)]));
  return (keys) => counts.get(keyText(keys)) ?? 0;
}
