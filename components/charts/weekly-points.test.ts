import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { hidesWeeks, weeklyPoints } from "./weekly-points";

const answer = (kpi: string, groups: KpiAnswer["groups"], measures = {}): KpiAnswer => ({
  kpi,
  value: 0.5,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  measures,
  watermark: { position: "1", processedThrough: null, sources: [] },
  groups: groups ?? [],
});
const autumn = { startsOn: "2026-09-07", endsOn: "2026-10-04" };
const lastYear = { startsOn: "2025-09-08", endsOn: "2025-10-05" };
const week = (key: string, value: number | null, measures = {}) => ({ key, value, suppressed: false, measures });

describe("weekly points", () => {
  it("stand beside the same week of the other term, and leave a gap where there is nothing", () => {
    const now = { answer: answer("attendance-rate", [week("2026-W37", 0.9), week("2026-W38", 0.8)]), days: autumn };
    const before = { answer: answer("attendance-rate", [week("2025-W38", 0.7)]), days: lastYear };
    const points = weeklyPoints(now, before, "2026-09-16");
    expect(points.map((point) => [point.week, point.value, point.beforeWeek, point.before])).toEqual([
      ["2026-W37", 0.9, "2025-W37", null],
      ["2026-W38", 0.8, "2025-W38", 0.7],
      ["2026-W39", null, "2025-W39", null],
      ["2026-W40", null, "2025-W40", null],
    ]);
    expect(points.filter((point) => point.underWay).map((point) => point.week)).toEqual(["2026-W38"]);
  });

  it("of counts add up to the rate, stand still in weeks without any, and end today", () => {
    const groups = [week("2026-W37", 0.01, { dropouts: 1 }), week("2026-W39", 0.02, { dropouts: 2 })];
    const now = { answer: answer("dropout-rate", groups, { enrolledAtCensus: 100 }), days: autumn };
    expect(weeklyPoints(now, null, "2026-09-23").map((point) => point.value)).toEqual([0.01, 0.01, 0.03, null]);
  });

  it("of counts are not drawn where a week is hidden", () => {
    const hidden = answer("dropout-rate", [{ key: "2026-W37", value: null, suppressed: true }], { enrolledAtCensus: 100 });
    expect(hidesWeeks(hidden)).toBe(true);
    expect(weeklyPoints({ answer: hidden, days: autumn }, null, "2026-09-23").every((point) => point.value === null)).toBe(true);
  });
});
