import { sent } from "../routes";

/** Two departments that have nothing in common, a section in each. `none` is spelled as they are, and is nobody's. */
export const sides = ["mine", "else"] as const;
export type Side = (typeof sides)[number];

/** Different on both sides, so that a figure of the one is never that of the other. */
const students: Readonly<Record<Side, number>> = { mine: 12, else: 17 };
export const studentsOf = (side: Side): string[] =>
  Array.from({ length: students[side] }, (_, n) => `${side}-${String(n + 1).padStart(2, "0")}`);
export const lecturerOf = (side: Side) => `lee-${side}`;
export const advisorOf = (side: Side) => `adv-${side}`;

/** Thursday noon in Seoul: the meetings `n-*` begin today at nine. */
export const noon = "2026-03-19T03:00:00Z";
const [first, second, today] = ["2026-03-09T00:00:00Z", "2026-03-16T00:00:00Z", "2026-03-19T00:00:00Z"] as const;
const letters = { mine: ["A+", "B0", "F"], else: ["A0", "C+"] } as const;
const points: Readonly<Record<string, number>> = { "A+": 4.5, A0: 4, B0: 3, "C+": 2.5, F: 0 };

const term = (id: string, startsOn: string, endsOn: string, censusOn: string) =>
  sent("term.defined", { term: id, name: id.toUpperCase(), academicYear: startsOn.slice(0, 4), startsOn, endsOn, censusOn });

/** Every kind of fact on each side, in the order of its happening. */
export function twoSides(): object[] {
  return [
    term("t0", "2025-09-01", "2025-12-19", "2025-09-21"),
    term("t1", "2026-03-02", "2026-06-19", "2026-03-10"),
    sent("org-unit.defined", { orgUnit: "u-root", name: "University", kind: "institution" }),
    ...sides.flatMap(catalogue),
    ...sides.flatMap((side) => studentsOf(side).flatMap((student, index) => facts(side, student, index))),
  ];
}

function catalogue(side: Side): object[] {
  const meeting = (id: string, startsAt: string, status: string) =>
    sent("meeting.changed", { meeting: `${id}-${side}`, section: `s-${side}`, startsAt, status }, "2026-03-02T00:00:00Z");
  return [
    sent("org-unit.defined", { orgUnit: `u-${side}`, name: `Department ${side}`, kind: "department", parent: "u-root" }),
    sent("program.defined", { program: `p-${side}`, name: `Program ${side}`, orgUnit: `u-${side}` }),
    sent("course.defined", { course: `c-${side}`, title: `Course ${side}`, orgUnit: `u-${side}`, credits: 3 }),
    ...["t0", "t1"].map((of) =>
      sent("section.defined", {
        section: `${of === "t1" ? "s" : "o"}-${side}`,
        course: `c-${side}`,
        term: of,
        instructors: [lecturerOf(side)],
        meetingsPlanned: 16,
        scale: "4.5",
      }),
    ),
    meeting("m", first, "held"),
    meeting("l", second, "held"),
    meeting("n", today, "planned"),
    sent("assessment.defined", { assessment: `q-${side}`, section: `s-${side}`, title: "Quiz", weight: 20, maxScore: 100 }),
  ];
}

function facts(side: Side, student: string, index: number): object[] {
  const section = `s-${side}`;
  const letter = letters[side][index % letters[side].length] ?? "F";
  const left = index === 1;
  return [
    sent("person.defined", { person: student, name: `Name of ${student}`, kind: "student" }),
    sent("student.defined", { student, program: `p-${side}`, yearOfStudy: 1 + (index % 2), advisor: index === 0 ? advisorOf(side) : null }),
    sent("registration.changed", { student, term: "t1", status: "enrolled", effectiveOn: "2026-03-02" }),
    ...(left ? [sent("registration.changed", { student, term: "t1", status: "withdrawn", effectiveOn: "2026-03-12" })] : []),
    sent("enrollment.changed", { section: `o-${side}`, student, status: "enrolled", effectiveOn: "2025-09-01" }),
    sent("enrollment.changed", {
      section,
      student,
      status: left ? "withdrawn" : "enrolled",
      effectiveOn: left ? "2026-03-12" : "2026-03-02",
    }),
    ...["m", "l"].map((meeting, nth) =>
      sent("attendance.recorded", {
        meeting: `${meeting}-${side}`,
        student,
        status: (["present", "late", "absent", "present", "excused"] as const)[(index + nth) % 5] ?? "present",
      }),
    ),
    sent("score.recorded", { assessment: `q-${side}`, student, score: (side === "mine" ? 50 : 30) + index }),
    sent("grade.posted", { section, student, scale: "4.5", letter, points: points[letter] ?? 0, credits: 3, state: "final" }),
    sent("activity.observed", { student, section, kind: "view", count: 1 + index }, "2026-03-18T01:00:00Z"),
    ...(index === 0
      ? [sent("contact.noted", { contact: `k-${side}`, student, channel: "mail", note: `Note of ${side}` }, "2026-03-17T01:00:00Z")]
      : []),
  ];
}
