import { describe, expect, it } from "vitest";
import { freshAgain } from "./fresh-again";

/** Ten events a second, in bodies of one, from moment 0 on. */
const bodies = Array.from({ length: 100 }, (_, index) => ({
  dueAt: index * 100,
  takenAt: index * 100 + (index > 20 ? 900 : 5),
  events: 1,
}));

describe("freshness after a kill", () => {
  it("counts to the frame with more marks than were due by the kill, and to the one that is a second behind at most", () => {
    const seen = [
      { at: 1_900, marks: 20 },
      // What was due before the kill alone.
      { at: 3_000, marks: 21 },
      { at: 4_500, marks: 22 },
      { at: 5_000, marks: 40 },
      { at: 5_100, marks: 42 },
    ];
    expect(freshAgain(bodies, seen, [2_000])).toEqual([{ taken: 1_000, fresh: 2_500, caughtUp: 3_100 }]);
  });

  it("refuses figures where nothing came back", () => {
    expect(() => freshAgain(bodies, [{ at: 3_000, marks: 21 }], [2_000])).toThrow("nothing new");
  });
});
