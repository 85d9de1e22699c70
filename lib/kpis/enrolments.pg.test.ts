import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, roster } from "./testing/campus";
import { Institution, on, table } from "./testing/institution";

const seen = (student: string, day: string, more: object = {}) => on(day, "activity.observed", { student, kind: "view", ...more });

/**
 * Term 2 March to 19 June; today is Monday 20 April (W17).
 *
 *             ana               ben               dan                    eve                   fay
 * algo-1      enrolled          withdrawn 1 Mar   withdrawn 2 Mar (W10)  completed 19 June
 * algo-2                        enrolled          withdrawn 26 Apr (W17)                       withdrawn 20 Apr (W17)
 * circuits-1  withdrawn 9 Mar   enrolled                                                       enrolled since 10 Apr
 * poetry-1                      (W11)                                    enrolled, then 15 Apr withdrawn, then back
 */
describe("course withdrawal and engagement, asked as an outside client would", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      enrolled("algo-1", "dan", "withdrawn", "2026-03-02"),
      enrolled("algo-1", "dan"), // written down before the withdrawal, though it comes after
      ...roster,
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "ben", "withdrawn", "2026-03-01"),
      enrolled("algo-1", "eve", "completed", "2026-06-19"),
      enrolled("algo-2", "ben"),
      enrolled("algo-2", "dan", "withdrawn", "2026-04-26"),
      enrolled("algo-2", "fay", "withdrawn", "2026-04-20"),
      enrolled("circuits-1", "ana", "withdrawn", "2026-03-09"),
      enrolled("circuits-1", "ben"),
      enrolled("circuits-1", "fay", "enrolled", "2026-04-10"),
      enrolled("poetry-1", "eve", "withdrawn", "2026-04-15"),
      enrolled("poetry-1", "eve", "enrolled", "2026-04-16"),
    );
    await campus.send(
      seen("ana", "2026-04-13"), // one day too early for the seven days that end on 20 April
      seen("ben", "2026-04-14", { section: "poetry-1" }),
      seen("ben", "2026-04-14"),
      seen("dan", "2026-04-20"), // enrolled until 26 April
      seen("eve", "2026-04-21"), // after today
      { ...seen("fay", "2026-04-14"), time: "2026-04-13T15:00:00Z" }, // midnight of the 14th in Seoul
      { ...seen("eve", "2026-04-13"), time: "2026-04-13T14:59:59.999Z" }, // just before it
    );
  });

  it.each<[string, Record<string, unknown>]>([
    // Registered: eleven but ben's algo-1, which ended before the first day. Withdrawn by today: dan, fay, ana.
    ["", { value: 3 / 10, n: 5, nExact: true, measures: { withdrawn: 3, registered: 10 } }],
    ["?to=2026-04-26", { value: 4 / 10, measures: { withdrawn: 4, registered: 10 } }],
    ["?to=2026-03-09", { value: 2 / 10, measures: { withdrawn: 2, registered: 10 } }],
    ["?to=2026-03-08", { value: 1 / 10, measures: { withdrawn: 1, registered: 10 } }],
    ["?to=2026-03-01", { value: 0, measures: { withdrawn: 0, registered: 10 } }],
    ["?section=algo-1", { value: 1 / 3, n: 3, measures: { withdrawn: 1, registered: 3 } }],
    ["?course=algo", { value: 2 / 6, n: 5, measures: { withdrawn: 2, registered: 6 } }],
    ["?orgUnit=eng", { value: 3 / 9, n: 5, measures: { withdrawn: 3, registered: 9 } }],
    ["?program=p-cs", { value: 1 / 4, n: 2, measures: { withdrawn: 1, registered: 4 } }],
    ["?term=2025-2", { value: null, n: 0, measures: { withdrawn: 0, registered: 0 } }],
  ])("course-withdrawal-rate%s", async (query, expected) => {
    expect(await campus.ask(`course-withdrawal-rate${query}`)).toMatchObject(expected);
  });

  it.each<[string, unknown[]]>([
    [
      "groupBy=section",
      [
        ["algo-1", 1 / 3, { withdrawn: 1, registered: 3 }],
        ["algo-2", 1 / 3, { withdrawn: 1, registered: 3 }],
        ["circuits-1", 1 / 3, { withdrawn: 1, registered: 3 }],
        ["poetry-1", 0, { withdrawn: 0, registered: 1 }],
      ],
    ],
    [
      "groupBy=org_unit",
      [
        ["cs", 2 / 6, { withdrawn: 2, registered: 6 }],
        ["ee", 1 / 3, { withdrawn: 1, registered: 3 }],
        ["hum", 0, { withdrawn: 0, registered: 1 }],
      ],
    ],
    [
      "groupBy=course,program&orgUnit=cs",
      [
        [["algo", "p-cs"], 0, { withdrawn: 0, registered: 2 }],
        [["algo", "p-ee"], 1 / 2, { withdrawn: 1, registered: 2 }],
        [["algo", "p-hist"], 0, { withdrawn: 0, registered: 1 }],
        [["algo", null], 1, { withdrawn: 1, registered: 1 }],
      ],
    ],
    // A week's withdrawals over the whole cohort, so that the weeks add up to the rate.
    [
      "groupBy=week",
      [
        ["2026-W10", 1 / 10, { withdrawn: 1, registered: 10 }],
        ["2026-W11", 1 / 10, { withdrawn: 1, registered: 10 }],
        ["2026-W17", 1 / 10, { withdrawn: 1, registered: 10 }],
      ],
    ],
    [
      "groupBy=date&to=2026-04-30",
      [
        ["2026-03-02", 1 / 10, { withdrawn: 1, registered: 10 }],
        ["2026-03-09", 1 / 10, { withdrawn: 1, registered: 10 }],
        ["2026-04-20", 1 / 10, { withdrawn: 1, registered: 10 }],
        ["2026-04-26", 1 / 10, { withdrawn: 1, registered: 10 }],
      ],
    ],
    // With a second breakdown the cohort is the other member's.
    [
      "groupBy=week,course",
      [
        [["2026-W10", "algo"], 1 / 6, { withdrawn: 1, registered: 6 }],
        [["2026-W11", "circuits"], 1 / 3, { withdrawn: 1, registered: 3 }],
        [["2026-W17", "algo"], 1 / 6, { withdrawn: 1, registered: 6 }],
      ],
    ],
  ])("course-withdrawal-rate by %s", async (query, expected) => {
    expect(table(await campus.ask(`course-withdrawal-rate?${query}`))).toEqual(expected);
  });

  it("n is the students of the cohort below: of all, and of the other member", async () => {
    const weeks = await campus.ask("course-withdrawal-rate?groupBy=week,section");
    expect(weeks.groups?.map(({ keys, n }) => [keys, n])).toEqual([
      [["2026-W10", "algo-1"], 3],
      [["2026-W11", "circuits-1"], 3],
      [["2026-W17", "algo-2"], 3],
    ]);
    expect((await campus.ask("course-withdrawal-rate?groupBy=week")).groups?.map(({ n }) => n)).toEqual([5, 5, 5]);
    expect((await campus.ask("course-withdrawal-rate?groupBy=program")).groups?.map(({ key, n }) => [key, n])).toEqual([
      ["p-cs", 2],
      ["p-ee", 1],
      ["p-hist", 1],
      [null, 1],
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    // On 20 April: ana, ben, dan (algo-2 until the 26th), eve, fay (circuits-1; algo-2 ended today). Active since the 14th: ben, dan, fay.
    ["", { value: 3 / 5, n: 5, nExact: true, measures: { active: 3, enrolled: 5 } }],
    ["?to=2026-04-13", { value: 2 / 5, measures: { active: 2, enrolled: 5 } }], // ana and eve, on the last of the seven days
    ["?to=2026-04-19", { value: 4 / 5, measures: { active: 4, enrolled: 5 } }], // from the 13th on: ana, ben, eve, fay; dan not yet
    ["?to=2026-04-21", { value: 2 / 5, measures: { active: 2, enrolled: 5 } }], // dan and eve; the 14th is past
    ["?to=2026-03-01", { value: 0, measures: { active: 0, enrolled: 5 } }], // all five had a section by then
    ["?to=2026-02-19", { value: 0, n: 5, measures: { active: 0, enrolled: 5 } }], // whose enrolment ended later: each in some section
    ["?section=algo-2", { value: 1, n: 2, measures: { active: 2, enrolled: 2 } }], // ben and dan; fay left today
    ["?section=algo-2&to=2026-04-19", { value: 2 / 3, n: 3, measures: { active: 2, enrolled: 3 } }],
    ["?section=circuits-1", { value: 1, measures: { active: 2, enrolled: 2 } }],
    ["?section=circuits-1&to=2026-04-09", { value: 0, measures: { active: 0, enrolled: 1 } }],
    ["?course=algo", { value: 2 / 4, measures: { active: 2, enrolled: 4 } }],
    ["?orgUnit=hum", { value: 0, measures: { active: 0, enrolled: 1 } }],
    ["?program=p-cs", { value: 1 / 2, measures: { active: 1, enrolled: 2 } }],
    ["?term=2025-2", { value: null, n: 0, measures: { active: 0, enrolled: 0 } }],
  ])("engagement-rate%s", async (query, expected) => {
    expect(await campus.ask(`engagement-rate${query}`)).toMatchObject(expected);
  });

  it.each<[string, unknown[]]>([
    [
      "groupBy=section",
      [
        ["algo-1", 0, { active: 0, enrolled: 2 }],
        ["algo-2", 1, { active: 2, enrolled: 2 }],
        ["circuits-1", 1, { active: 2, enrolled: 2 }],
        ["poetry-1", 0, { active: 0, enrolled: 1 }],
      ],
    ],
    // Distinct in each member: they do not add up.
    [
      "groupBy=org_unit",
      [
        ["cs", 2 / 4, { active: 2, enrolled: 4 }],
        ["ee", 1, { active: 2, enrolled: 2 }],
        ["hum", 0, { active: 0, enrolled: 1 }],
      ],
    ],
    [
      "groupBy=program,course",
      [
        [["p-cs", "algo"], 1 / 2, { active: 1, enrolled: 2 }],
        [["p-cs", "circuits"], 1, { active: 1, enrolled: 1 }],
        [["p-ee", "algo"], 1, { active: 1, enrolled: 1 }],
        [["p-hist", "algo"], 0, { active: 0, enrolled: 1 }],
        [["p-hist", "poetry"], 0, { active: 0, enrolled: 1 }],
        [[null, "circuits"], 1, { active: 1, enrolled: 1 }],
      ],
    ],
  ])("engagement-rate by %s", async (query, expected) => {
    expect(table(await campus.ask(`engagement-rate?${query}`))).toEqual(expected);
  });

  it("after the term the day is its last one; a completed enrolment ends on its day", async () => {
    campus.today = "2026-07-10";
    // 19 June: ana, ben, fay, eve by poetry-1; her algo-1 ended today, dan is out.
    expect(await campus.ask("engagement-rate")).toMatchObject({ measures: { active: 0, enrolled: 4 } });
    expect(await campus.ask("engagement-rate?section=algo-1")).toMatchObject({ measures: { active: 0, enrolled: 1 } });
    expect(await campus.ask("engagement-rate?section=algo-1&to=2026-06-18")).toMatchObject({ measures: { active: 0, enrolled: 2 } });
    expect(await campus.ask("course-withdrawal-rate")).toMatchObject({ measures: { withdrawn: 4, registered: 10 } });
    campus.today = "2026-04-20";
  });
});
