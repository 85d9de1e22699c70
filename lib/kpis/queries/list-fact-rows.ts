import type { Scope } from "@/lib/access/scope";
import { sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { dropoutWindow } from "../dropout-window";
import type { KpiId } from "../question";
import { datedTerm, type KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { countedRegistrations, lastDayOf } from "./dropout";
import { conditions, joinSections, Parameters, type Relation } from "./statement";

/** One fact behind a figure, as it stands now: what it is about, its state, and which event set it. */
export type FactRow = {
  /** Local day that it counts on; null where it has none. */
  day: string | null;
  section: string | null;
  student: string | null;
  /** Its meeting, scale or program, by kind of fact. */
  about: string | null;
  state: string;
  recordedAt: string | null;
  source: string | null;
};

/** A relation with the columns of FactRow beside those that filters read: `day`, `about`, `state`, `recorded_at`, `source`. */
const relation = (select: string, more: Partial<Relation> = {}): Relation => ({
  sql: `(${select})`,
  level: "student",
  hasUnit: true,
  hasProgram: true,
  ...more,
});

const attendance = relation(
  `SELECT a.term_key, a.section_key, a.org_unit_key, a.program_key, a.year_of_study, a.held_on, a.student, a.held_on AS day, m.id AS about,
     a.status AS state, a.recorded_at, a.source
   FROM warehouse.fact_attendance a JOIN warehouse.dim_meeting m USING (meeting_key) WHERE a.counted`,
  { dateColumn: "held_on" },
);
const meetings = relation(
  `SELECT s.term_key, m.section_key, s.org_unit_key, m.held_on, NULL::uuid AS student, m.held_on AS day, m.id AS about,
     CASE WHEN m.rolls > 0 THEN 'recorded' ELSE 'unrecorded' END AS state, m.recorded_at, m.source
   FROM warehouse.dim_meeting m JOIN warehouse.dim_section s USING (section_key)
   WHERE m.status = 'held' AND ${sectionInScope("m.section_key")}`,
  { dateColumn: "held_on", level: "section", hasProgram: false },
);
const grades = relation(
  `SELECT term_key, section_key, org_unit_key, program_key, year_of_study, student, NULL::date AS day, scale AS about, letter AS state,
     state AS posted, scale, recorded_at, source
   FROM warehouse.fact_grade`,
);
const enrolments = relation(
  `SELECT term_key, section_key, org_unit_key, program_key, year_of_study, student, effective_on AS day, NULL::text AS about, status AS state,
     recorded_at, source
   FROM warehouse.fact_enrollment`,
);

const relations: Readonly<Record<Exclude<KpiId, "dropout-rate">, Relation>> = {
  "attendance-rate": attendance,
  "attendance-coverage": meetings,
  "grade-distribution": grades,
  "mean-grade-points": grades,
  "dfw-rate": enrolments,
  "course-withdrawal-rate": enrolments,
  "engagement-rate": enrolments,
};

const everywhere: Scope = { kind: "institution" };
export const rowsOfPage = 100;

/**
 * The facts behind a figure within the read's scope, latest first, a page at a time; `more` says whether
 * others follow. Much is recorded at one moment: the order is by all that a row says, so that pages neither repeat nor
 * miss one. The read is to be under the reader's student-level scope, and row-level security holds.
 */
export async function listFactRows(
  read: ScopedRead,
  request: KpiRequest,
  context: KpiContext,
  page: number,
): Promise<{ rows: FactRow[]; more: boolean }> {
  const parameters = new Parameters();
  const sql =
    request.kpi === "dropout-rate"
      ? registrations(read, request, context, parameters)
      : facts(read, request, request.kpi, context, parameters);
  const limit = `LIMIT ${rowsOfPage + 1} OFFSET ${parameters.add(page * rowsOfPage)}::int`;
  const found = await read.query<FactRow>(
    `SELECT to_char(nullif(r.day, '-infinity'), 'YYYY-MM-DD') AS day, r.section, r.student, r.about, r.state,
       to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt", r.source
     FROM (${sql}) r ORDER BY r.recorded_at DESC NULLS LAST, r.about, r.section, r.student, r.day, r.state, r.source ${limit}`,
    parameters.values,
  );
  return { rows: found.rows.slice(0, rowsOfPage), more: found.rows.length > rowsOfPage };
}

function facts(
  read: ScopedRead,
  request: KpiRequest,
  kpi: Exclude<KpiId, "dropout-rate">,
  context: KpiContext,
  parameters: Parameters,
): string {
  const from = relations[kpi];
  // Meetings have no student that an advisor's scope could be told by: theirs are those of sections in scope.
  const scope = from === meetings ? everywhere : read.scope;
  const where = conditions(from, request, context, scope, parameters, { from: request.from ?? null, to: request.to ?? null });
  if (from === grades) {
    where.push(`f.posted = ${parameters.add(request.state ?? "final")}`);
    if (request.scale !== undefined) where.push(`f.scale = ${parameters.add(request.scale)}`);
  }
  return `SELECT f.day, s.id AS section, f.student, f.about, f.state, f.recorded_at, f.source
    FROM ${from.sql} f ${joinSections(from)} WHERE ${where.join(" AND ")}`;
}

/** What is recorded, until the figure's last day, of the students that it counts: its cohort and its dropouts. */
function registrations(read: ScopedRead, request: KpiRequest, context: KpiContext, parameters: Parameters): string {
  const term = datedTerm(context.term);
  if (term === null)
    return "SELECT NULL::date AS day, NULL AS section, NULL::uuid AS student, NULL AS about, NULL AS state, NULL::timestamptz AS recorded_at, NULL AS source WHERE false";
  const window = dropoutWindow(term, context.policy);
  const until = lastDayOf(request, context, window);
  const { changes, enrolled, dropouts } = countedRegistrations(read, request, context, window, until, parameters);
  return `
    WITH changes AS (${changes})
    SELECT f.effective_on AS day, NULL AS section, f.student, p.id AS about, f.status AS state, f.recorded_at, f.source
    FROM changes f LEFT JOIN warehouse.dim_program p USING (program_key)
    WHERE f.effective_on <= ${parameters.add(until)}::date AND f.student IN (SELECT c.student ${enrolled} UNION ALL SELECT c.student ${dropouts})`;
}
