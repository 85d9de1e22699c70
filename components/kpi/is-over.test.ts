import { describe, expect, it } from "vitest";
import { isOver } from "./is-over";

const spring = { endsOn: "2026-06-19" };

describe("whether figures are still to be waited for", () => {
  it.each([
    ["a term under way", {}, spring, "2026-03-18", false],
    ["its last day", {}, spring, "2026-06-19", false],
    ["a term that has ended", {}, spring, "2026-06-20", true],
    ["a range before the beginning of a term that has ended", { to: "2026-03-08" }, spring, "2026-11-27", true],
    ["a range of a term under way that is over", { to: "2026-03-08" }, spring, "2026-03-18", true],
    ["a range up to today", { to: "2026-03-18" }, spring, "2026-03-18", false],
    ["a range to come", { to: "2026-04-01" }, spring, "2026-03-18", false],
    ["no term at all", {}, null, "2026-03-18", false],
  ])("of %s", (_, asked, term, today, over) => {
    expect(isOver(asked, term, today)).toBe(over);
  });
});
