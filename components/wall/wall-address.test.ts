import { describe, expect, it } from "vitest";
import { stopAt, wallOf } from "./wall-address";

const read = (query: string) => {
  const parameters = new URLSearchParams(query);
  return wallOf((name) => parameters.get(name));
};

describe("the wall's address", () => {
  it("asks for a wall by 1 only, and says how long a stop is", () => {
    expect(read("")).toBeNull();
    expect(read("wall=yes&every=20")).toBeNull();
    expect(read("wall=1")).toEqual({ every: 30 });
    expect(read("wall=1&every=20")).toEqual({ every: 20 });
    expect(read("wall=1&every=soon")).toEqual({ every: 30 });
    expect(read("wall=1&every=-3")).toEqual({ every: 30 });
  });

  it("a stop is neither too short to read nor for ever", () => {
    expect(read("wall=1&every=0.2")).toEqual({ every: 5 });
    expect(read("wall=1&every=999999")).toEqual({ every: 3_600 });
  });

  it("goes around", () => {
    expect([0, 1, 2, 3, 7, -1, -4].map((turn) => stopAt(turn, 3))).toEqual([0, 1, 2, 0, 1, 2, 2]);
    expect([stopAt(5, 1), stopAt(5, 0)]).toEqual([0, 0]);
  });
});
