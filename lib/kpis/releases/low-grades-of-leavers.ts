import type { ScopedRead } from "@/lib/access/scoped-read";
import { numberOf, type Row } from "../queries/result";
import { conditions, labelled, Parameters, type Relation, summed } from "../queries/statement";
import type { KpiContext } from "../read-context";
import type { KpiRequest } from "../request";
import type { Figure, LeafCounts } from "./named-counts";

const leavers: Relation = {
  sql: `(SELECT term_key, section_key, org_unit_key, program_key, year_of_study, student, low_state
    FROM warehouse.fact_enrollment WHERE status = 'withdrawn' AND low_state IS NOT NULL)`,
  level: "student",
  hasUnit: true,
  hasProgram: true,
};

const nameOf = (state: string) => `low ${state} grades of those who left`;

/** The name of their count that a figure tells of beside its letters; null where it is no DFW rate. */
export const lowGradesOfLeavers = ({ kpi, state }: Figure): string | null => (kpi === "dfw-rate" ? nameOf(state ?? "final") : null);

/**
 * How many of every section of the scope hold a failing or low letter and have left: the letters count them, and a DFW rate counts
 * them as withdrawn, so that both together tell of them.
 */
export async function readLowGradesOfLeavers(read: ScopedRead, request: KpiRequest, context: KpiContext): Promise<LeafCounts> {
  const parameters = new Parameters();
  const where = conditions(leavers, request, context, read.scope, parameters);
  const grouped = summed(leavers, ["section"], "count(*)::int AS students", where, ["f.low_state"]);
  const { rows } = await read.query<Row>(labelled(grouped, ["section"], false), parameters.values);
  const ofSections = Map.groupBy(
    rows.filter(({ total }) => total !== 1),
    (row) => row.k1 ?? null,
  );
  const named = (row: Row) => [nameOf(String(row.low_state)), numberOf(row.students)] as const;
  return new Map([...ofSections].map(([section, all]) => [section, new Map(all.map(named))]));
}
