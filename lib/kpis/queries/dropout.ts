import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Policy } from "../policy";
import type { KpiContext, Term } from "../read-context";
import type { Grouping, KpiRequest } from "../request";
import { type KpiResult, keysOf, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { labelled, Parameters, scopeLevelOf } from "./statement";

export type Window = { from: string; to: string; census: string };

/** The window and census day that the policy gives a term (kpis.md, dropout rate). */
export function dropoutWindow(term: Term, policy: Policy): Window {
  const year = Number(term.startsOn.slice(0, 4)) - (Number(term.startsOn.slice(5, 7)) < 3 ? 1 : 0);
  const lastOfFebruary = new Date(Date.UTC(year + 1, 2, 0)).toISOString().slice(0, 10);
  const korean = policy.dropout.window === "korean-year";
  return {
    from: korean ? `${year}-03-01` : term.startsOn,
    to: korean ? lastOfFebruary : term.endsOn,
    census: policy.dropout.census === "april-1" ? `${year}-04-01` : term.censusOn,
  };
}

const isTime = (grouping: Grouping) => grouping === "date" || grouping === "week";

/** Dropouts so far over students enrolled at census. n is the denominator: it counts students itself. */
export async function queryDropout(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const none: ResultCell = {
    keys: [],
    labels: [],
    value: null,
    n: { students: 0, exact: true },
    measures: { dropouts: 0, enrolledAtCensus: 0 },
  };
  if (context.term === null) return { total: none, groups: [] };
  const groupings = request.groupBy ?? [];
  const window = dropoutWindow(context.term, context.policy);
  const parameters = new Parameters();
  const from = `${parameters.add(window.from)}::date`;
  const end = `${parameters.add(window.to)}::date`;
  const census = `${parameters.add(window.census)}::date`;
  const until = `${parameters.add(request.to ?? (context.today < window.to ? context.today : window.to))}::date`;
  const statuses = `${parameters.add(context.policy.dropout.countLeave ? ["enrolled", "leave"] : ["enrolled"])}::text[]`;
  const lastChange = (day: string, also = "") => `
    SELECT DISTINCT ON (student) student, status, effective_on, program_key FROM changes WHERE effective_on <= ${day} ${also}
    ORDER BY student, effective_on DESC, starts_on DESC, term_id DESC`;
  const groups = groupings.map((grouping) => groupOf(grouping));
  const columns = groups.map((sql, index) => `${sql} AS g${index + 1}`);
  const sql = `
    WITH changes AS (
      SELECT r.student, r.status, r.effective_on, r.program_key, t.starts_on, t.id AS term_id
      FROM warehouse.fact_registration r JOIN warehouse.dim_term t ON t.term_key = r.term_key
      WHERE t.starts_on BETWEEN ${from} AND ${end} ${cohort(read, context, parameters, census)}),
    counted AS (
      SELECT program_key, NULL::date AS day, 0 AS dropouts, 1 AS enrolled FROM (${lastChange(census)}) c WHERE status = ANY(${statuses})
      UNION ALL
      SELECT program_key, effective_on, 1, 0 FROM (${lastChange(until, "AND student IN (SELECT student FROM changes WHERE status IN ('withdrawn', 'dismissed'))")}) d
      WHERE status IN ('withdrawn', 'dismissed') AND effective_on BETWEEN ${from} AND ${end})
    SELECT ${[...columns, groups.length === 0 ? "1 AS total" : `GROUPING(${groups[0]}) AS total`].join(", ")},
      coalesce(sum(dropouts), 0)::int AS dropouts, coalesce(sum(enrolled), 0)::int AS enrolled
    FROM counted f LEFT JOIN warehouse.dim_program p ON p.program_key = f.program_key
    ${groups.length === 0 ? "" : `GROUP BY GROUPING SETS ((${groups.join(", ")}), ())`}`;
  const rows = await read.query<Row>(labelled(sql, groupings, korean), parameters.values);
  return toResult(rows.rows, groupings, none);
}

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

/** Whose registrations count: by program under units, by enrolment at census under courses and sections. */
function cohort(read: ScopedRead, context: KpiContext, parameters: Parameters, census: string): string {
  const list: string[] = [];
  const level = scopeLevelOf(read.scope);
  const place: string[] = [];
  if (context.section !== null) place.push(`e.section_key = ${parameters.add(context.section)}::int`);
  if (context.course !== null) {
    place.push(
      `e.section_key IN (SELECT section_key FROM warehouse.dim_section WHERE course_key = ${parameters.add(context.course)}::int)`,
    );
  }
  if (place.length > 0 || level === "sections") {
    const own = level === "everything" ? "true" : "e.section_key = ANY((SELECT warehouse.scope_sections())::int[])";
    list.push(`r.student IN (SELECT e.student FROM warehouse.fact_enrollment e
      WHERE ${[own, ...place].join(" AND ")} AND e.term_key = ${parameters.add(context.term?.termKey ?? -1)}::int
        AND NOT (e.status = 'withdrawn' AND e.effective_on < ${census}))`);
  } else if (level === "units") list.push("r.program_key = ANY((SELECT warehouse.scope_programs())::int[])");
  if (level === "students") {
    list.push(`(r.student = ANY((SELECT warehouse.scope_advisees())::uuid[]) OR r.student IN (SELECT warehouse.scope_students()))`);
  }
  if (context.orgUnits !== null) {
    list.push(
      `r.program_key IN (SELECT program_key FROM warehouse.dim_program WHERE org_unit_key = ANY(${parameters.add(context.orgUnits)}::int[]))`,
    );
  }
  if (context.program !== null) list.push(`r.program_key = ${parameters.add(context.program)}::int`);
  return list.map((condition) => `AND ${condition}`).join(" ");
}

function toResult(rows: readonly Row[], groupings: readonly Grouping[], none: ResultCell): KpiResult {
  const timed = groupings.some(isTime);
  const whole = numberOf(rows.find((row) => row.total === 1)?.enrolled);
  const cells = rows.map((row): ResultCell => {
    const dropouts = numberOf(row.dropouts);
    const enrolledAtCensus = timed ? whole : numberOf(row.enrolled);
    return {
      keys: row.total === 1 ? [] : keysOf(row, groupings.length),
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(dropouts, enrolledAtCensus),
      n: { students: enrolledAtCensus, exact: true },
      measures: { dropouts, enrolledAtCensus },
    };
  });
  const total = cells.find((cell) => cell.keys.length === 0) ?? none;
  const counts = (cell: ResultCell): Record<string, unknown> => cell.measures;
  return { total, groups: cells.filter((cell) => cell.keys.length > 0 && (!timed || numberOf(counts(cell).dropouts) > 0)) };
}
