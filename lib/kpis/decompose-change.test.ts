import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decomposeChange, type Part } from "./decompose-change";

const part = (key: string, numerator: number, denominator: number): Part => ({ key, numerator, denominator });
const parts = fc
  .uniqueArray(
    fc.record({ key: fc.constantFrom(..."abcdefgh"), denominator: fc.nat(5_000), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    {
      selector: (one) => one.key,
    },
  )
  .map((list) => list.map(({ key, denominator, share }) => part(key, Math.round(denominator * share), denominator)));
const ratioOf = (list: readonly Part[]) =>
  list.reduce((sum, one) => sum + one.numerator, 0) / list.reduce((sum, one) => sum + one.denominator, 0);

describe("the decomposition of a ratio's change", () => {
  it("adds up to the change exactly, whichever parts came, went, grew or shrank", () => {
    fc.assert(
      fc.property(parts, parts, (before, now) => {
        const found = decomposeChange(before, now);
        const known = [before, now].every((list) => list.some((one) => one.denominator > 0));
        expect(found !== null).toBe(known);
        if (found === null) return;
        expect(found.change).toBeCloseTo(ratioOf(now) - ratioOf(before), 12);
        expect(found.contributions.reduce((sum, one) => sum + one.total, 0)).toBeCloseTo(found.change, 12);
        for (const one of found.contributions) expect(one.rate + one.mix).toBeCloseTo(one.total, 14);
      }),
      { numRuns: 500 },
    );
  });

  it("gives a fall to the one part that fell", () => {
    const found = decomposeChange([part("a", 90, 100), part("b", 180, 200)], [part("a", 60, 100), part("b", 180, 200)]);
    expect(found?.before).toBeCloseTo(0.9);
    expect(found?.now).toBeCloseTo(0.8);
    expect(found?.contributions.map(({ key, rate, mix }) => [key, Number(rate.toFixed(4)), Number(mix.toFixed(4))])).toEqual([
      ["a", -0.1, 0],
      ["b", 0, 0],
    ]);
  });

  it("calls it mix where no part's own ratio moved, Simpson's way", () => {
    // a stays at 95 %, b at 70 %: b merely had more meetings.
    const found = decomposeChange([part("a", 95, 100), part("b", 70, 100)], [part("a", 95, 100), part("b", 210, 300)]);
    expect(found?.change).toBeCloseTo(0.7625 - 0.825);
    for (const one of found?.contributions ?? []) {
      expect(one.rate).toBe(0);
      expect(one.total).toBeLessThan(0);
    }
  });

  it("puts what a part that is new or gone does into mix, looked at from the middle", () => {
    const found = decomposeChange([part("a", 90, 100)], [part("a", 90, 100), part("new", 10, 100)]);
    const fresh = found?.contributions.find(({ key }) => key === "new");
    expect(fresh?.rate).toBe(0);
    expect(fresh?.mix).toBeCloseTo((0.1 - 0.7) * 0.5);
  });

  it("is none where one state counted nothing", () => {
    expect(decomposeChange([], [part("a", 1, 2)])).toBeNull();
    expect(decomposeChange([part("a", 0, 0)], [part("a", 1, 2)])).toBeNull();
  });
});
