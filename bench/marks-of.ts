import type { KpiAnswer } from "@/lib/kpis/answer";

/** How many marks a figure of attendance counts. */
export const marksOf = ({ measures }: Pick<KpiAnswer, "measures">): number =>
  Object.values(measures ?? {}).reduce<number>((sum, count) => sum + (typeof count === "number" ? count : 0), 0);
