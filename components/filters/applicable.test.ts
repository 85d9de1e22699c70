import { describe, expect, it } from "vitest";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import type { ViewQuery } from "@/lib/live/protocol";
import { applicable, unappliedTo } from "./applicable";
import type { PageFilters } from "./page-filters";

const filters: PageFilters = {
  term: null,
  week: null,
  from: "2026-03-02",
  to: "2026-03-08",
  program: "p",
  yearOfStudy: null,
  compare: "previous-year",
  asOf: null,
};
const told = (view: ViewQuery) => unappliedTo(applicable(view), filters);

describe("filters that a KPI lacks", () => {
  it("are taken out of the question and said, for every KPI", () => {
    for (const { id, filters: known } of kpiDefinitions) {
      const view: ViewQuery = { kpi: id, term: "t", program: "p" };
      expect(applicable(view), id).toEqual(known.includes("program") ? view : { kpi: id, term: "t" });
      expect(told(view).includes("program"), id).toBe(!known.includes("program"));
    }
  });

  it("a distribution is of the whole term, a dropout rate is as of a day, a rate of meetings follows the days", () => {
    expect(told({ kpi: "grade-distribution", program: "p" })).toEqual(["range"]);
    expect(told({ kpi: "dropout-rate", program: "p", to: "2026-03-08" })).toEqual(["from"]);
    expect(told({ kpi: "attendance-rate", program: "p", from: "2026-03-02", to: "2026-03-08" })).toEqual([]);
    expect(told({ kpi: "attendance-coverage", from: "2026-03-02", to: "2026-03-08" })).toEqual(["program"]);
  });

  it("a breakdown by weeks shows each week, whatever the range", () => {
    expect(told({ kpi: "dropout-rate", program: "p", groupBy: "week" })).toEqual([]);
  });

  it("nothing is said where nothing is narrowed", () => {
    const open = { ...filters, from: null, to: null, program: null };
    expect(unappliedTo({ kpi: "grade-distribution" }, open)).toEqual([]);
  });
});
