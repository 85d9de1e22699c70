import { describe, expect, it } from "vitest";
import { isFullRun, sampleOf, turnOf } from "./full-run";

describe("a sample of cases", () => {
  const cases = Array.from({ length: 10 }, (_, index) => index);

  it.skipIf(isFullRun)("is as large as asked, begins with the first and spreads over all", () => {
    expect(sampleOf(cases, 1)).toEqual([0]);
    expect(sampleOf(cases, 3)).toEqual([0, 4, 7]);
    for (const short of cases.slice(1)) expect(sampleOf(cases, short)).toHaveLength(short);
  });

  it("is all of them where there are no more, and in the full run", () => {
    expect(sampleOf(cases, 10)).toEqual(cases);
    expect(sampleOf(cases, isFullRun ? 3 : 12)).toEqual(cases);
  });

  it.skipIf(isFullRun)("by turns leaves nothing out", () => {
    expect(turnOf(cases, 0, 3)).toEqual([0, 3, 6, 9]);
    expect([0, 1, 2].flatMap((turn) => turnOf(cases, turn, 3)).sort()).toEqual(cases);
  });
});
