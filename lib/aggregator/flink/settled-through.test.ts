import { describe, expect, it } from "vitest";
import { SettledThrough } from "./settled-through";

const at = (second: number) => new Date(second * 1_000);
const facts = (second: number, place: bigint, publications = 0n) => ({
  at: at(second),
  places: new Map([
    [0, place],
    [1, 5n],
  ]),
  publications,
});
const reached = (place: bigint, publications = 0n) => ({
  through: new Map([
    [0, place],
    [1, 5n],
  ]),
  publications,
});

describe("up to when cells hold what facts held", () => {
  it("is the last moment whose places are reached, also while more comes", () => {
    const settled = new SettledThrough();
    expect(settled.reachedBy(reached(9n))).toBeNull();
    for (let second = 1; second <= 5; second += 1) settled.note(facts(second, BigInt(second * 10)));
    expect(settled.reachedBy(reached(9n))).toBeNull();
    expect(settled.reachedBy(reached(35n))).toEqual(at(3));
    settled.note(facts(6, 60n));
    expect(settled.reachedBy(reached(35n))).toEqual(at(3));
    expect(settled.reachedBy(reached(60n))).toEqual(at(6));
  });

  it("waits for dimensions that were published by then, and for each partition", () => {
    const settled = new SettledThrough();
    settled.note(facts(1, 10n, 2n));
    expect(settled.reachedBy(reached(10n, 1n))).toBeNull();
    expect(settled.reachedBy({ through: new Map([[0, 10n]]), publications: 2n })).toBeNull();
    expect(settled.reachedBy(reached(10n, 2n))).toEqual(at(1));
    settled.forget();
    expect(settled.reachedBy(reached(10n, 2n))).toBeNull();
  });
});
