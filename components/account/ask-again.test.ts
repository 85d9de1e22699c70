import { describe, expect, it } from "vitest";
import { askAgainAfter, isNear } from "./ask-again";

const minute = 60_000;
const expiry = (inMinutes: number) => ({ by: "idle", inMs: inMinutes * minute, warnMs: 5 * minute }) as const;

describe("when a session's end is asked for again", () => {
  it.each([
    [6, minute],
    [20, 15 * minute],
    [60, 30 * minute],
    [1_440, 30 * minute],
    [5, 10_000],
    [0.1, 10_000],
  ])("%d minutes before it: after %d ms", (inMinutes, after) => expect(askAgainAfter(expiry(inMinutes))).toBe(after));

  it("nobody who can say: a minute later", () => expect(askAgainAfter(null)).toBe(minute));

  it.each([
    [5.01, false],
    [5, true],
    [0, true],
  ])("%d minutes before it whoever sits there is told: %s", (inMinutes, near) => expect(isNear(expiry(inMinutes))).toBe(near));
});
