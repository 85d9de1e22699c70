import { describe, expect, it } from "vitest";
import type { Level } from "./cell";
import { decideReleases, type Known } from "./decide-releases";

const threshold = 10;
const students = (from: number, count: number) => new Set(Array.from({ length: count }, (_, index) => `s${from + index}`));
const cell = (level: Level, node: string, members: number[], changed: ReadonlySet<string> | null, more: Partial<Known> = {}): Known => ({
  name: `${level} ${node}`,
  place: { level, node, days: { from: null, to: null } },
  members: new Set(members),
  changed,
  touches: [...(changed ?? [])].map((student) => ({ leaf: members[0] ?? 0, week: null, position: 1n, students: [student] })),
  ripe: false,
  shown: changed !== null,
  sinceBeside: [],
  fit: true,
  mayShow: true,
  ...more,
});
const decided = (asked: Known[], others: Known[] = []) => Object.fromEntries(decideReleases(asked, others, threshold));

describe("CELL-1: decideReleases", () => {
  it.each([
    ["nobody was given it", null, "new"],
    ["nobody changed", 0, "kept"],
    ["fewer than the threshold changed", 9, "kept"],
    ["as many as the threshold changed", 10, "new"],
  ] as const)("%s", (_, changed, decision) => {
    expect(decided([cell("whole", "", [1, 2], changed === null ? null : students(0, changed))])).toEqual({ "whole ": decision });
  });

  it("a sum waits while one part alone is behind, and while several are that are few together", () => {
    const whole = cell("whole", "", [1, 2, 3], students(0, 30));
    const due = cell("section", "a", [1], students(0, 25));
    const one = cell("section", "b", [2], students(25, 5));
    expect(decided([whole], [due, one])).toMatchObject({ "whole ": "kept", "section a": "kept" });
    const few = cell("section", "c", [3], students(30, 4));
    expect(decided([whole], [due, one, few])).toMatchObject({ "whole ": "kept" });
    const enough = cell("section", "c", [3], students(30, 5));
    // What is due goes along: whoever has the sum and the others has it.
    expect(decided([whole], [due, one, enough])).toMatchObject({ "whole ": "new", "section a": "new" });
  });

  it("a part that was never given with its numbers cannot be subtracted", () => {
    const whole = cell("whole", "", [1, 2], students(0, 30));
    expect(decided([whole], [cell("section", "b", [2], students(25, 5), { shown: false })])).toMatchObject({ "whole ": "new" });
  });

  it("what no shown part counts is a part too: a sum waits while few changed in all of it", () => {
    const among = (leaf: number, of: ReadonlySet<string>) =>
      [...of].map((student) => ({ leaf, week: null, position: 1n, students: [student] }));
    const whole = (...touches: Known["touches"]) => cell("whole", "", [1, 2, 3], students(0, 30), { touches });
    const shown = cell("section", "a", [1], students(0, 20));
    const hidden = [2, 3].map((leaf) => cell("section", `b${leaf}`, [leaf], new Set(), { shown: false }));
    const ofShown = among(1, students(0, 20));
    expect(decided([whole(...ofShown, ...among(2, students(20, 9)))], [shown, ...hidden])).toMatchObject({ "whole ": "kept" });
    expect(decided([whole(...ofShown, ...among(2, students(20, 9)), ...among(3, students(29, 1)))], [shown, ...hidden])).toMatchObject({
      "whole ": "new",
    });
    expect(decided([whole(...ofShown)], [shown, ...hidden])).toMatchObject({ "whole ": "new" });
  });

  it("a part that nobody was given yet begins with its sum", () => {
    const part = cell("section", "a", [1], null);
    expect(decided([cell("whole", "", [1, 2], null)], [part])).toEqual({ "whole ": "new", "section a": "new" });
  });

  it("a part that is due and is held back holds its sum back", () => {
    const unit = cell("unit", "u", [1, 2], students(0, 20));
    const section = cell("section", "a", [1], students(0, 3));
    const whole = cell("whole", "", [1, 2, 3], students(0, 40));
    expect(decided([whole, unit], [section])).toMatchObject({ "unit u": "kept", "whole ": "kept" });
  });

  it("weeks are parts of a term", () => {
    const days = { from: "2026-03-02", to: "2026-03-08" };
    const week = cell("whole", "", [1], students(0, 2), { name: "week", place: { level: "whole", node: "", days } });
    expect(decided([cell("whole", "", [1], students(0, 30))], [week])).toMatchObject({ "whole ": "kept" });
  });

  it("what is not fit to be released waits, and is withheld where it never was", () => {
    expect(decided([cell("whole", "", [1], students(0, 30), { fit: false })])).toEqual({ "whole ": "kept" });
    expect(decided([cell("whole", "", [1], null, { fit: false })])).toEqual({ "whole ": "withheld" });
  });
});
