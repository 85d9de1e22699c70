import { scopeSetting } from "@/lib/access/scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import type { Policy } from "./policy";
import type { KpiId } from "./question";
import type { KpiRequest } from "./request";

/** Where a figure is: its unit and those above it, the nearest first, and its term. */
export type TargetPlace = { units: readonly string[]; term: string | null };

/**
 * What is aimed at for a figure. A target of the nearest unit wins over those of the units above it, and those over
 * the institution's; of one unit, the target for the figure's term wins over the one for all terms.
 */
export function targetOf(policy: Pick<Policy, "targets" | "narrowTargets">, kpi: KpiId, { units, term }: TargetPlace): number | undefined {
  const fitting = policy.narrowTargets.filter((target) => target.kpi === kpi && (target.term === undefined || target.term === term));
  for (const unit of [...units, undefined]) {
    const ofUnit = fitting.filter((target) => target.orgUnit === unit);
    const found = ofUnit.find((target) => target.term !== undefined) ?? ofUnit[0];
    if (found !== undefined) return found.value;
  }
  return policy.targets[kpi];
}

/** The units that a question's figure lies in: of its section, else course, unit, program, else of a scope of one unit. */
export async function unitsOf(read: ScopedRead, request: KpiRequest): Promise<string[]> {
  const { section, course, program } = request;
  const setting = scopeSetting(read.scope);
  const [only, ...others] = "everything" in setting ? [] : setting.orgUnits;
  const orgUnit = request.orgUnit ?? (others.length === 0 ? only : undefined);
  const found = await read.query<{ id: string }>(
    `WITH RECURSIVE up AS (
       SELECT org_unit_key, parent_key, id, 0 AS depth FROM warehouse.dim_org_unit WHERE org_unit_key = coalesce(
         (SELECT org_unit_key FROM warehouse.dim_section WHERE id = $1), (SELECT org_unit_key FROM warehouse.dim_course WHERE id = $2),
         (SELECT org_unit_key FROM warehouse.dim_org_unit WHERE id = $3 AND $5), (SELECT org_unit_key FROM warehouse.dim_program WHERE id = $4),
         (SELECT org_unit_key FROM warehouse.dim_org_unit WHERE id = $3))
       UNION ALL
       SELECT above.org_unit_key, above.parent_key, above.id, depth + 1 FROM warehouse.dim_org_unit above
       JOIN up ON above.org_unit_key = up.parent_key WHERE depth < ${mostLevels}) -- a cycle in what was sent ends here
     SELECT id FROM up ORDER BY depth`,
    [section ?? null, course ?? null, orgUnit ?? null, program ?? null, request.orgUnit !== undefined],
  );
  return found.rows.map(({ id }) => id);
}

const mostLevels = 20;
