import type { KpiAnswer } from "./answer";

/** By how much a figure is more than what it is compared with, over the same days of both; null where there is nothing to compare. */
export function gapTo({ value, comparison }: Pick<KpiAnswer, "value" | "comparison">): number | null {
  const own = comparison?.own ?? value;
  if (own === null || comparison === undefined || comparison.value === null) return null;
  return own - comparison.value;
}
