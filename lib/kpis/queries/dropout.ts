import type { ScopedRead } from "@/lib/access/scoped-read";
import { dropoutWindow, type Window } from "../dropout-window";
import type { Grouping } from "../question";
import { datedTerm, type KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { ofUnits, registeredStudents } from "./registered-students";
import { cohortsByMember, isTime, type KpiResult, keysOf, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { labelled, Parameters, scopeLevelOf } from "./statement";

/** Dropouts so far over students enrolled at census. n is the denominator: it counts students itself. */
export async function queryDropout(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const none: ResultCell = {
    keys: [],
    labels: [],
    value: null,
    n: { students: 0, exact: true },
    measures: { dropouts: 0, enrolledAtCensus: 0 },
  };
  const term = datedTerm(context.term);
  if (term === null) return { total: none, groups: [] };
  const groupings = request.groupBy ?? [];
  const window = dropoutWindow(term, context.policy);
  const until = lastDayOf(request, context, window);
  const parameters = new Parameters();
  const counted =
    fromCells(read, request, context, window, until, parameters) ?? fromFacts(read, request, context, window, until, parameters);
  const groups = groupings.map((grouping) => groupOf(grouping));
  const columns = groups.map((sql, index) => `${sql} AS g${index + 1}`);
  const sql = `
    SELECT ${[...columns, groups.length === 0 ? "1 AS total" : `GROUPING(${groups[0]}) AS total`].join(", ")},
      coalesce(sum(dropouts), 0)::int AS dropouts, coalesce(sum(enrolled), 0)::int AS enrolled
    FROM (${counted}) f LEFT JOIN warehouse.dim_program p ON p.program_key = f.program_key
    ${groups.length === 0 ? "" : `GROUP BY GROUPING SETS ((${groups.join(", ")}), ())`}`;
  const rows = await read.query<Row>(labelled(sql, groupings, korean), parameters.values);
  return toResult(rows.rows, groupings, none);
}

const left = "('withdrawn', 'dismissed')";

/** The window's days and what counts as being there, as parts of a statement. */
function windowIn(parameters: Parameters, window: Window, untilDay: string, context: KpiContext) {
  const day = (value: string) => `${parameters.add(value)}::date`;
  const there = context.policy.dropout.countLeave ? ["enrolled", "leave"] : ["enrolled"];
  return {
    from: day(window.from),
    end: day(window.to),
    census: day(window.census),
    until: day(untilDay),
    statuses: `${parameters.add(there)}::text[]`,
  };
}

/**
 * Of a window with one term: cells in which each student counts once (warehouse.cell_registration_span). Null where several
 * terms take part, whose changes follow each other, where students or years of study must be told apart, and of the past.
 */
function fromCells(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  window: Window,
  untilDay: string,
  parameters: Parameters,
): string | null {
  const level = scopeLevelOf(read.scope);
  const terms = context.termStarts.filter((day) => day >= window.from && day <= window.to).length;
  if (terms !== 1 || context.course !== null || context.section !== null || request.yearOfStudy !== undefined) return null;
  if (read.asOf !== undefined || (level !== "everything" && level !== "units")) return null;
  const where = ["students <> 0", `term_key = ${parameters.add(context.term?.termKey ?? -1)}::int`];
  if (level === "units") where.push("program_key = ANY((SELECT warehouse.scope_programs())::int[])");
  if (context.orgUnits !== null) where.push(ofUnits("program_key", parameters.add(context.orgUnits)));
  if (context.program !== null) where.push(`program_key = ${parameters.add(context.program)}::int`);
  const { from, end, census, until, statuses } = windowIn(parameters, window, untilDay, context);
  const cells = `FROM warehouse.cell_registration_span WHERE ${where.join(" AND ")}`;
  return `
    SELECT program_key, NULL::date AS day, 0 AS dropouts, students AS enrolled
    ${cells} AND status = ANY(${statuses}) AND effective_on <= ${census} AND until > ${census}
    UNION ALL
    SELECT program_key, effective_on, students, 0
    ${cells} AND status IN ${left} AND effective_on BETWEEN ${from} AND ${end} AND effective_on <= ${until} AND until > ${until}`;
}

function fromFacts(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  window: Window,
  untilDay: string,
  parameters: Parameters,
): string {
  const { changes, enrolled, dropouts } = countedRegistrations(read, request, context, window, untilDay, parameters);
  return `
    WITH changes AS (${changes})
    SELECT program_key, NULL::date AS day, 0 AS dropouts, 1 AS enrolled ${enrolled}
    UNION ALL
    SELECT program_key, effective_on, 1, 0 ${dropouts}`;
}

/**
 * The registrations that a figure is made of, as parts of a statement: `changes` is to be its WITH query of that name;
 * `enrolled` and `dropouts` begin at FROM and give one row for each student that counts, by their last change.
 */
export function countedRegistrations(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  window: Window,
  untilDay: string,
  parameters: Parameters,
): { changes: string; enrolled: string; dropouts: string } {
  const { from, end, census, until, statuses } = windowIn(parameters, window, untilDay, context);
  const terms = `SELECT term_key FROM warehouse.dim_term WHERE starts_on BETWEEN ${from} AND ${end}`;
  const whose = registeredStudents(read.scope, request, context, parameters, terms, census);
  const lastChange = (day: string, also = "") => `
    SELECT DISTINCT ON (student) student, status, effective_on, program_key, year_of_study FROM changes WHERE effective_on <= ${day} ${also}
    ORDER BY student, effective_on DESC, starts_on DESC, term_id DESC`;
  const counts = whose.flatMap(({ found }) => (found === null ? [] : [`AND ${found}`])).join(" ");
  return {
    changes: `
      SELECT r.student, r.status, r.effective_on, r.program_key, r.year_of_study, r.recorded_at, r.source, t.starts_on, t.id AS term_id
      FROM warehouse.fact_registration r JOIN warehouse.dim_term t ON t.term_key = r.term_key
      WHERE t.starts_on BETWEEN ${from} AND ${end} ${whose.map(({ before }) => `AND ${before}`).join(" ")}`,
    enrolled: `FROM (${lastChange(census)}) c WHERE status = ANY(${statuses}) ${counts}`,
    dropouts: `FROM (${lastChange(until, `AND student IN (SELECT student FROM changes WHERE status IN ${left})`)}) c
      WHERE status IN ${left} AND effective_on BETWEEN ${from} AND ${end} ${counts}`,
  };
}

/** The last day whose changes count: the one asked for, else today within the window. */
export const lastDayOf = (request: KpiRequest, context: KpiContext, window: Window): string =>
  request.to ?? (context.today < window.to ? context.today : window.to);

function groupOf(grouping: Grouping): string {
  switch (grouping) {
    case "program":
      return "f.program_key";
    case "org_unit":
      return "coalesce(p.org_unit_key, 0)";
    case "week":
      return "f.day - (extract(isodow FROM f.day)::int - 1)";
    default:
      return "f.day";
  }
}

function toResult(rows: readonly Row[], groupings: readonly Grouping[], none: ResultCell): KpiResult {
  const timed = groupings.some(isTime);
  const cohortOf = cohortsByMember(rows, groupings, (row) => numberOf(row.enrolled));
  const cells = rows.map((row) => {
    const dropouts = numberOf(row.dropouts);
    const enrolledAtCensus = timed ? cohortOf(row) : numberOf(row.enrolled);
    const cell: ResultCell = {
      keys: row.total === 1 ? [] : keysOf(row, groupings.length),
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(dropouts, enrolledAtCensus),
      n: { students: enrolledAtCensus, exact: true },
      measures: { dropouts, enrolledAtCensus },
    };
    return { cell, dropouts };
  });
  const total = cells.find(({ cell }) => cell.keys.length === 0)?.cell ?? none;
  const groups = cells.filter(({ cell, dropouts }) => cell.keys.length > 0 && (!timed || dropouts > 0));
  return { total, groups: groups.map(({ cell }) => cell) };
}
