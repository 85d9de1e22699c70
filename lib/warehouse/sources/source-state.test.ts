import { describe, expect, it } from "vitest";
import { sourceState } from "./source-state";

const hour = 3_600;

describe("FRESH-1: the state of a source", () => {
  it.each([
    ["never heard of", null, null, "silent"],
    ["heard within the hour", hour, null, "fresh"],
    ["past an hour, nothing known of its past", hour + 1, null, "stale"],
    ["past a day, nothing known of its past", 24 * hour + 1, null, "silent"],
    ["quiet at a time at which it always is", 60 * hour, 0, "fresh"],
    ["one usual hour missed", 2 * hour, 1, "stale"],
    ["five usual hours missed", 9 * hour, 5, "stale"],
    ["six usual hours missed", 9 * hour, 6, "silent"],
    ["heard just now after a gap", 5, 6, "fresh"],
  ] as const)("%s", (_, lagSeconds, missedHours, state) => {
    expect(sourceState({ lagSeconds, missedHours })).toBe(state);
  });
});
