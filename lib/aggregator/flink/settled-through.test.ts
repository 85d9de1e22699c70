import { describe, expect, it } from "vitest";
import { SettledThrough } from "./settled-through";

const at = (second: number) => new Date(second * 1_000);
const places = (events: bigint, dimension = 5n) =>
  new Map([
    ["events/0", events],
    ["meetings/3", dimension],
  ]);

describe("up to when cells hold what facts held", () => {
  it("is the last moment whose places are reached, also while more comes", () => {
    const settled = new SettledThrough();
    expect(settled.reachedBy(places(9n))).toBeNull();
    for (let second = 1; second <= 5; second += 1) settled.note({ at: at(second), places: places(BigInt(second * 10)) });
    expect(settled.reachedBy(places(9n))).toBeNull();
    expect(settled.reachedBy(places(35n))).toEqual(at(3));
    settled.note({ at: at(6), places: places(60n) });
    expect(settled.reachedBy(places(35n))).toEqual(at(3));
    expect(settled.reachedBy(places(60n))).toEqual(at(6));
  });

  it("waits for each topic and partition", () => {
    const settled = new SettledThrough();
    settled.note({ at: at(1), places: places(10n) });
    expect(settled.reachedBy(places(10n, 4n))).toBeNull();
    expect(settled.reachedBy(new Map([["events/0", 10n]]))).toBeNull();
    expect(settled.reachedBy(places(10n))).toEqual(at(1));
    settled.forget();
    expect(settled.reachedBy(places(10n))).toBeNull();
  });
});
