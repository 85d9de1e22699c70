import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { keptMembers } from "./kept-students";
import { type KpiResult, keysOf, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, groupExpression, labelled, Parameters, type Relation, summed, termOf } from "./statement";

/** Students enrolled in a section on a day, and of them those with any activity in the seven days that end with it. */
export async function queryEngagement(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const none: ResultCell = { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: { active: 0, enrolled: 0 } };
  if (context.term === null) return { total: none, groups: [] };
  const groupings = request.groupBy ?? [];
  const parameters = new Parameters();
  const { endsOn } = context.term;
  const day = request.to ?? (endsOn === null || context.today < endsOn ? context.today : endsOn);
  const counts = fromKept(read, request, context, day, parameters) ?? fromFacts(read, request, context, day, parameters);
  const rows = await read.query<Row>(
    labelled(counts, groupings, korean, { term: termOf(request, context, parameters) }),
    parameters.values,
  );
  const cells = rows.rows.map((row): ResultCell => {
    const enrolled = numberOf(row.enrolled);
    const active = numberOf(row.active);
    return {
      keys: row.total === 1 ? [] : keysOf(row, groupings.length),
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(active, enrolled),
      n: { students: enrolled, exact: true },
      measures: { active, enrolled },
    };
  });
  const [total, ...groups] = cells;
  return { total: total ?? none, groups };
}

/** Sections as a relation: they tell which members of a dimension are asked for. */
const sections: Relation = { sql: "warehouse.dim_section", level: "unit", hasUnit: true, hasProgram: false };

/** The counts that are kept for the days of a term; null where the question is about others, or about parts of members. */
function fromKept(read: ScopedRead, request: KpiRequest, context: KpiContext, day: string, parameters: Parameters): string | null {
  const { startsOn, endsOn, termKey } = context.term ?? { startsOn: null, endsOn: null, termKey: -1 };
  if (startsOn === null || endsOn === null || day < startsOn || day > endsOn) return null;
  const [grouping] = request.groupBy ?? [];
  const { whole, group } = keptMembers(request, context, read);
  if (whole === null || (grouping !== undefined && group === null)) return null;
  const term = `${parameters.add(termKey)}::int`;
  const on = `${parameters.add(day)}::date`;
  const wholeKind = parameters.add(whole.kind);
  const total = `SELECT NULL::int AS g1, 1 AS total, ${wholeKind} AS kind, ${whole.key(parameters)} AS member_key`;
  const members = group === null ? "" : `UNION ALL ${membersOf(read, request, context, group, parameters)}`;
  const kinds = group === null ? wholeKind : `${wholeKind}, '${group}'`;
  return `SELECT member.g1, member.total, coalesce(enrolled.students, 0) AS enrolled, coalesce(active.students, 0) AS active
    FROM (${total} ${members}) member
    LEFT JOIN (SELECT kind, member_key, sum(students)::int AS students FROM warehouse.cell_student_days
      WHERE term_key = ${term} AND what = 'enrolled' AND kind IN (${kinds}) AND day <= ${on} GROUP BY kind, member_key) enrolled
      ON enrolled.kind = member.kind AND enrolled.member_key = member.member_key
    LEFT JOIN warehouse.cell_student_days active ON active.term_key = ${term} AND active.what = 'active'
      AND active.kind = member.kind AND active.day = ${on} AND active.member_key = member.member_key
    WHERE member.total = 1 OR enrolled.students > 0`;
}

type Kind = NonNullable<ReturnType<typeof keptMembers>["group"]>;

function membersOf(read: ScopedRead, request: KpiRequest, context: KpiContext, kind: Kind, parameters: Parameters): string {
  // Programs are asked for as such by who sees everything; who counts under none counts under key 0.
  if (kind === "program") {
    return "SELECT key, 0, 'program', key FROM (SELECT program_key AS key FROM warehouse.dim_program UNION ALL SELECT 0) program";
  }
  const where = conditions(sections, request, context, read.scope, parameters);
  const key = kind === "course" ? "f.course_key" : groupExpression(kind, sections);
  return `SELECT ${key}, 0, '${kind}', ${key} FROM warehouse.dim_section f WHERE ${where.join(" AND ")} GROUP BY ${key}`;
}

function fromFacts(read: ScopedRead, request: KpiRequest, context: KpiContext, onDay: string, parameters: Parameters): string {
  const day = `${parameters.add(onDay)}::date`;
  const relation: Relation = {
    sql: `(SELECT e.term_key, e.section_key, e.org_unit_key, e.program_key, e.year_of_study, e.student, a.student AS active
      FROM warehouse.fact_enrollment e
      LEFT JOIN (SELECT DISTINCT student FROM warehouse.cell_activity_student
        WHERE day BETWEEN ${day} - 6 AND ${day} AND observations > 0) a ON a.student = e.student
      WHERE CASE WHEN e.status = 'enrolled' THEN e.effective_on <= ${day} ELSE e.effective_on > ${day} END)`,
    level: "student",
    hasUnit: true,
    hasProgram: true,
  };
  const where = conditions(relation, request, context, read.scope, parameters);
  return summed(
    relation,
    request.groupBy ?? [],
    "count(DISTINCT f.student)::int AS enrolled, count(DISTINCT f.active)::int AS active",
    where,
  );
}
