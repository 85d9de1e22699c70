import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { type KpiResult, keysOf, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, Parameters, type Relation, summed } from "./statement";

/** Students enrolled in a section on a day, and of them those with any activity in the seven days that end with it. */
export async function queryEngagement(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const none: ResultCell = { keys: [], labels: [], value: null, n: { students: 0, exact: true }, measures: { active: 0, enrolled: 0 } };
  if (context.term === null) return { total: none, groups: [] };
  const groupings = request.groupBy ?? [];
  const parameters = new Parameters();
  const { endsOn } = context.term;
  const lastDay = endsOn === null || context.today < endsOn ? context.today : endsOn;
  const day = `${parameters.add(request.to ?? lastDay)}::date`;
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
  const measures = "count(DISTINCT f.student)::int AS enrolled, count(DISTINCT f.active)::int AS active";
  const rows = await read.query<Row>(labelled(summed(relation, groupings, measures, where), groupings, korean), parameters.values);
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
