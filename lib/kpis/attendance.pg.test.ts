import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { answerKpi, parseKpiRequest } from "./answer-request";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution, on, table } from "./testing/institution";

/**
 *               ana      ben      dan      eve      fay
 * m1 algo-1     present  late     absent            -         Mon 9 Mar, W11
 * m2 algo-1     present  absent   excused                     Wed 11 Mar, W11
 * m3 algo-2                       present  present            Mon 16 Mar, W12
 * m4 circuits-1 late     present                    absent    Mon 6 Apr, W15 (ben is in p-ee by now)
 * m5 poetry-1                              excused            Tue 7 Apr, W15
 * m6 poetry-1   held without a roll                           Tue 14 Apr, W16
 * m7 algo-1     cancelled, m8 algo-1 planned: both with a roll that counts nowhere
 * o1 algo-25    present  present                              Tue 9 Sep 2025, W37
 *
 * In all: present 5 (ana 2, ben 1, dan 1, eve 1), late 2, absent 3, excused 2.
 */
describe("attendance, asked as an outside client would", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      // Rolls before their meetings, meetings before the roster: the end is the same.
      ...roll("m1", "2026-03-09", { ana: "present", ben: "late", dan: "present" }),
      ...roll("m4", "2026-04-06", { ana: "late", ben: "present", fay: "absent" }),
      meeting("m1", "algo-1", "2026-03-09"),
      meeting("m2", "algo-1", "2026-03-18"),
      meeting("m4", "circuits-1", "2026-04-06"),
    );
    await campus.send(
      ...roster,
      ...roll("m2", "2026-03-11", { ana: "present", ben: "absent", dan: "excused" }),
      meeting("m3", "algo-2", "2026-03-16"),
      ...roll("m3", "2026-03-16", { dan: "present", eve: "present" }),
      meeting("m5", "poetry-1", "2026-04-07"),
      ...roll("m5", "2026-04-07", { eve: "excused" }),
      meeting("m6", "poetry-1", "2026-04-14"),
      meeting("m7", "algo-1", "2026-03-30"),
      ...roll("m7", "2026-03-30", { ana: "absent", ben: "absent" }),
      meeting("m8", "algo-1", "2026-04-27", "planned"),
      ...roll("m8", "2026-04-27", { ana: "absent" }),
      meeting("o1", "algo-25", "2025-09-09"),
      ...roll("o1", "2025-09-09", { ana: "present", ben: "present" }),
      enrolled("algo-1", "ana"),
      enrolled("circuits-1", "fay"),
      enrolled("circuits-1", "ana"),
      enrolled("algo-1", "dan", "withdrawn", "2026-03-04"), // dan's roll counts all the same
    );
    await campus.send(
      // Corrections: dan was not there after all; m2 was moved back a week; m7 was cancelled later.
      ...roll("m1", "2026-03-09", { dan: "absent" }, "2026-03-20"),
      meeting("m2", "algo-1", "2026-03-11", "held", "2026-03-25"),
      meeting("m7", "algo-1", "2026-03-30", "cancelled", "2026-03-31"),
    );
  });

  it("counts held meetings' rolls: 5 + 2 of 5 + 2 + 3, excused left out", async () => {
    expect(await campus.ask("attendance-rate")).toMatchObject({
      kpi: "attendance-rate",
      value: 0.7,
      n: 5, // ana, ben, dan, eve, fay; nobody twice
      nExact: true,
      measures: { present: 5, late: 2, absent: 3, excused: 2 },
      unit: "ratio",
      policyVersion: 1,
      suppressed: false,
      term: "2026-1",
    });
  });

  it.each<[string, unknown[]]>([
    [
      "groupBy=section",
      [
        ["algo-1", 3 / 5, { present: 2, late: 1, absent: 2, excused: 1 }],
        ["algo-2", 1, { present: 2, late: 0, absent: 0, excused: 0 }],
        ["circuits-1", 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
        ["poetry-1", null, { present: 0, late: 0, absent: 0, excused: 1 }],
      ],
    ],
    [
      "groupBy=course",
      [
        ["algo", 5 / 7, { present: 4, late: 1, absent: 2, excused: 1 }],
        ["circuits", 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
        ["poetry", null, { present: 0, late: 0, absent: 0, excused: 1 }],
      ],
    ],
    // The unit on which the course hangs directly: eng and uni have none.
    [
      "groupBy=org_unit",
      [
        ["cs", 5 / 7, { present: 4, late: 1, absent: 2, excused: 1 }],
        ["ee", 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
        ["hum", null, { present: 0, late: 0, absent: 0, excused: 1 }],
      ],
    ],
    // The student's program on the day of the meeting: ben's mark of April is in p-ee, those of March in p-cs.
    [
      "groupBy=program",
      [
        ["p-cs", 4 / 5, { present: 2, late: 2, absent: 1, excused: 0 }],
        ["p-ee", 2 / 3, { present: 2, late: 0, absent: 1, excused: 1 }],
        ["p-hist", 1, { present: 1, late: 0, absent: 0, excused: 1 }],
        [null, 0, { present: 0, late: 0, absent: 1, excused: 0 }],
      ],
    ],
    [
      "groupBy=date",
      [
        ["2026-03-09", 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
        ["2026-03-11", 1 / 2, { present: 1, late: 0, absent: 1, excused: 1 }],
        ["2026-03-16", 1, { present: 2, late: 0, absent: 0, excused: 0 }],
        ["2026-04-06", 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
        ["2026-04-07", null, { present: 0, late: 0, absent: 0, excused: 1 }],
      ],
    ],
    [
      "groupBy=week",
      [
        ["2026-W11", 3 / 5, { present: 2, late: 1, absent: 2, excused: 1 }],
        ["2026-W12", 1, { present: 2, late: 0, absent: 0, excused: 0 }],
        ["2026-W15", 2 / 3, { present: 1, late: 1, absent: 1, excused: 1 }],
      ],
    ],
    [
      "groupBy=week,program&course=algo",
      [
        [["2026-W11", "p-cs"], 3 / 4, { present: 2, late: 1, absent: 1, excused: 0 }],
        [["2026-W11", "p-ee"], 0, { present: 0, late: 0, absent: 1, excused: 1 }],
        [["2026-W12", "p-ee"], 1, { present: 1, late: 0, absent: 0, excused: 0 }],
        [["2026-W12", "p-hist"], 1, { present: 1, late: 0, absent: 0, excused: 0 }],
      ],
    ],
    [
      "groupBy=program,week&course=circuits",
      [
        [["p-cs", "2026-W15"], 1, { present: 0, late: 1, absent: 0, excused: 0 }],
        [["p-ee", "2026-W15"], 1, { present: 1, late: 0, absent: 0, excused: 0 }],
        [[null, "2026-W15"], 0, { present: 0, late: 0, absent: 1, excused: 0 }],
      ],
    ],
    [
      "groupBy=org_unit,section&orgUnit=eng",
      [
        [["cs", "algo-1"], 3 / 5, { present: 2, late: 1, absent: 2, excused: 1 }],
        [["cs", "algo-2"], 1, { present: 2, late: 0, absent: 0, excused: 0 }],
        [["ee", "circuits-1"], 2 / 3, { present: 1, late: 1, absent: 1, excused: 0 }],
      ],
    ],
  ])("breaks down by %s", async (query, expected) => {
    expect(table(await campus.ask(`attendance-rate?${query}`))).toEqual(expected);
  });

  it.each<[string, Record<string, unknown>]>([
    ["orgUnit=eng", { value: 7 / 10, n: 5, measures: { present: 5, late: 2, absent: 3, excused: 1 } }],
    ["orgUnit=uni", { value: 7 / 10, n: 5, measures: { present: 5, late: 2, absent: 3, excused: 2 } }],
    ["orgUnit=ee", { value: 2 / 3, n: 3, measures: { present: 1, late: 1, absent: 1, excused: 0 } }],
    ["course=algo", { value: 5 / 7, n: 4, measures: { present: 4, late: 1, absent: 2, excused: 1 } }],
    ["section=algo-1", { value: 3 / 5, n: 3, measures: { present: 2, late: 1, absent: 2, excused: 1 } }],
    // Nobody was expected at poetry-1: the one mark is excused.
    ["section=poetry-1", { value: null, n: 0, nExact: true, measures: { present: 0, late: 0, absent: 0, excused: 1 } }],
    ["program=p-cs", { value: 4 / 5, n: 2, measures: { present: 2, late: 2, absent: 1, excused: 0 } }],
    ["program=p-ee", { value: 2 / 3, n: 2, measures: { present: 2, late: 0, absent: 1, excused: 1 } }],
    ["program=p-ee&section=algo-1", { value: 0, n: 1, measures: { present: 0, late: 0, absent: 1, excused: 1 } }],
    // Both ends belong to a range.
    ["from=2026-03-11&to=2026-04-06", { value: 5 / 7, n: 5, nExact: true, measures: { present: 4, late: 1, absent: 2, excused: 1 } }],
    ["from=2026-03-12&to=2026-04-05", { value: 1, n: 2, measures: { present: 2, late: 0, absent: 0, excused: 0 } }],
    ["to=2026-03-10&term=2026-1", { value: 2 / 3, n: 3, measures: { present: 1, late: 1, absent: 1, excused: 0 } }],
    // A range without a term spans terms; with one it does not.
    ["from=2025-09-09&to=2026-03-09", { value: 4 / 5, n: 3, measures: { present: 3, late: 1, absent: 1, excused: 0 } }],
    ["to=2026-03-09", { value: 4 / 5, n: 3, measures: { present: 3, late: 1, absent: 1, excused: 0 } }],
    ["term=2025-2", { value: 1, n: 2, measures: { present: 2, late: 0, absent: 0, excused: 0 }, term: "2025-2" }],
    ["term=2025-2&from=2025-09-10", { value: null, n: 0, measures: { present: 0, late: 0, absent: 0, excused: 0 } }],
    ["term=2025-1", { value: null, n: 0, nExact: true, measures: { present: 0, late: 0, absent: 0, excused: 0 } }],
  ])("filters by %s", async (query, expected) => {
    expect(await campus.ask(`attendance-rate?${query}`)).toMatchObject(expected);
  });

  it("counts the distinct students of every group exactly while they are few", async () => {
    const { groups } = await campus.ask("attendance-rate?groupBy=week");
    // W15: ana, ben and fay at m4; eve's mark is excused.
    expect(groups?.map(({ key, n, nExact }) => [key, n, nExact])).toEqual([
      ["2026-W11", 3, true],
      ["2026-W12", 2, true],
      ["2026-W15", 3, true],
    ]);
  });

  it("counts the students of a range where more than the threshold are sure, as far as is asked", async () => {
    await campus.setPolicy({ suppression: { threshold: 3 } });
    // Ten marks at four meetings are three students at least; there are ana, ben, dan, eve and fay.
    const asked = parseKpiRequest("attendance-rate", new URLSearchParams("from=2026-03-09&to=2026-04-06&groupBy=week"));
    const sure = (countedBelow: number) => answerKpi({ ...campus.asking(), countedBelow }, campus.admin, asked);
    expect(await sure(0)).toMatchObject({ n: 3, nExact: false });
    expect(await sure(3)).toMatchObject({ n: 3, nExact: false });
    const { groups, ...counted } = await sure(4);
    expect(counted).toMatchObject({ n: 5, nExact: true, value: 7 / 10 });
    expect(groups?.map(({ key, n, nExact }) => [key, n, nExact])).toEqual([
      ["2026-W11", 3, true],
      ["2026-W12", 2, true],
      ["2026-W15", 3, true],
    ]);
    await campus.defaultPolicy();
  });

  it("labels days, units and programs in the reader's language", async () => {
    const labels = async (groupBy: string, locale: "en" | "ko") =>
      (await campus.ask(`attendance-rate?groupBy=${groupBy}`, campus.admin, locale)).groups?.map((group) => group.labels ?? group.label);
    expect((await labels("date", "en"))?.slice(0, 2)).toEqual(["9 Mar", "11 Mar"]);
    expect((await labels("date", "ko"))?.slice(0, 2)).toEqual(["3월 9일", "3월 11일"]);
    expect(await labels("week", "en")).toEqual(["2026-W11", "2026-W12", "2026-W15"]);
    expect(await labels("org_unit", "ko")).toEqual(["컴퓨터학과", "EE", "HUM"]);
    expect(await labels("program", "en")).toEqual(["Computing", "Electronics", "History", null]);
    expect((await labels("org_unit,course", "en"))?.[0]).toEqual(["CS", "Algorithms"]);
  });

  it("coverage: rolls of held meetings, and those who have no roll yet", async () => {
    // Held: m1 to m6; m6 has no roll.
    const whole = await campus.ask("attendance-coverage");
    expect(whole).toMatchObject({ value: 5 / 6, measures: { recordedMeetings: 5, heldMeetings: 6 } });
    expect(table(await campus.ask("attendance-coverage?groupBy=section"))).toEqual([
      ["algo-1", 1, { recordedMeetings: 2, heldMeetings: 2 }],
      ["algo-2", 1, { recordedMeetings: 1, heldMeetings: 1 }],
      ["circuits-1", 1, { recordedMeetings: 1, heldMeetings: 1 }],
      ["poetry-1", 1 / 2, { recordedMeetings: 1, heldMeetings: 2 }],
    ]);
    expect(table(await campus.ask("attendance-coverage?groupBy=week,org_unit&from=2026-04-06"))).toEqual([
      [["2026-W15", "ee"], 1, { recordedMeetings: 1, heldMeetings: 1 }],
      [["2026-W15", "hum"], 1, { recordedMeetings: 1, heldMeetings: 1 }],
      [["2026-W16", "hum"], 0, { recordedMeetings: 0, heldMeetings: 1 }],
    ]);
    expect(await campus.ask("attendance-coverage?orgUnit=ee&groupBy=course")).toMatchObject({ value: 1, groups: [{ key: "circuits" }] });
    expect(await campus.ask("attendance-coverage?term=2025-1")).toMatchObject({
      value: null,
      measures: { recordedMeetings: 0, heldMeetings: 0 },
    });
  });

  it("policies: late as two thirds, excused as attended, each answer naming the version", async () => {
    await campus.setPolicy({ attendance: { lateWeight: 2 / 3 } });
    const late = await campus.ask("attendance-rate?section=algo-1");
    expect(late.value).toBeCloseTo((2 + 2 / 3) / 5, 12);
    expect(late.policyVersion).toBe(2);
    await campus.defaultPolicy();
    await campus.setPolicy({ attendance: { excused: "attended" } });
    // 5 present + 2 late + 2 excused of 12; eve's excused mark makes poetry-1 a rate.
    expect(await campus.ask("attendance-rate")).toMatchObject({ value: 9 / 12, n: 5 });
    expect(await campus.ask("attendance-rate?section=poetry-1")).toMatchObject({ value: 1, n: 1 });
    expect((await campus.ask("attendance-rate?groupBy=section")).groups?.map(({ key, n }) => [key, n])).toEqual([
      ["algo-1", 3],
      ["algo-2", 2],
      ["circuits-1", 3],
      ["poetry-1", 1],
    ]);
    await campus.defaultPolicy();
  });

  it("a course that moves to another unit takes its whole history along", async () => {
    await campus.send(on("2026-04-19", "course.defined", { course: "circuits", title: "Circuits", orgUnit: "hum", credits: 2 }));
    expect(await campus.ask("attendance-rate?orgUnit=hum")).toMatchObject({
      measures: { present: 1, late: 1, absent: 1, excused: 1 },
      n: 3,
    });
    expect(await campus.ask("attendance-rate?orgUnit=ee")).toMatchObject({ value: null, n: 0 });
    await campus.send(on("2026-04-20", "course.defined", { course: "circuits", title: "Circuits", orgUnit: "ee", credits: 2 }));
    expect(await campus.ask("attendance-rate?orgUnit=ee")).toMatchObject({ value: 2 / 3, n: 3 });
  });
});
