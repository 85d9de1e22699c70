import { describe, expect, it } from "vitest";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { inOtherTerm, otherTermViewOf } from "./other-term-view";

const term = (id: string, startsOn: string, endsOn: string, underWay: boolean) => ({ id, name: id, startsOn, endsOn, underWay });
const shell = {
  terms: [term("now", "2026-03-02", "2026-06-19", true), term("then", "2025-03-03", "2025-06-20", false)],
  currentTerm: "now",
  today: "2026-03-18",
};
const answer = (other: string | undefined): KpiAnswer => ({
  kpi: "attendance-rate",
  value: 0.9,
  unit: "ratio",
  policyVersion: 1,
  suppressed: false,
  term: "now",
  comparison: { label: "", value: null, ...(other === undefined ? {} : { term: other }) },
  watermark: { position: "1", processedThrough: null, sources: [] },
});
const view = { kpi: "attendance-rate", groupBy: "course", compare: "previous-year" } as const;

describe("what a breakdown is held against", () => {
  it("is the other term up to the same week, while this one is under way", () => {
    expect(otherTermViewOf(view, answer("then"), shell)).toEqual({
      kpi: "attendance-rate",
      groupBy: "course",
      term: "then",
      to: "2025-03-23",
    });
  });

  it("is all of it once this one is over", () => {
    expect(otherTermViewOf(view, answer("then"), { ...shell, today: "2026-07-01" })).toEqual({
      kpi: "attendance-rate",
      groupBy: "course",
      term: "then",
    });
  });

  it("is the week at the same place where the view is narrowed to one", () => {
    const week = { ...view, from: "2026-03-09", to: "2026-03-15" };
    expect(otherTermViewOf(week, answer("then"), shell)).toMatchObject({ term: "then", from: "2025-03-10", to: "2025-03-16" });
  });

  it("is nothing where there is no such term", () => expect(otherTermViewOf(view, answer(undefined), shell)).toBeNull());

  it("a view of another term compares with nothing more", () =>
    expect(inOtherTerm(view, "then")).toEqual({ kpi: "attendance-rate", groupBy: "course", term: "then" }));
});
