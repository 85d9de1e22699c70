import type { KpiAnswer } from "@/lib/kpis/answer";

/** An answer with one figure and as many groups as asked for, all told by `value`. */
export function answerAt(position: number, value: number, groups = 0): KpiAnswer {
  return {
    kpi: "attendance-rate",
    value,
    unit: "ratio",
    policyVersion: 1,
    suppressed: false,
    term: "t",
    watermark: { position: String(position), processedThrough: null, sources: [] },
    ...(groups === 0
      ? {}
      : { groups: Array.from({ length: groups }, (_, index) => ({ key: `g${index}`, value: value + index, suppressed: false })) }),
  };
}
