import { describe, expect, it } from "vitest";
import { targetOf } from "./targets";

const policy = {
  targets: { "attendance-rate": 0.9 },
  narrowTargets: [
    { kpi: "attendance-rate" as const, term: "2026-2", value: 0.91 },
    { kpi: "attendance-rate" as const, orgUnit: "eng", value: 0.92 },
    { kpi: "attendance-rate" as const, orgUnit: "eng", term: "2026-2", value: 0.93 },
    { kpi: "attendance-rate" as const, orgUnit: "cs", value: 0.94 },
    { kpi: "dropout-rate" as const, orgUnit: "cs", value: 0.02 },
  ],
};

describe("a target", () => {
  it.each([
    ["of the institution", [], "2026-1", 0.9],
    ["of the institution in a term", [], "2026-2", 0.91],
    ["of a unit", ["eng", "uni"], "2026-1", 0.92],
    ["of a unit in a term before that of the unit", ["eng", "uni"], "2026-2", 0.93],
    ["of the nearest unit, though the one above has one for the term", ["cs", "eng", "uni"], "2026-2", 0.94],
    ["of the unit above where there is none of its own", ["ee", "eng", "uni"], "2026-1", 0.92],
    ["without a term", ["hum", "uni"], null, 0.9],
  ])("is %s", (_, units, term, expected) => {
    expect(targetOf(policy, "attendance-rate", { units, term })).toBe(expected);
  });

  it("there is none for another KPI, but where a unit has one", () => {
    expect(targetOf(policy, "dropout-rate", { units: ["eng"], term: "2026-2" })).toBeUndefined();
    expect(targetOf(policy, "dropout-rate", { units: ["cs"], term: "2026-2" })).toBe(0.02);
  });
});
