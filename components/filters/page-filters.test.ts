import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kpiRequestSchema } from "@/lib/kpis/request";
import { momentIn, readFilters, toParameters } from "./page-filters";

const read = (query: string, released = false) => {
  const parameters = new URLSearchParams(query);
  return readFilters((name) => parameters.get(name), released);
};
const nothing = { term: null, week: null, from: null, to: null, program: null, yearOfStudy: null, compare: "previous-year", asOf: null };

describe("readFilters", () => {
  it("reads what an address says, and leaves out what it cannot mean", () => {
    expect(read("")).toEqual(nothing);
    expect(read("term=t&program=p&compare=previous-term&from=2026-03-03&to=2026-03-20")).toEqual({
      term: "t",
      week: null,
      from: "2026-03-03",
      to: "2026-03-20",
      program: "p",
      yearOfStudy: null,
      compare: "previous-term",
      asOf: null,
    });
    expect(read("week=2026-W99&from=2026-02-30&to=later&compare=never&term=")).toEqual(nothing);
    expect(read("from=2026-03-20&to=2026-03-03")).toEqual(nothing);
  });

  it("a week wins over a range, and is its days", () => {
    expect(read("week=2026-W11&from=2026-01-01&to=2026-01-02")).toEqual({
      ...nothing,
      week: "2026-W11",
      from: "2026-03-09",
      to: "2026-03-15",
    });
  });

  it("an end may be open", () => {
    expect(read("from=2026-03-03")).toEqual({ ...nothing, from: "2026-03-03" });
    expect(read("to=2026-03-03", true)).toEqual({ ...nothing, to: "2026-03-08" });
  });

  it("CELL-1: for readers of released figures a range is whole weeks", () => {
    expect(read("from=2026-03-04&to=2026-03-04", true)).toEqual({ ...nothing, from: "2026-03-02", to: "2026-03-08" });
    expect(read("from=2026-03-02&to=2026-03-08", true)).toEqual({ ...nothing, from: "2026-03-02", to: "2026-03-08" });
  });

  it("a moment is one with its zone", () => {
    expect(read("asOf=2026-03-03T09:00:00%2B09:00").asOf).toBe("2026-03-03T09:00:00+09:00");
    for (const wrong of ["2026-03-03", "2026-03-03T09:00:00", "yesterday", "2026-13-03T09:00:00Z"])
      expect(read(`asOf=${wrong}`).asOf).toBeNull();
  });

  it("a moment is what the KPI API takes for one, of the years that days may be of", () => {
    const two = (most: number) => fc.integer({ min: 0, max: most }).map((part) => String(part).padStart(2, "0"));
    const year = fc.integer({ min: 1900, max: 2200 });
    const end = fc.constantFrom("Z", "+09:00", "-05:30", "+24:00", "+0900", "", "z");
    const fraction = fc.constantFrom("", ".5", ".123456", ".", ":");
    const text = fc
      .tuple(year, two(13), two(32), two(25), two(61), fc.option(two(61)), fraction, end)
      .map(([y, m, d, h, min, s, f, z]) => `${y}-${m}-${d}T${h}:${min}${s === null ? "" : `:${s}${f}`}${z}`);
    fc.assert(
      fc.property(text, (moment) => {
        expect(momentIn(moment) !== null).toBe(kpiRequestSchema.shape.asOf.safeParse(moment).success);
      }),
      { numRuns: 2_000 },
    );
  });

  it("what is read is what is written", () => {
    for (const query of [
      "term=t&week=2026-W11",
      "from=2026-03-03&to=2026-03-20&program=p",
      "compare=previous-term",
      "to=2026-03-03",
      "asOf=2026-03-03T09:00:00Z",
      "yearOfStudy=3",
    ]) {
      const written = Object.entries(toParameters(read(query))).filter((entry): entry is [string, string] => entry[1] !== null);
      expect(new Set(written.map((entry) => entry.join("=")))).toEqual(new Set(query.split("&")));
    }
  });
});
