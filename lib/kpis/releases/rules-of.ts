import { definitionOf } from "../definitions";
import { optionAt } from "../policy";
import { rulesIn } from "../policy-versions";
import type { KpiContext } from "../read-context";
import type { Figure } from "./named-counts";

/** What of the policy a KPI's numbers hang on: of attendance how marks count from which day on, of others the options of its figure. */
export function rulesOf({ kpi }: Figure, { policies, policy }: Pick<KpiContext, "policies" | "policy">): unknown {
  if (kpi === "attendance-rate") return rulesIn(policies, null, null).map(({ from, rule }) => [from, rule.lateWeight, rule.excused]);
  return definitionOf(kpi).policyOptions.map((path) => optionAt(policy, path));
}
