import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { heatOf, shadeOf } from "./heat-rows";

const cell = (member: string | null, week: string, value: number | null, suppressed = false) => ({
  keys: [member, week],
  labels: [member, week],
  value,
  suppressed,
});
const answer = (groups: KpiAnswer["groups"]): KpiAnswer => ({
  kpi: "attendance-rate",
  value: null,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  watermark: { position: "1", processedThrough: null, sources: [] },
  groups: groups ?? [],
});

describe("the heat map", () => {
  it("has the lowest first, its weeks in order, and leaves out what hangs on nothing", () => {
    const heat = heatOf(
      answer([cell("high", "2026-W02", 0.9), cell("low", "2026-W01", 0.5), cell("low", "2026-W02", 0.7), cell(null, "2026-W01", 0.1)]),
    );
    expect(heat.rows.map((row) => row.key)).toEqual(["low", "high"]);
    expect(heat.weeks).toEqual(["2026-W01", "2026-W02"]);
    expect([heat.low, heat.high]).toEqual([0.5, 0.9]);
  });

  it("keeps a hidden cell apart from one without figures", () => {
    const [row] = heatOf(answer([cell("a", "2026-W01", null, true), cell("a", "2026-W02", 0.5)])).rows;
    expect(row?.values.get("2026-W01")).toBeNull();
    expect(row?.values.get("2026-W03")).toBeUndefined();
  });

  it("shades the lowest deepest and the best not at all", () => {
    expect(shadeOf(0.5, { low: 0.5, high: 0.9 })).toBeCloseTo(0.45);
    expect(shadeOf(0.9, { low: 0.5, high: 0.9 })).toBe(0);
    expect(shadeOf(0.9, { low: 0.9, high: 0.9 })).toBe(0);
  });
});
