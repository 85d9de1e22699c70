import { describe, expect, it } from "vitest";
import { axisOf, tickText } from "./axis";

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

  it("writes whole percents where all its marks are, else as values are written", () => {
    const [whole, half] = [axisOf([0.5, 0.9], { fromZero: false, most: 1 }), axisOf([0.014, 0.02], { fromZero: true, most: 1 })];
    expect(whole.ticks.map((tick) => tickText(tick, whole, "ratio", "en"))).toEqual(["40%", "60%", "80%", "100%"]);
    expect(half.ticks.map((tick) => tickText(tick, half, "ratio", "en"))).toEqual(["0%", "1%", "2%"]);
    expect(tickText(0.015, { low: 0.01, high: 0.02, ticks: [0.01, 0.015, 0.02] }, "ratio", "ko")).toBe("1.5%");
    expect(tickText(3, { low: 2, high: 4, ticks: [2, 3, 4] }, "points", "en")).toBe("3.00");
  });
});
