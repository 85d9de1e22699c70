import { describe, expect, it } from "vitest";
import { changesSince, seenOf, seenSchema } from "./changes-since";
import type { Standing } from "./standing";

const then: Standing = {
  student: "s",
  registration: "enrolled",
  registeredOn: "2026-09-01",
  registrationBefore: null,
  sections: 1,
  withdrawnLately: 0,
  absent: 2,
  expected: 20,
  lately: { absent: 0, expected: 0 },
  earlier: { absent: 0, expected: 0 },
  nearest: null,
  chronic: 0,
  lastActivityOn: null,
  marks: [{ assessment: "essay", title: "Essay", section: "s", course: "Statics", score: 70, maxScore: 100 }],
  letters: [{ section: "s", course: "Statics", letter: "B+", state: "provisional", failing: false }],
  means: null,
};
const seen = seenSchema.parse(JSON.parse(JSON.stringify(seenOf([then]))));
const exam = { assessment: "exam", title: "Exam", section: "s", course: "Statics", score: 41, maxScore: 100 };

describe("what is new since it was seen", () => {
  it.each<[string, Partial<Standing>, unknown[]]>([
    ["nothing", {}, []],
    [
      "two more absences and a mark",
      { absent: 4, marks: [...then.marks, exam] },
      [
        { kind: "absences", more: 2 },
        { kind: "mark", score: 41 },
      ],
    ],
    ["an absence that was excused since", { absent: 1 }, [{ kind: "absences", more: -1 }]],
    ["a mark that was corrected", { marks: [{ ...exam, assessment: "essay", score: 75 }] }, [{ kind: "mark", score: 75 }]],
    ["a mark that was taken back is told by nothing that is new", { marks: [] }, []],
    [
      "a letter that moved",
      { letters: [{ section: "s", course: "Statics", letter: "C0", state: "final", failing: false }] },
      [{ kind: "letter", letter: "C0" }],
    ],
    ["a change of status", { registration: "leave" }, [{ kind: "status", status: "leave" }]],
    ["silence that only grew longer", { lastActivityOn: "2026-01-01", expected: 24 }, []],
  ])("%s", (_, more, changes) => {
    expect(changesSince(seen, { ...then, ...more })).toMatchObject(changes);
    expect(changesSince(seen, { ...then, ...more })).toHaveLength(changes.length);
  });

  it("somebody who was not on the list is new on it, and nothing is said of their past", () => {
    expect(changesSince(seen, { ...then, student: "another", absent: 9 })).toEqual([{ kind: "new-student" }]);
  });
});
