import { describe, expect, it } from "vitest";
import { daysOfWeek, weekOf, weeksBetween } from "./weeks";

describe("ISO weeks", () => {
  it("belong to the year of their Thursday", () => {
    expect(weekOf("2027-01-01")).toBe("2026-W53");
    expect(weekOf("2024-12-30")).toBe("2025-W01");
  });

  it("give back their days", () => {
    expect(daysOfWeek("2026-W46")).toEqual({ from: "2026-11-09", to: "2026-11-15" });
    expect(daysOfWeek("2026-W53")).toEqual({ from: "2026-12-28", to: "2027-01-03" });
  });

  it.each(["2025-W53", "2026-W00", "2026-46", "2026-W460", ""])("refuse %j", (text) => {
    expect(daysOfWeek(text)).toBeNull();
  });

  it("list a term's weeks over the turn of the year", () => {
    expect(weeksBetween("2026-12-24", "2027-01-05")).toEqual(["2026-W52", "2026-W53", "2027-W01"]);
  });
});
