import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { largestChanges } from "./largest-changes";

const rule = { lateWeight: 1, excused: "excluded" } as const;
const answer = (rows: [string, string, number | null, number?][]): KpiAnswer => ({
  kpi: "attendance-rate",
  value: 0.9,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  watermark: { position: "1", processedThrough: null, sources: [] },
  groups: rows.map(([unit, week, value, n = 40]) => ({
    keys: [unit, week],
    labels: [unit, week],
    value,
    n,
    suppressed: value === null,
    ...(value === null
      ? {}
      : { measures: { present: Math.round(value * n * 2), late: 0, absent: n * 2 - Math.round(value * n * 2), excused: 0 } }),
  })),
});

describe("the largest changes", () => {
  const weeks = ["2026-W43", "2026-W44", "2026-W45", "2026-W46"];
  const rows = weeks.flatMap((week, index): [string, string, number][] => [
    ["steady", week, 0.9],
    ["calm", week, 0.9],
    ["fallen", week, index === 3 ? 0.6 : 0.9],
    ["risen", week, index === 3 ? 1 : 0.9],
  ]);

  it("hold a member's last whole week against its own weeks before, pooled", () => {
    const changes = largestChanges(answer([...rows, ["steady", "2026-W47", 0.1]]), "2026-11-18", rule);
    expect(changes).toHaveLength(3);
    expect(changes.slice(0, 2).map((change) => [change.key, change.week])).toEqual([
      ["fallen", "2026-W46"],
      ["risen", "2026-W46"],
    ]);
    expect(changes[0]).toMatchObject({
      weeksBefore: ["2026-W43", "2026-W44", "2026-W45"],
      now: { numerator: 48, denominator: 80 },
      before: { numerator: 216, denominator: 240 },
    });
  });

  it("are not those of three students who happened to be away", () => {
    const few = weeks.map((week, index): [string, string, number, number] => ["few", week, index === 3 ? 0.5 : 1, 3]);
    const large = weeks.map((week, index): [string, string, number, number] => ["large", week, index === 3 ? 0.7 : 0.9, 400]);
    const changes = largestChanges(
      answer([...few, ...large, ...rows.filter(([key]) => key === "steady" || key === "calm")]),
      "2026-11-18",
      rule,
    );
    expect(changes[0]?.key).toBe("large");
  });

  it("say nothing of a member without weeks to hold it against, or whose figures are hidden", () => {
    expect(largestChanges(answer([["new", "2026-W46", 0.5]]), "2026-11-18", rule)).toEqual([]);
    expect(largestChanges(answer(weeks.map((week) => ["hidden", week, null])), "2026-11-18", rule)).toEqual([]);
  });
});
