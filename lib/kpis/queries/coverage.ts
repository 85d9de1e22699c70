import { sectionInScope } from "@/lib/access/scope-sql";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import { rangeOf } from "./attendance";
import { isTime, type KpiResult, keysOf, labelsOf, numberOf, type ResultCell, type Row, ratio } from "./result";
import { conditions, labelled, needsSections, Parameters, type Relation, scopeLevelOf, summed, termOf } from "./statement";

/** Meetings of an advisor's students: those that any of them is on the roll of, or was expected at. */
const advisedMeetings = `(SELECT c.* FROM warehouse.cell_meeting c WHERE ${sectionInScope("c.section_key")})`;

export async function queryCoverage(read: ScopedRead, request: KpiRequest, context: KpiContext, korean: boolean): Promise<KpiResult> {
  const groupings = request.groupBy ?? [];
  const sections = needsSections(request, read.scope);
  const advised = scopeLevelOf(read.scope) === "students";
  const dated = request.from !== undefined || request.to !== undefined || groupings.some(isTime);
  const bySection = dated ? "warehouse.cell_meeting" : "warehouse.cell_meeting_section";
  const relation: Relation = {
    sql: advised ? advisedMeetings : sections ? bySection : "warehouse.cell_meeting_unit",
    level: sections ? "section" : "unit",
    hasUnit: !sections,
    hasProgram: false,
    dateColumn: "held_on",
  };
  const parameters = new Parameters();
  // The relation of an advisor is in scope by itself: a meeting has no student to compare.
  const scope = advised ? ({ kind: "institution" } as const) : read.scope;
  const where = conditions(relation, request, context, scope, parameters, rangeOf(request));
  const measures = "coalesce(sum(f.recorded), 0)::int AS recorded, coalesce(sum(f.held), 0)::int AS held";
  const beside = { term: termOf(request, context, parameters) };
  const rows = await read.query<Row>(labelled(summed(relation, groupings, measures, where), groupings, korean, beside), parameters.values);
  const cells = rows.rows.map((row): ResultCell => {
    const recordedMeetings = numberOf(row.recorded);
    const heldMeetings = numberOf(row.held);
    return {
      keys: row.total === 1 ? [] : keysOf(row, groupings.length),
      labels: row.total === 1 ? [] : labelsOf(row, groupings.length),
      value: ratio(recordedMeetings, heldMeetings),
      n: null,
      measures: { recordedMeetings, heldMeetings },
    };
  });
  const [total, ...groups] = cells;
  return {
    total: total ?? { keys: [], labels: [], value: null, n: null, measures: { recordedMeetings: 0, heldMeetings: 0 } },
    groups: groups.filter((group) => Object.values(group.measures).some((count) => count !== 0)),
  };
}
