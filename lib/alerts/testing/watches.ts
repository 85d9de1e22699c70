import type { KpiAnswer, KpiGroup } from "@/lib/kpis/answer";
import type { Watch } from "../rules/rule-shape";

/** A rule as somebody would write it; what is tested is said in the test. */
export const watchOf = (some: Partial<Watch> = {}): Watch => ({
  kpi: "attendance-rate",
  place: { kind: "own" },
  program: null,
  over: "term",
  condition: { when: "below", value: 0.8 },
  band: 0.02,
  minimumN: 0,
  minimumMinutes: 0,
  ...some,
});

const watermark: KpiAnswer["watermark"] = { position: "1", processedThrough: "2026-03-18T00:00:00.000Z", sources: [] };

export const answerOf = (some: Partial<KpiAnswer> = {}): KpiAnswer => ({
  kpi: "attendance-rate",
  value: 0.9,
  n: 100,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  watermark,
  ...some,
});

/** A week of so many students with ten marks each. */
export const weekGroup = (key: string, value: number, n: number): KpiGroup => ({
  key,
  value,
  n,
  suppressed: false,
  measures: { present: Math.round(value * n * 10), late: 0, absent: n * 10 - Math.round(value * n * 10), excused: 0 },
});
