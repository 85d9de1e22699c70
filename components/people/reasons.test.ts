import { describe, expect, it } from "vitest";
import { byNeed, reasonsOf, type Standing } from "./reasons";

const today = "2026-11-24";
const well: Standing = {
  registration: "enrolled",
  sections: 3,
  absent: 1,
  expected: 40,
  nearest: { section: "s", title: "Statics", absencesLeft: 7 },
  chronic: 0,
  lastActivityOn: "2026-11-23",
};
const at = (absencesLeft: number): Standing => ({ ...well, nearest: { section: "s", title: null, absencesLeft } });

describe("reasons to call", () => {
  it("are none for who is well", () => {
    expect(reasonsOf(well, today)).toEqual([]);
  });

  it.each([
    [-1, "over"],
    [0, "near"],
    [1, "near"],
  ] as const)("with %i absences left: %s", (left, kind) => {
    expect(reasonsOf(at(left), today).map((reason) => reason.kind)).toEqual([kind]);
  });

  it("stop at two absences left", () => {
    expect(reasonsOf(at(2), today)).toEqual([]);
  });

  it("count silence from two weeks on", () => {
    expect(reasonsOf({ ...well, lastActivityOn: "2026-11-10" }, today)).toEqual([{ kind: "quiet", days: 14 }]);
    expect(reasonsOf({ ...well, lastActivityOn: "2026-11-11" }, today)).toEqual([]);
  });

  it("of who is on leave are the leave alone", () => {
    expect(reasonsOf({ ...at(-3), registration: "leave" }, today)).toEqual([{ kind: "left", status: "leave" }]);
  });

  it("put who is past the limit first and who has left last", () => {
    const named = [
      { ...well, name: "well" },
      { ...well, registration: "withdrawn" as const, name: "left" },
      { ...at(1), name: "near" },
      { ...at(-2), name: "over" },
      { ...well, chronic: 1, name: "chronic" },
      { ...at(0), name: "nearer" },
    ];
    expect(byNeed(named, today).map((one) => one.name)).toEqual(["over", "nearer", "near", "chronic", "well", "left"]);
  });
});
