import type { KpiId } from "../question";
import type { KpiContext } from "../read-context";
import type { Figure } from "./named-counts";
import type { Facts } from "./read-touches";

/** Whose facts a KPI counts, by the names of the feed's families; none where it counts no students. */
export const touchFamilies: Readonly<Record<KpiId, readonly string[]>> = {
  "attendance-rate": ["attendance"],
  "attendance-coverage": [],
  "grade-distribution": ["grade"],
  "mean-grade-points": ["grade"],
  "dfw-rate": ["enrollment"],
  "dropout-rate": ["registration"],
  "course-withdrawal-rate": ["enrollment"],
  "engagement-rate": ["enrollment", "activity"],
};

/** What a figure counts in its term. Dropouts in a window of several terms are counted in all of them. */
export function factsOf({ kpi, state }: Figure, { term, policy }: Pick<KpiContext, "term" | "policy">): Facts {
  const inOneTerm = kpi !== "dropout-rate" || policy.dropout.window === "term";
  return {
    families: touchFamilies[kpi],
    term: inOneTerm ? (term?.termKey ?? null) : null,
    state: kpi === "grade-distribution" ? (state ?? "final") : null,
  };
}
