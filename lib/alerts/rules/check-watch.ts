import type { KpiId } from "@/lib/kpis/question";
import type { Condition, Reference, Watch, Window } from "./rule-shape";

/** Each of these days has a rate of its own; the others are counts over a cohort, so far. */
const byDay: ReadonlySet<KpiId> = new Set<KpiId>(["attendance-rate", "attendance-coverage"]);
const withPrograms: ReadonlySet<KpiId> = new Set<KpiId>([
  "attendance-rate",
  "grade-distribution",
  "mean-grade-points",
  "dfw-rate",
  "dropout-rate",
  "course-withdrawal-rate",
  "engagement-rate",
]);

/** Over which days a KPI can be watched. `released`: for readers of released figures, which are by whole weeks. */
export function windowsOf(kpi: KpiId, released: boolean): readonly Window[] {
  if (!byDay.has(kpi)) return ["term"];
  return released ? ["term", "week"] : ["term", "week", "day"];
}

export function conditionsOf(kpi: KpiId): readonly Condition["when"][] {
  return byDay.has(kpi) ? ["below", "above", "fell", "rose", "off-normal", "stale"] : ["below", "above", "fell", "rose", "stale"];
}

export function referencesOf(kpi: KpiId, over: Window): readonly Reference[] {
  return byDay.has(kpi) && over === "week" ? ["previous-term", "previous-year", "week-before"] : ["previous-term", "previous-year"];
}

export const takesProgram = (kpi: KpiId, released: boolean): boolean => withPrograms.has(kpi) && !released;

export type WatchProblem = { field: string; rule: "allowed" | "band" };

/** What does not go together in a rule; null where all does. */
export function problemOf({ kpi, over, condition, program, band }: Watch, released: boolean): WatchProblem | null {
  if (!conditionsOf(kpi).includes(condition.when)) return { field: "watch.condition.when", rule: "allowed" };
  if (!windowsOf(kpi, released).includes(over)) return { field: "watch.over", rule: "allowed" };
  if (condition.when === "off-normal" && over !== "week") return { field: "watch.over", rule: "allowed" };
  if ("against" in condition && !referencesOf(kpi, over).includes(condition.against))
    return { field: "watch.condition.against", rule: "allowed" };
  if (program !== null && !takesProgram(kpi, released)) return { field: "watch.program", rule: "allowed" };
  // What is sure of a deviation is never less than none: with a wider band such a rule would fire once and never again.
  if (condition.when === "off-normal" && band > condition.by) return { field: "watch.band", rule: "band" };
  return condition.when === "stale" && band !== 0 ? { field: "watch.band", rule: "band" } : null;
}
