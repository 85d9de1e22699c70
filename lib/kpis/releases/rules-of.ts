import { definitionOf } from "../definitions";
import { optionAt } from "../policy";
import type { KpiContext } from "../read-context";
import type { Figure } from "./named-counts";

/**
 * What of the policy the counts of a figure hang on: the options of its definition. How marks count is no such thing, for they are kept
 * as marks and weighed when they are read: a new rule is no way around what was released of them.
 */
export function rulesOf({ kpi }: Figure, { policy }: Pick<KpiContext, "policy">): unknown {
  return kpi === "attendance-rate" ? [] : definitionOf(kpi).policyOptions.map((path) => optionAt(policy, path));
}
