import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { largestChanges } from "./largest-changes";

const answer = (rows: [string, string, number | null][]): KpiAnswer => ({
  kpi: "attendance-rate",
  value: 0.9,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "t",
  watermark: { position: "1", processedThrough: null, sources: [] },
  groups: rows.map(([unit, week, value]) => ({ keys: [unit, week], labels: [unit, week], value, n: 40, suppressed: false })),
});

describe("the largest changes", () => {
  const weeks = ["2026-W43", "2026-W44", "2026-W45", "2026-W46"];
  const rows = weeks.flatMap((week, index): [string, string, number][] => [
    ["steady", week, 0.9],
    ["fallen", week, index === 3 ? 0.7 : 0.9],
    ["risen", week, index === 3 ? 0.95 : 0.9],
  ]);

  it("hold a member's last whole week against its own weeks before", () => {
    const changes = largestChanges(answer([...rows, ["steady", "2026-W47", 0.1]]), "2026-11-18", 10);
    expect(changes.map((change) => [change.key, change.week])).toEqual([
      ["fallen", "2026-W46"],
      ["risen", "2026-W46"],
      ["steady", "2026-W46"],
    ]);
    expect(changes[0]?.usual).toBeCloseTo(0.9);
  });

  it("say nothing of a member without weeks to hold it against, or of too few students", () => {
    expect(largestChanges(answer([["new", "2026-W46", 0.5]]), "2026-11-18", 10)).toEqual([]);
    expect(largestChanges(answer(rows), "2026-11-18", 41)).toEqual([]);
  });
});
