import { describe, expect, it } from "vitest";
import { diceOf, faultOf, faults } from "./faults";

const kindsOf = (seed: number, all: boolean) =>
  Array.from({ length: 400 }, (_, turn) => faultOf(turn, diceOf(seed), { broker: all, disk: all, flink: all }).kind);

describe("the faults of a run", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(kindsOf(1, true)).toEqual(kindsOf(1, true));
    expect(kindsOf(1, true)).not.toEqual(kindsOf(2, true));
  });

  it("are of every kind in a long run, and without broker, disk and Flink of every kind that needs none", () => {
    expect(new Set(kindsOf(3, true))).toEqual(new Set(faults.map(({ kind }) => kind)));
    expect(new Set(kindsOf(3, false))).toEqual(new Set(faults.flatMap(({ kind, needs }) => (needs === undefined ? [kind] : []))));
  });
});
