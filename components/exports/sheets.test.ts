import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { groupsSheet, headlineSheet } from "./figure-sheet";
import { lettersSheet } from "./letters-sheet";
import { trendSheet } from "./trend-sheet";

const answer = (part: Partial<KpiAnswer>): KpiAnswer => ({
  kpi: "attendance-rate",
  value: 0.9,
  n: 20,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "2026-1",
  watermark: { position: "1", processedThrough: null, sources: [] },
  ...part,
});
const rolls = { present: 9, late: 0, absent: 1, excused: 2 };

describe("sheets", () => {
  it("a headline is one row, with its measures and what it is compared with", () => {
    const sheet = headlineSheet(answer({ measures: rolls, nExact: false, comparison: { label: "Spring", term: "2025-1", value: 0.875 } }));
    expect(Object.fromEntries(sheet.columns.map((name, index) => [name, sheet.rows[0]?.[index]]))).toEqual({
      kpi: "attendance-rate",
      term: "2026-1",
      value: 0.9,
      n: 20,
      n_exact: false,
      suppressed: false,
      ...rolls,
      compared_with: "2025-1",
      compared_value: 0.875,
    });
  });

  it("CELL-1: a suppressed group is a row of empty cells that says so", () => {
    const groups = [
      { key: "cs", label: "Computing", value: 0.5, n: 12, suppressed: false, measures: rolls },
      { key: "ee", label: "Electronics", value: null, suppressed: true },
    ];
    const sheet = groupsSheet(answer({}), "org_unit", groups);
    expect(sheet.columns).toEqual([
      "org_unit",
      "org_unit_name",
      "value",
      "n",
      "n_exact",
      "suppressed",
      "present",
      "late",
      "absent",
      "excused",
    ]);
    expect(sheet.rows).toEqual([
      ["cs", "Computing", 0.5, 12, true, false, 9, 0, 1, 2],
      ["ee", "Electronics", null, null, null, true, null, null, null, null],
    ]);
  });

  it("two breakdowns have two pairs of columns, and what stands beside them comes last", () => {
    const groups = [{ keys: ["cs", "2026-W11"], labels: ["Computing", null], value: 0.5, suppressed: false }];
    const sheet = groupsSheet(answer({ kpi: "engagement-rate" }), "org_unit,week", groups, { columns: ["gap"], of: () => [-0.25] });
    expect(sheet.rows).toEqual([["cs", "Computing", "2026-W11", null, 0.5, null, null, false, null, null, -0.25]]);
    expect(sheet.columns.at(-1)).toBe("gap");
  });

  it("weeks have their days, and those of the term compared with beside them", () => {
    const point = { week: "2026-W11", value: null, beforeWeek: "2025-W11", before: 0.8, underWay: true };
    const own = answer({ groups: [{ key: "2026-W11", value: null, suppressed: true }] });
    expect(trendSheet([point], own, undefined).rows).toEqual([["2026-1", "2026-W11", "2026-03-09", "2026-03-15", true, null, true]]);
    expect(trendSheet([point], own, answer({ term: "2025-1" })).rows[0]?.slice(7)).toEqual(["2025-1", "2025-W11", 0.8, false]);
  });

  it("letters stand in their order with their shares; a hidden scale has no letters", () => {
    const measures = (letters: Record<string, number>) => ({ letters, gradePointCredits: 0, gradedCredits: 0 });
    expect(lettersSheet(answer({ measures: measures({ F: 1, "A+": 3 }) })).rows).toEqual([
      [null, "A+", 3, 0.75, false],
      [null, "F", 1, 0.25, false],
    ]);
    const mixed = answer({
      scales: [
        { scale: "4.5", value: 3, suppressed: false, measures: measures({ B0: 2 }) },
        { scale: "P/NP", value: null, suppressed: true },
      ],
    });
    expect(lettersSheet(mixed).rows).toEqual([
      ["4.5", "B0", 2, 1, false],
      ["P/NP", null, null, null, true],
    ]);
    expect(lettersSheet(answer({ value: null, suppressed: true })).rows).toEqual([[null, null, null, null, true]]);
  });
});
