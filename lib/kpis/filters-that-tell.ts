import { definitionOf } from "./definitions";
import type { KpiResult } from "./queries/result";
import type { Grouping } from "./question";
import type { KpiContext } from "./read-context";
import type { KpiRequest } from "./request";
import { hiddenScales, tellsOfHidden } from "./suppress";

type Ask = (request: KpiRequest, context: KpiContext) => Promise<KpiResult>;
type Place = "section" | "course" | "program" | "orgUnit";

const groupingOf: Readonly<Record<Place, Grouping>> = { section: "section", course: "course", program: "program", orgUnit: "org_unit" };

/**
 * Whether a filter asks for what is hidden in the breakdown by that filter: a group that was hidden so that
 * another could not be told by subtraction must not be had by naming it (CELL-1).
 */
export async function filtersTell(ask: Ask, request: KpiRequest, context: KpiContext): Promise<boolean> {
  const definition = definitionOf(request.kpi);
  const threshold = context.policy.suppression.threshold;
  const { groupBy: _, ...asked } = request;
  for (const place of ["section", "course", "program", "orgUnit"] as const) {
    const id = asked[place];
    const grouping = groupingOf[place];
    if (id === undefined || !definition.groupings.includes(grouping)) continue;
    const { [place]: __, ...wider } = asked;
    const cleared = place === "orgUnit" ? { ...context, orgUnits: null } : { ...context, [place]: null };
    const breakdown = await ask({ ...wider, groupBy: [grouping] }, cleared);
    const members = place === "orgUnit" ? keysOf(await ask({ ...asked, groupBy: [grouping] }, context)) : new Set([id]);
    if (tellsOfHidden(definition, breakdown, (key) => key !== null && members.has(key), threshold)) return true;
  }
  if (asked.scale === undefined) return false;
  const { scale, ...anyScale } = asked;
  const { total } = await ask(anyScale, context);
  const index = (total.scales ?? []).findIndex((one) => one.scale === scale);
  return index >= 0 && hiddenScales(definition, total, threshold).has(index);
}

const keysOf = (result: KpiResult) => new Set(result.groups.flatMap(({ keys }) => keys[0] ?? []));
