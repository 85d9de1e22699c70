import { describe, expect, it } from "vitest";
import { arrivalDelays } from "./arrival-delays";

describe("arrivalDelays", () => {
  const bodies = [
    { dueAt: 100, events: 2 },
    { dueAt: 200, events: 3 },
  ];

  it("a body that two frames divide has each event by the frame that holds it", () => {
    const seen = [
      { at: 90, marks: 10 },
      { at: 150, marks: 11 },
      { at: 260, marks: 13 },
      { at: 500, marks: 15 },
    ];
    expect(arrivalDelays(bodies, seen, 10, 0)).toEqual([50, 160, 60, 300, 300]);
    expect(arrivalDelays(bodies, seen, 10, 3)).toEqual([300, 300]);
  });

  it("an event that nobody saw is no figure but an error", () => {
    expect(() => arrivalDelays(bodies, [{ at: 260, marks: 13 }], 10, 0)).toThrow("mark 14");
  });
});
