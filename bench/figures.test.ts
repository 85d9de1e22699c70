import { describe, expect, it } from "vitest";
import { atLeast, atMost, isReached, percentile, tableOf } from "./figures";

const figure = { section: "ingest", name: "events", value: 10, unit: "events/s" };

describe("figures", () => {
  it("percentiles are values that were measured, by nearest rank", () => {
    const values = [5, 1, 4, 2, 3];
    expect([0, 0.5, 0.8, 0.81, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 3, 4, 5, 5, 5]);
    expect(values).toEqual([5, 1, 4, 2, 3]);
    expect(() => percentile([], 0.5)).toThrow("Nothing was measured");
  });

  it("a bound itself is reached, and without a target nothing is judged", () => {
    expect(isReached({ ...figure, target: atLeast(10) })).toBe(true);
    expect(isReached({ ...figure, target: atLeast(10.1) })).toBe(false);
    expect(isReached({ ...figure, target: atMost(10) })).toBe(true);
    expect(isReached({ ...figure, target: atMost(9.9) })).toBe(false);
    expect(isReached({ ...figure, target: null })).toBeNull();
  });

  it("the table says what is not reached", () => {
    const table = tableOf([
      { ...figure, target: atLeast(20_000) },
      { ...figure, target: null },
    ]);
    expect(table.split("\n")).toHaveLength(4);
    expect(table).toMatch(/\| at least 20,000 +\| NOT reached/);
  });
});
