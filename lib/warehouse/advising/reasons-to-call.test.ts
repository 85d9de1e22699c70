import { describe, expect, it } from "vitest";
import { byNeed, needsCall, reasonsToCall } from "./reasons-to-call";
import type { Letter, Mark, Standing } from "./standing";

const today = "2026-11-24";
const well: Standing = {
  student: "s",
  registration: "enrolled",
  registeredOn: "2026-09-01",
  registrationBefore: null,
  sections: 3,
  withdrawnLately: 0,
  absent: 1,
  expected: 40,
  lately: { absent: 0, expected: 12 },
  earlier: { absent: 1, expected: 12 },
  nearest: { section: "s", title: "Statics", absencesLeft: 7 },
  chronic: 0,
  lastActivityOn: "2026-11-23",
  marks: [],
  letters: [],
  means: null,
};
const at = (absencesLeft: number): Partial<Standing> => ({ nearest: { section: "s", title: null, absencesLeft } });
const mark = (score: number, maxScore = 100): Mark => ({
  assessment: `a${score}`,
  title: null,
  section: "s",
  course: null,
  score,
  maxScore,
});
const letter = (name: string, failing: boolean): Letter => ({
  section: "s",
  course: "Statics",
  letter: name,
  state: "provisional",
  failing,
});

describe("reasons to call", () => {
  it.each<[string, Partial<Standing>, string[]]>([
    ["none for who is well", {}, []],
    ["past the limit", at(-1), ["over"]],
    ["none left", at(0), ["near"]],
    ["one left", at(1), ["near"]],
    ["two left: not yet", at(2), []],
    ["three absences in two weeks, none before", { lately: { absent: 3, expected: 12 }, earlier: { absent: 0, expected: 12 } }, ["rising"]],
    ["as many as before", { lately: { absent: 3, expected: 12 }, earlier: { absent: 2, expected: 12 } }, []],
    ["two in two weeks: too few to say", { lately: { absent: 2, expected: 12 }, earlier: { absent: 0, expected: 12 } }, []],
    ["held against the share, where a week was off", { lately: { absent: 3, expected: 12 }, earlier: { absent: 1, expected: 2 } }, []],
    ["two marks below half", { marks: [mark(41), mark(4, 10), mark(90)] }, ["low-marks"]],
    ["one mark below half", { marks: [mark(41), mark(50)] }, []],
    ["a mark out of nothing says nothing", { marks: [mark(0, 0), mark(0, 0)] }, []],
    ["a failing letter", { letters: [letter("F", true), letter("A0", false)] }, ["failing"]],
    ["grades fell by half a point", { means: { scale: "4.5", now: 3, before: 3.5, term: "2026-1" } }, ["fell"]],
    ["grades fell by less", { means: { scale: "4.5", now: 3.1, before: 3.5, term: "2026-1" } }, []],
    ["withdrew from a section", { withdrawnLately: 1 }, ["withdrew"]],
    ["chronic absence", { chronic: 2 }, ["chronic"]],
    ["ten days without activity", { lastActivityOn: "2026-11-14" }, ["quiet"]],
    ["nine days", { lastActivityOn: "2026-11-15" }, []],
    ["nobody is missed from no section", { lastActivityOn: "2026-10-01", sections: 0 }, []],
    ["never seen at all", { lastActivityOn: null }, []],
    [
      "went on leave last week",
      { ...at(-3), registration: "leave", registeredOn: "2026-11-17", registrationBefore: "enrolled" },
      ["status"],
    ],
    ["on leave for long", { ...at(-3), registration: "leave", registeredOn: "2026-10-17", registrationBefore: "enrolled" }, ["left"]],
    ["came back last week", { registeredOn: "2026-11-17", registrationBefore: "leave" }, ["status"]],
    ["registered last week, as ever", { registeredOn: "2026-11-17", registrationBefore: "enrolled" }, []],
    ["graduated last week", { registration: "graduated", registeredOn: "2026-11-17", registrationBefore: "enrolled" }, ["left"]],
  ])("%s", (_, more, kinds) => {
    expect(reasonsToCall({ ...well, ...more }, today).map((reason) => reason.kind)).toEqual(kinds);
  });

  it("say what they rest on", () => {
    expect(reasonsToCall({ ...well, lastActivityOn: "2026-11-10", chronic: 1, marks: [mark(1), mark(2)] }, today)).toEqual([
      { kind: "low-marks", marks: 2 },
      { kind: "chronic", sections: 1 },
      { kind: "quiet", days: 14 },
    ]);
  });

  it("put who is past the limit first, who is well behind, and who has left last", () => {
    const named = (student: string, more: Partial<Standing> = {}) => ({ ...well, ...more, student });
    const students = [
      named("well"),
      named("left", { registration: "withdrawn" }),
      named("near", at(1)),
      named("over", at(-2)),
      named("over and silent", { ...at(-1), lastActivityOn: "2026-11-01" }),
      named("chronic", { chronic: 1 }),
      named("nearer", at(0)),
      named("failing", { letters: [letter("F", true)] }),
    ];
    const ordered = byNeed(students, today);
    expect(ordered.map((one) => one.student)).toEqual(["over and silent", "over", "nearer", "near", "failing", "chronic", "well", "left"]);
    expect(ordered.filter((one) => needsCall(one.reasons))).toHaveLength(6);
    expect(byNeed(students.toReversed(), today)).toEqual(ordered);
  });
});
