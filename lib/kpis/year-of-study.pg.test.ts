import { beforeAll, describe, expect, it } from "vitest";
import type { BellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution, on, table } from "./testing/institution";

/**
 *                              ana       ben      dan      fay      eve
 * year of study                1         2        1        1        not said
 *   from 16 March              2
 *   from 1 April                         3
 * on the census day, 23 March  2         2        1        1        not said
 *
 * m1 algo-1      9 March, W11  present   late     absent
 * m2 algo-1     18 March, W12  absent    present                    present
 * m3 circuits-1  6 April, W15  late      present  excused  absent
 * algo-1                       F         A0       F
 * circuits-1                   enrolled  withdrawn         enrolled
 * registration                           left     left
 * active in the last week      yes                yes
 */
const year = (student: string, from: string, yearOfStudy: number | null, program = "p-cs", recorded = "2026-04-01") =>
  on(from, "student.defined", { student, program, advisor: student === "ana" || student === "ben" ? "cho" : null, yearOfStudy }, recorded);
const grade = (student: string, letter: string) =>
  on("2026-04-18", "grade.posted", { section: "algo-1", student, scale: "4.5", letter, state: "final" });
const registered = (student: string, status: string, effectiveOn: string) =>
  on("2026-03-02", "registration.changed", { student, term: "2026-1", status, effectiveOn }, effectiveOn);

describe("the filter yearOfStudy, asked as an outside client would", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    // Facts before what the students are, and that in two parts: the end is the same.
    await campus.send(
      meeting("m1", "algo-1", "2026-03-09"),
      meeting("m2", "algo-1", "2026-03-18"),
      meeting("m3", "circuits-1", "2026-04-06"),
      ...roll("m1", "2026-03-09", { ana: "present", ben: "late", dan: "absent" }),
      ...roll("m2", "2026-03-18", { ana: "absent", ben: "present", eve: "present" }),
      ...roll("m3", "2026-04-06", { ana: "late", ben: "present", dan: "excused", fay: "absent" }),
      ...["ana", "ben", "dan"].map((student) => enrolled("algo-1", student)),
      ...["ana", "ben", "fay"].map((student) => enrolled("circuits-1", student)),
      enrolled("circuits-1", "ben", "withdrawn", "2026-04-10"),
      enrolled("poetry-1", "eve"),
      ...[grade("ana", "F"), grade("ben", "A0"), grade("dan", "F")],
      ...["ana", "ben", "dan", "eve", "fay"].map((student) => registered(student, "enrolled", "2026-03-02")),
      registered("ben", "withdrawn", "2026-04-10"),
      registered("dan", "dismissed", "2026-04-12"),
      ...["ana", "dan"].map((student) => on("2026-04-18", "activity.observed", { student, section: "algo-1", kind: "post" })),
      ...roster,
    );
    await campus.send(
      year("ana", "2025-02-01", 1),
      year("ana", "2026-03-16", 2),
      year("ben", "2025-02-01", 2),
      year("ben", "2026-04-01", 3, "p-ee"),
      year("dan", "2025-02-01", 1, "p-ee"),
      year("fay", "2025-02-01", 1),
    );
  });

  const attendance = (present: number, late: number, absent: number, excused = 0) => ({ present, late, absent, excused });

  it.each<[string, object]>([
    // Attendance: the year of the meeting's day.
    ["attendance-rate?yearOfStudy=1", { value: 1 / 3, n: 3, measures: attendance(1, 0, 2, 1) }],
    ["attendance-rate?yearOfStudy=2", { value: 3 / 4, n: 2, measures: attendance(1, 2, 1) }],
    ["attendance-rate?yearOfStudy=3", { value: 1, n: 1, measures: attendance(1, 0, 0) }],
    ["attendance-rate?yearOfStudy=4", { value: null, n: 0, measures: attendance(0, 0, 0) }],
    ["attendance-rate?yearOfStudy=1&from=2026-03-16", { value: 0, n: 1, measures: attendance(0, 0, 1, 1) }],
    ["attendance-rate?yearOfStudy=2&section=circuits-1", { value: 1, n: 1, measures: attendance(0, 1, 0) }],
    ["attendance-rate?yearOfStudy=2&orgUnit=cs", { value: 2 / 3, n: 2, measures: attendance(1, 1, 1) }],
    ["attendance-rate?yearOfStudy=3&program=p-ee", { value: 1, n: 1 }],
    ["attendance-rate?yearOfStudy=3&program=p-cs", { value: null, n: 0 }],
    // The others: the year of the census day.
    ["course-withdrawal-rate?yearOfStudy=2", { value: 1 / 4, n: 2, measures: { withdrawn: 1, registered: 4 } }],
    ["course-withdrawal-rate?yearOfStudy=1", { value: 0, n: 2, measures: { withdrawn: 0, registered: 2 } }],
    ["course-withdrawal-rate?yearOfStudy=2&course=circuits", { value: 1 / 2, n: 2, measures: { withdrawn: 1, registered: 2 } }],
    ["dfw-rate?yearOfStudy=2", { value: 2 / 4, n: 2, measures: { dfw: 2, censusEnrolments: 4 } }],
    ["dfw-rate?yearOfStudy=1", { value: 1 / 2, n: 2, measures: { dfw: 1, censusEnrolments: 2 } }],
    [
      "grade-distribution?yearOfStudy=2",
      { value: 2, n: 2, measures: { letters: { F: 1, A0: 1 }, gradePointCredits: 12, gradedCredits: 6 } },
    ],
    ["grade-distribution?yearOfStudy=1", { value: 0, n: 1, measures: { letters: { F: 1 }, gradePointCredits: 0, gradedCredits: 3 } }],
    ["mean-grade-points?yearOfStudy=2", { value: 2, n: 2, measures: { gradePointCredits: 12, gradedCredits: 6 } }],
    ["mean-grade-points?yearOfStudy=3", { value: null, n: 0 }],
    ["dropout-rate?yearOfStudy=2", { value: 1 / 2, n: 2, measures: { dropouts: 1, enrolledAtCensus: 2 } }],
    ["dropout-rate?yearOfStudy=1&to=2026-04-11", { value: 0, n: 2, measures: { dropouts: 0, enrolledAtCensus: 2 } }],
    ["dropout-rate?yearOfStudy=1", { value: 1 / 2, n: 2, measures: { dropouts: 1, enrolledAtCensus: 2 } }],
    ["dropout-rate?yearOfStudy=1&course=circuits", { value: 0, n: 1, measures: { dropouts: 0, enrolledAtCensus: 1 } }],
    ["engagement-rate?yearOfStudy=2", { value: 1 / 2, n: 2, measures: { active: 1, enrolled: 2 } }],
    ["engagement-rate?yearOfStudy=1", { value: 1 / 2, n: 2, measures: { active: 1, enrolled: 2 } }],
    ["engagement-rate?yearOfStudy=1&section=circuits-1", { value: 0, n: 1, measures: { active: 0, enrolled: 1 } }],
  ])("%s", async (address, expected) => {
    expect(await campus.ask(address)).toMatchObject({ nExact: true, ...expected });
  });

  it("goes with breakdowns, and their n is exact too", async () => {
    const { groups = [] } = await campus.ask("attendance-rate?groupBy=week&yearOfStudy=2");
    expect(groups.map(({ key, value, n, nExact }) => [key, value, n, nExact])).toEqual([
      ["2026-W11", 1, 1, true],
      ["2026-W12", 1 / 2, 2, true],
      ["2026-W15", 1, 1, true],
    ]);
    expect(table(await campus.ask("engagement-rate?groupBy=section&yearOfStudy=1"))).toEqual([
      ["algo-1", 1, { active: 1, enrolled: 1 }],
      ["circuits-1", 0, { active: 0, enrolled: 1 }],
    ]);
    expect(table(await campus.ask("dfw-rate?groupBy=course,program&yearOfStudy=2"))).toEqual([
      [["algo", "p-cs"], 1 / 2, { dfw: 1, censusEnrolments: 2 }],
      [["circuits", "p-cs"], 1 / 2, { dfw: 1, censusEnrolments: 2 }],
    ]);
    expect(table(await campus.ask("dropout-rate?groupBy=program&yearOfStudy=2"))).toEqual([
      ["p-cs", 1 / 2, { dropouts: 1, enrolledAtCensus: 2 }],
    ]);
    // 2025-2 was before: ana was in her first year then, and nothing was recorded.
    expect(await campus.ask("attendance-rate?compare=previous-term&yearOfStudy=2")).toMatchObject({
      value: 3 / 4,
      comparison: { label: "Fall 2025", value: null },
    });
  });

  it("SCOPE-1: within the reader's scope, students who were on a roll there without an enrolment among them", async () => {
    expect(await campus.ask("attendance-rate?yearOfStudy=1", campus.dean("ee"))).toMatchObject({
      value: 0,
      measures: attendance(0, 0, 1, 1),
    });
    const cho = await campus.bound("advisor", "cho");
    expect(await campus.ask("attendance-rate?yearOfStudy=1", cho)).toMatchObject({ value: 1, n: 1, measures: attendance(1, 0, 0) });
    const lee = await campus.bound("faculty", "lee");
    expect(await campus.ask("attendance-rate?yearOfStudy=2", lee)).toMatchObject({ value: 1, n: 1, measures: attendance(0, 1, 0) });
  });

  const refusal = (address: string, who = campus.admin) =>
    campus.ask(address, who).then(
      () => null,
      (error: BellwetherError) => ({ code: error.code, ...error.facts }),
    );

  it("CELL-1: readers of releases have all years together", async () => {
    for (const kpi of ["attendance-rate", "grade-distribution", "dropout-rate"]) {
      expect(await refusal(`${kpi}?yearOfStudy=1`, campus.viewer)).toMatchObject({
        code: "bad-request",
        field: "yearOfStudy",
        rule: "not-released",
      });
    }
  });

  it.each([
    ["0", "min"],
    ["21", "max"],
    ["01", "integer"],
    ["1.5", "integer"],
    ["-1", "integer"],
    ["", "integer"],
    ["first", "integer"],
  ])("yearOfStudy=%s is refused by rule %s", async (found, rule) => {
    expect(await refusal(`attendance-rate?yearOfStudy=${found}`)).toMatchObject({ field: "yearOfStudy", rule, found });
  });

  it("meetings have no year of study", async () => {
    expect(await refusal("attendance-coverage?yearOfStudy=1")).toMatchObject({ field: "yearOfStudy", rule: "unknown-filter" });
  });

  it("a correction of the year moves what hangs on it, and nothing else", async () => {
    const whole = await campus.ask("attendance-rate");
    await campus.send(year("ana", "2026-03-16", 3, "p-cs", "2026-04-19"));
    expect(await campus.ask("attendance-rate?yearOfStudy=2")).toMatchObject({ value: 1, n: 1, measures: attendance(1, 1, 0) });
    expect(await campus.ask("attendance-rate?yearOfStudy=3")).toMatchObject({ value: 2 / 3, n: 2, measures: attendance(1, 1, 1) });
    expect(await campus.ask("dfw-rate?yearOfStudy=3")).toMatchObject({ value: 1 / 2, n: 1 });
    expect(await campus.ask("dropout-rate?yearOfStudy=3")).toMatchObject({ value: 0, n: 1 });
    expect((await campus.ask("attendance-rate")).measures).toEqual(whole.measures);
    await campus.send(year("ana", "2026-03-16", null, "p-cs", "2026-04-20"));
    expect(await campus.ask("engagement-rate?yearOfStudy=3")).toMatchObject({ value: null, n: 0 });
    // A census day that moves takes another year along: on 15 March ana was in her first.
    await campus.send(
      on(
        "2025-01-10",
        "term.defined",
        {
          term: "2026-1",
          name: "Spring 2026",
          academicYear: "2026",
          startsOn: "2026-03-02",
          endsOn: "2026-06-19",
          censusOn: "2026-03-15",
        },
        "2026-04-20",
      ),
    );
    expect(await campus.ask("engagement-rate?yearOfStudy=1")).toMatchObject({ value: 2 / 3, n: 3, measures: { active: 2, enrolled: 3 } });
    expect(await campus.ask("mean-grade-points?yearOfStudy=1")).toMatchObject({ value: 0, n: 2 });
    expect(await campus.ask("dropout-rate?yearOfStudy=1")).toMatchObject({ value: 1 / 3, n: 3 });
  });
});
