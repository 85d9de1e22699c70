import { beforeAll, describe, expect, it } from "vitest";
import { narrowScope, teachingScope } from "@/lib/access/narrow-scope";
import type { Scope } from "@/lib/access/scope";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { appendToLog } from "@/lib/aggregator/testing/log-fixture";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { DangerPolicy } from "./danger-policy";
import { getRunningGrades } from "./get-running-grades";
import { getSectionRoll } from "./get-section-roll";
import { getSectionStudents } from "./get-section-students";
import { getStudent } from "./get-student";
import { getStudentScores } from "./get-student-scores";
import { listAdviseeGrades } from "./list-advisee-grades";
import { listAdvisees } from "./list-advisees";
import { listOwnSections } from "./list-own-sections";
import { listRollRows } from "./list-roll-rows";
import { listSectionMarks } from "./list-section-marks";

const person = (digit: string) => `00000000-0000-4000-8000-00000000000${digit}`;
const [over, near, well, gone] = [person("1"), person("2"), person("3"), person("4")];
const [lecturer, advisor] = [person("a"), person("b")];
const names = new Map([
  [over, "over"],
  [near, "near"],
  [well, "well"],
  [gone, "gone"],
]);
const today = "2026-03-20";
/** Eight meetings are planned: two absences are allowed. */
const policy: DangerPolicy = { absenceLimit: 0.25, chronicRate: 0.5, chronicMinimum: 3 };

const event = (id: string, type: string, data: Record<string, unknown>, at = "2026-03-01T00:00:00Z") => ({
  id,
  type,
  source: "urn:t",
  occurredAt: at,
  recordedAt: at,
  data,
});
const meetings = ["2026-03-04", "2026-03-11", "2026-03-18"];
const absences = new Map([
  [over, 3],
  [near, 2],
  [well, 0],
  [gone, 3],
]);

const roster = [
  event("t", "term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-30" }),
  event("u", "org-unit.defined", { orgUnit: "u", name: "U", kind: "department" }),
  event("p", "program.defined", { program: "p", name: "Old", orgUnit: "u" }),
  event("q", "program.defined", { program: "q", name: "New", orgUnit: "u" }),
  event("c", "course.defined", { course: "c", title: "Statics", orgUnit: "u" }),
  event("s", "section.defined", { section: "s", course: "c", term: "t", instructors: [lecturer], meetingsPlanned: 8 }),
  ...["timetable", "unplanned"].flatMap((section) => [
    event(section, "section.defined", { section, course: "c", term: "t", instructors: [] }),
    ...["held", "cancelled", ...(section === "timetable" ? ["planned", "planned"] : [])].map((status, index) =>
      event(`${section}-${index}`, "meeting.changed", {
        meeting: `${section}-${index}`,
        section,
        startsAt: `2026-03-0${index + 3}T09:00:00Z`,
        status,
      }),
    ),
  ]),
  event("other", "section.defined", { section: "other", course: "c", term: "t", instructors: [], meetingsPlanned: 8 }),
  ...[...names.keys()].flatMap((student) => [
    event(`st-${student}`, "student.defined", { student, program: "p", yearOfStudy: 1, advisor: student === near ? advisor : null }),
    event(`r-${student}`, "registration.changed", { student, term: "t", status: "enrolled", effectiveOn: "2026-03-02" }),
    event(`e-${student}`, "enrollment.changed", { section: "s", student, status: "enrolled", effectiveOn: "2026-03-02" }),
  ]),
  event("moved", "student.defined", { student: over, program: "q", yearOfStudy: 2 }, "2026-03-15T00:00:00Z"),
  event(
    "left",
    "enrollment.changed",
    { section: "s", student: gone, status: "withdrawn", effectiveOn: "2026-03-19" },
    "2026-03-19T00:00:00Z",
  ),
];
const rolls = meetings.flatMap((day, index) => {
  const at = `${day}T09:00:00Z`;
  return [
    event(`m-${day}`, "meeting.changed", { meeting: `m-${day}`, section: "s", startsAt: at, status: "held" }, at),
    ...[...absences].map(([student, count]) =>
      event(
        `a-${day}-${student}`,
        "attendance.recorded",
        { meeting: `m-${day}`, student, status: index < count ? "absent" : "present" },
        at,
      ),
    ),
  ];
});
const marks = [
  event("as-1", "assessment.defined", { assessment: "as-1", section: "s", title: "Essay", weight: 30, maxScore: 50 }),
  event("as-2", "assessment.defined", { assessment: "as-2", section: "s", title: "Test", weight: 20, maxScore: 10 }),
  event("as-3", "assessment.defined", { assessment: "as-3", section: "s", title: "Trial", weight: 0, maxScore: 100 }),
  event("as-4", "assessment.defined", { assessment: "as-4", section: "s", title: "Taken back", weight: 50, maxScore: 100 }),
  event("sc-1", "score.recorded", { assessment: "as-1", student: near, score: 40 }),
  event("sc-2", "score.recorded", { assessment: "as-2", student: near, score: 5 }),
  event("sc-3", "score.recorded", { assessment: "as-3", student: near, score: 1 }),
  event("sc-4", "score.recorded", { assessment: "as-4", student: near, score: null }),
  event("x", "activity.observed", { student: near, section: "s", kind: "view", count: 1 }, "2026-03-17T12:00:00Z"),
];

const teaches: Scope = { kind: "instructor", person: lecturer };
const advises: Scope = { kind: "advisor", person: advisor };
const institution: Scope = { kind: "institution" };

describe("what lecturers and advisors see", () => {
  const test = useTestDatabase();
  const under = <T>(scope: Scope, read: (read: ScopedRead) => Promise<T>) => withScopedRead(test.database, scope, read);
  const named = (id: string) => names.get(id);

  beforeAll(async () => {
    await appendToLog(test.database, [...roster, ...rolls, ...marks]);
    await drainOnce(test.database, "UTC");
  });

  it("lists a lecturer's own sections with who is past the limit or near it, without who withdrew", async () => {
    const sections = await under(teaches, (read) => listOwnSections(read, "t", today, policy.absenceLimit));
    expect(sections).toMatchObject([
      { section: "s", title: "Statics", enrolled: 3, meetingsHeld: 3, meetingsPlanned: 8, over: 1, near: 1, today: null },
    ]);
    expect(sections[0]?.slipping.map((one) => [named(one.student), one.absencesLeft])).toEqual([
      ["over", -1],
      ["near", 0],
    ]);
  });

  it("shows today's meeting on its day", async () => {
    const [section] = await under(teaches, (read) => listOwnSections(read, "t", "2026-03-18", policy.absenceLimit));
    expect(section?.today).toEqual({ startsAt: "2026-03-18T09:00:00.000Z", status: "held", rolls: 4 });
  });

  it("says who missed the last meeting where there is none today, without who withdrew", async () => {
    const on = async (day: string) => (await under(teaches, (read) => listOwnSections(read, "t", day, policy.absenceLimit)))[0]?.last;
    expect(await on(today)).toEqual({ startsAt: "2026-03-18T09:00:00.000Z", absent: 1, absentees: [over] });
    expect(await on("2026-03-12")).toEqual({ startsAt: "2026-03-11T09:00:00.000Z", absent: 2, absentees: [over, near] });
    for (const day of ["2026-03-18", "2026-03-02"]) expect(await on(day)).toBeNull();
  });

  it("SCOPE-2: lists no section to who teaches none, the institution's president among them", async () => {
    for (const scope of [advises, narrowScope(institution, ["instructor"])]) {
      expect(await under(scope, (read) => listOwnSections(read, "t", today, policy.absenceLimit))).toEqual([]);
    }
  });

  it("knows a section's meetings in their order, and how far it is", async () => {
    const roll = await under(teaches, (read) => getSectionRoll(read, "s", policy.absenceLimit));
    expect(roll).toMatchObject({ absencesAllowed: 2, meetingsHeld: 3, meetingsPlanned: 8 });
    expect(roll?.meetings).toEqual(
      meetings.map((day) => ({ id: `m-${day}`, startsAt: `${day}T09:00:00.000Z`, day, status: "held", hasRoll: true, rolls: 4 })),
    );
  });

  it("SCOPE-1: counts the marks of a roll for nobody but who sees the whole section", async () => {
    const counted = async (scope: Scope) =>
      (await under(scope, (read) => getSectionRoll(read, "s", policy.absenceLimit)))?.meetings.map(({ hasRoll, rolls }) => [
        hasRoll,
        rolls,
      ]);
    for (const scope of [teaches, institution]) expect(await counted(scope)).toEqual(meetings.map(() => [true, 4]));
    for (const scope of [advises, { kind: "students" as const, students: [near] }])
      expect(await counted(scope)).toEqual(meetings.map(() => [true, null]));
  });

  it("knows each student's marks over the meetings, and the rows of a roll", async () => {
    const marks = await under(teaches, (read) => listSectionMarks(read, "s"));
    expect(new Map([...marks].map(([student, letters]) => [named(student), letters]))).toEqual(
      new Map([
        ["over", "aaa"],
        ["near", "aap"],
        ["well", "ppp"],
        ["gone", "aaa"],
      ]),
    );
    expect(await under(advises, (read) => listSectionMarks(read, "s"))).toEqual(new Map([[near, "aap"]]));
    const rows = await under(teaches, (read) => listRollRows(read, "m-2026-03-18"));
    expect(rows.map((row) => [named(row.student), row.status])).toEqual([
      ["over", "absent"],
      ["near", "present"],
      ["well", "present"],
      ["gone", "absent"],
    ]);
    expect(await under(advises, (read) => listRollRows(read, "m-2026-03-18"))).toMatchObject([{ student: near, status: "present" }]);
  });

  it("knows the meetings planned by the timetable, and does not take those of the past for all", async () => {
    const planned = async (section: string) => (await under(institution, (read) => getSectionRoll(read, section, 0.25)))?.meetingsPlanned;
    expect(await planned("timetable")).toBe(3);
    expect(await planned("unplanned")).toBeNull();
  });

  it("orders students by their distance to the limit, who withdrew last", async () => {
    const students = await under(teaches, (read) => getSectionStudents(read, "s", policy));
    expect(students.map((one) => [named(one.student), one.absencesLeft, one.chronic])).toEqual([
      ["over", -1, true],
      ["near", 0, true],
      ["well", 2, false],
      ["gone", -1, true],
    ]);
  });

  it("lists an advisor's students with where they are nearest to the limit", async () => {
    const advisees = await under(advises, (read) => listAdvisees(read, "t", today, policy));
    expect(advisees).toMatchObject([
      {
        student: near,
        program: "Old",
        registration: "enrolled",
        sections: 1,
        absent: 2,
        expected: 3,
        chronic: 1,
        nearest: { section: "s", absencesLeft: 0 },
        registeredOn: "2026-03-02",
        registrationBefore: null,
        withdrawnLately: 0,
        lately: { absent: 1, expected: 2 },
        earlier: { absent: 1, expected: 1 },
        lastActivityOn: "2026-03-17",
      },
    ]);
    expect(await under(teaches, (read) => listAdvisees(read, "t", today, policy))).toEqual([]);
  });

  it("knows their marks and letters of the term, and the mean of the term before on the same scale alone", async () => {
    const grade = (term: string, scale: string, points: number, letter: string, part = "") =>
      event(`g-${term}-${scale}${part}`, "grade.posted", {
        section: `${term}-${scale}${part}`,
        student: near,
        scale,
        letter,
        points,
        credits: 3,
        state: "final",
      });
    const section = (term: string, scale: string) =>
      event(`gs-${term}-${scale}`, "section.defined", { section: `${term}-${scale}`, course: "c", term, instructors: [] });
    const past = { academicYear: "2024", startsOn: "2024-09-01", endsOn: "2024-12-20" };
    const before = { academicYear: "2025", startsOn: "2025-09-01", endsOn: "2025-12-20" };
    await appendToLog(test.database, [
      event("t0", "term.defined", { term: "t0", name: "Before", ...before }),
      event("t00", "term.defined", { term: "t00", name: "Long before", ...before, startsOn: "2025-03-01" }),
      event("t000", "term.defined", { term: "t000", name: "Longer ago", ...past }),
      ...["t", "t0", "t00", "t000"].flatMap((term) => ["4.5", "4.5b", "4.0", "4.0b"].map((scale) => section(term, scale))),
      grade("t", "4.5", 0, "F"),
      grade("t", "4.5", 3, "B0", "b"),
      grade("t0", "4.0", 4, "A"),
      grade("t0", "4.0", 4, "A", "b"),
      grade("t0", "4.5", 1, "D0"), // one alone
      grade("t00", "4.5", 4, "A0"),
      grade("t00", "4.5", 3, "B0", "b"),
      grade("t000", "4.5", 2, "C0"),
      grade("t000", "4.5", 2, "C0", "b"),
    ]);
    await drainOnce(test.database, "UTC");
    const [grades] = await under(advises, (read) => listAdviseeGrades(read, "t"));
    expect(grades).toEqual({
      student: near,
      marks: [
        { assessment: "as-1", title: "Essay", section: "s", course: "Statics", score: 40, maxScore: 50 },
        { assessment: "as-2", title: "Test", section: "s", course: "Statics", score: 5, maxScore: 10 },
      ],
      letters: [
        { section: "t-4.5", course: "Statics", letter: "F", state: "final", failing: true },
        { section: "t-4.5b", course: "Statics", letter: "B0", state: "final", failing: false },
      ],
      means: { scale: "4.5", now: 1.5, before: 3.5, term: "Long before" },
    });
    expect(await under(teaches, (read) => listAdviseeGrades(read, "t"))).toEqual([]);
  });

  it("weighs a running grade by what has been marked, and neither by trials nor by what was taken back", async () => {
    for (const scope of [teaches, advises]) {
      const [grade] = await under(scope, (read) => getRunningGrades(read, { student: near }));
      expect(grade?.share).toBeCloseTo((30 * 0.8 + 20 * 0.5) / 50);
      expect(grade?.weightMarked).toBe(50);
    }
  });

  it("SCOPE-2: gives scores and running grades to no one under a scope that neither teaches nor advises", async () => {
    const scope = teachingScope(institution);
    expect(await under(scope, (read) => getRunningGrades(read, { section: "s" }))).toEqual([]);
    expect(await under(scope, (read) => getStudentScores(read, near))).toEqual([]);
    expect(await under(advises, (read) => getStudentScores(read, over))).toEqual([]);
  });

  it("keeps a student's versions, the latest first, the earliest from the start", async () => {
    const page = await under(teaches, (read) => getStudent(read, over, today));
    expect(page?.versions).toEqual([
      { from: "2026-03-15", to: null, program: "New", yearOfStudy: 2 },
      { from: null, to: "2026-03-15", program: "Old", yearOfStudy: 1 },
    ]);
    expect(page?.sections).toMatchObject([{ section: "s", absencesLeft: -1, underWay: true }]);
    expect(await under(advises, (read) => getStudent(read, over, today))).toBeNull();
  });
});
