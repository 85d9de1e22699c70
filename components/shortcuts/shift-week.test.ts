import { describe, expect, it } from "vitest";
import { shiftWeek } from "./shift-week";

/** Weeks 10 to 25. */
const term = { startsOn: "2026-03-02", endsOn: "2026-06-19" };
const today = "2026-03-20";

describe("shiftWeek", () => {
  it("goes back from the whole term to the latest week, and week by week to the first", () => {
    expect(shiftWeek(null, -1, term, today)).toEqual({ week: "2026-W12" });
    expect(shiftWeek("2026-W12", -1, term, today)).toEqual({ week: "2026-W11" });
    expect(shiftWeek("2026-W10", -1, term, today)).toBe("stay");
  });

  it("goes on to the latest week, and from there to the whole term", () => {
    expect(shiftWeek("2026-W11", 1, term, today)).toEqual({ week: "2026-W12" });
    expect(shiftWeek("2026-W12", 1, term, today)).toEqual({ week: null });
    expect(shiftWeek(null, 1, term, today)).toBe("stay");
  });

  it("ends with the term that is over, and begins with one that has not begun", () => {
    expect(shiftWeek(null, -1, term, "2027-01-01")).toEqual({ week: "2026-W25" });
    expect(shiftWeek(null, -1, term, "2026-01-01")).toEqual({ week: "2026-W10" });
    expect(shiftWeek("2020-W01", 1, term, today)).toEqual({ week: null });
  });
});
