import { describe, expect, it } from "vitest";
import { axisOf } from "./axis";

describe("the axis", () => {
  it("has round marks around the values", () => {
    expect(axisOf([0.914, 0.956], { fromZero: false, most: 1 })).toEqual({ low: 0.9, high: 0.96, ticks: [0.9, 0.92, 0.94, 0.96] });
  });

  it("begins at zero for what counts up", () => {
    const axis = axisOf([0.004, 0.02], { fromZero: true, most: 1 });
    expect(axis.low).toBe(0);
    expect(axis.high).toBeGreaterThanOrEqual(0.02);
  });

  it("never passes the unit's end", () => {
    expect(axisOf([0.97, 0.999], { fromZero: false, most: 1 }).high).toBe(1);
  });

  it.each([[[0.9]], [[0]], [[0, 0, 0]], [[1]]])("has room and few marks for %j", (values) => {
    const axis = axisOf(values, { fromZero: false, most: 1 });
    expect(axis.high).toBeGreaterThan(axis.low);
    expect(axis.ticks.length).toBeGreaterThanOrEqual(2);
    expect(axis.ticks.length).toBeLessThanOrEqual(6);
    for (const value of values) expect(value).toBeLessThanOrEqual(axis.high);
  });
});
