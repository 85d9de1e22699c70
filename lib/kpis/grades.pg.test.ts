import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, roster } from "./testing/campus";
import { Institution, on, table } from "./testing/institution";

const grade = (section: string, student: string, scale: string, letter: string, more: object = {}, day = "2026-06-20") =>
  on(day, "grade.posted", { section, student, scale, letter, state: "final", ...more });

/**
 *             ana          ben               dan            eve             fay
 * algo-1      A+ 3 cr.     B0, later C+      D+ 3 cr.       -               P (no points)
 * algo-2                                                    F 3 cr.
 * circuits-1  B+ 2 cr.     A0 (says 1 cr.)   F, withdrawn                   provisional D0
 * poetry-1                                   band: Pass     band: Fail
 *
 * 4.5, final: points × credits = 4.5×3 + 2.5×3 + 1.5×3 + 0×3 + 3.5×2 + 4×1 + 0×2 = 36.5 over 3+3+3+3+2+1+2 = 17 credits.
 */
describe("grades and DFW, asked as an outside client would", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      grade("algo-1", "ana", "4.5", "A+"),
      grade("algo-1", "ben", "4.5", "B0", { state: "provisional" }, "2026-05-01"),
      grade("algo-1", "dan", "4.5", "D+"),
      grade("algo-1", "fay", "4.5", "P"),
      grade("algo-2", "eve", "4.5", "F"),
      grade("circuits-1", "ana", "4.5", "B+"),
      grade("circuits-1", "ben", "4.5", "A0", { credits: 1 }),
      grade("circuits-1", "dan", "4.5", "F"),
      grade("circuits-1", "fay", "4.5", "D0", { state: "provisional" }),
      grade("poetry-1", "dan", "band", "Pass"),
      grade("poetry-1", "eve", "band", "Fail"),
      ...roster,
      enrolled("algo-1", "ana", "completed", "2026-06-19"),
      enrolled("algo-1", "ben", "completed", "2026-06-19"),
      enrolled("algo-1", "dan"),
      enrolled("algo-1", "fay"),
      enrolled("algo-1", "eve", "withdrawn", "2026-03-22"), // the day before census
      enrolled("algo-2", "eve"),
      enrolled("circuits-1", "ana"),
      enrolled("circuits-1", "ben", "enrolled", "2026-04-02"), // late, but not withdrawn before census
      enrolled("circuits-1", "dan", "withdrawn", "2026-03-23"), // on the census day
      enrolled("circuits-1", "fay"),
      enrolled("poetry-1", "dan"),
      enrolled("poetry-1", "eve"),
    );
    await campus.send(grade("algo-1", "ben", "4.5", "C+", {}, "2026-06-21"));
  });

  const letters = { "A+": 1, A0: 1, "B+": 1, "C+": 1, "D+": 1, F: 2, P: 1 };

  it("with several scales and none named there is no value, and each scale beside it", async () => {
    const answer = await campus.ask("grade-distribution");
    expect(answer).toMatchObject({ value: null, n: 5, nExact: true, measures: {}, unit: "points" });
    expect(answer.scales).toMatchObject([
      { scale: "4.5", n: 5, measures: { letters, gradePointCredits: 36.5, gradedCredits: 17 } },
      { scale: "band", n: 2, measures: { letters: { Pass: 1, Fail: 1 }, gradePointCredits: 0, gradedCredits: 0 } },
    ]);
    expect(answer.measures).toEqual({});
    expect((await campus.ask("mean-grade-points")).scales).toMatchObject([
      { scale: "4.5", n: 4, measures: { gradePointCredits: 36.5, gradedCredits: 17 } }, // fay's P has no points
      { scale: "band", n: 0, measures: { gradePointCredits: 0, gradedCredits: 0 } },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ["grade-distribution?scale=4.5", { value: 36.5 / 17, n: 5, measures: { letters, gradePointCredits: 36.5, gradedCredits: 17 } }],
    ["mean-grade-points?scale=4.5", { value: 36.5 / 17, n: 4, measures: { gradePointCredits: 36.5, gradedCredits: 17 } }],
    ["mean-grade-points?scale=band", { value: null, n: 0, measures: { gradePointCredits: 0, gradedCredits: 0 } }],
    // ben's grade of algo-1 was provisional and is final now: it is among the provisional ones no more.
    ["grade-distribution?state=provisional", { value: 1, n: 1, measures: { letters: { D0: 1 }, gradePointCredits: 2, gradedCredits: 2 } }],
    [
      "grade-distribution?section=algo-1",
      {
        value: (13.5 + 7.5 + 4.5) / 9,
        n: 4,
        measures: { letters: { "A+": 1, "C+": 1, "D+": 1, P: 1 }, gradePointCredits: 25.5, gradedCredits: 9 },
      },
    ],
    ["mean-grade-points?course=algo", { value: 25.5 / 12, n: 4 }],
    ["mean-grade-points?orgUnit=eng", { value: 36.5 / 17, n: 4 }],
    ["mean-grade-points?orgUnit=ee", { value: 11 / 5, n: 3, measures: { gradePointCredits: 11, gradedCredits: 5 } }],
    [
      "grade-distribution?section=poetry-1",
      { value: null, n: 2, measures: { letters: { Pass: 1, Fail: 1 }, gradePointCredits: 0, gradedCredits: 0 } },
    ],
    // The program of the census day, 23 March: ben was in p-cs still.
    ["mean-grade-points?program=p-cs", { value: (13.5 + 7.5 + 7 + 4) / 9, n: 2 }],
    ["mean-grade-points?program=p-ee&scale=4.5", { value: 4.5 / 5, n: 1 }],
    ["grade-distribution?term=2025-1", { value: null, n: 0, measures: { letters: {}, gradePointCredits: 0, gradedCredits: 0 } }],
  ])("%s", async (address, expected) => {
    expect(await campus.ask(address)).toMatchObject(expected);
  });

  it.each<[string, unknown[]]>([
    [
      "mean-grade-points?groupBy=section&scale=4.5",
      [
        ["algo-1", 25.5 / 9, { gradePointCredits: 25.5, gradedCredits: 9 }],
        ["algo-2", 0, { gradePointCredits: 0, gradedCredits: 3 }],
        ["circuits-1", 11 / 5, { gradePointCredits: 11, gradedCredits: 5 }],
      ],
    ],
    [
      "mean-grade-points?groupBy=course",
      [
        ["algo", 25.5 / 12, { gradePointCredits: 25.5, gradedCredits: 12 }],
        ["circuits", 11 / 5, { gradePointCredits: 11, gradedCredits: 5 }],
        ["poetry", null, { gradePointCredits: 0, gradedCredits: 0 }],
      ],
    ],
    [
      "mean-grade-points?groupBy=org_unit",
      [
        ["cs", 25.5 / 12, { gradePointCredits: 25.5, gradedCredits: 12 }],
        ["ee", 11 / 5, { gradePointCredits: 11, gradedCredits: 5 }],
        ["hum", null, { gradePointCredits: 0, gradedCredits: 0 }],
      ],
    ],
    [
      "mean-grade-points?groupBy=program&scale=4.5",
      [
        ["p-cs", 32 / 9, { gradePointCredits: 32, gradedCredits: 9 }],
        ["p-ee", 4.5 / 5, { gradePointCredits: 4.5, gradedCredits: 5 }],
        ["p-hist", 0, { gradePointCredits: 0, gradedCredits: 3 }],
        [null, null, { gradePointCredits: 0, gradedCredits: 0 }],
      ],
    ],
    [
      "grade-distribution?groupBy=letter&section=circuits-1",
      [
        ["A0", 4, { letters: { A0: 1 }, gradePointCredits: 4, gradedCredits: 1 }],
        ["B+", 3.5, { letters: { "B+": 1 }, gradePointCredits: 7, gradedCredits: 2 }],
        ["F", 0, { letters: { F: 1 }, gradePointCredits: 0, gradedCredits: 2 }],
      ],
    ],
    [
      "grade-distribution?groupBy=letter,section&course=algo",
      [
        [["A+", "algo-1"], 4.5, { letters: { "A+": 1 }, gradePointCredits: 13.5, gradedCredits: 3 }],
        [["C+", "algo-1"], 2.5, { letters: { "C+": 1 }, gradePointCredits: 7.5, gradedCredits: 3 }],
        [["D+", "algo-1"], 1.5, { letters: { "D+": 1 }, gradePointCredits: 4.5, gradedCredits: 3 }],
        [["F", "algo-2"], 0, { letters: { F: 1 }, gradePointCredits: 0, gradedCredits: 3 }],
        [["P", "algo-1"], null, { letters: { P: 1 }, gradePointCredits: 0, gradedCredits: 0 }],
      ],
    ],
  ])("%s", async (address, expected) => {
    expect(table(await campus.ask(address))).toEqual(expected);
  });

  it("a group that mixes scales has no value either, and holds each", async () => {
    const { groups } = await campus.ask("grade-distribution?groupBy=program");
    const mixed = groups?.find((group) => group.key === "p-ee"); // dan: D+ and F, and a Pass
    expect(mixed).toMatchObject({ value: null, n: 1, measures: {} });
    expect(mixed?.scales?.map(({ scale, n, value }) => [scale, n, value])).toEqual([
      ["4.5", 1, 4.5 / 5],
      ["band", 1, null],
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    // At census: algo-1 ana ben dan fay; algo-2 eve; circuits-1 ana ben dan fay; poetry-1 dan eve. eve left algo-1 before.
    // Of them: dan's D+, eve's F, dan's withdrawal (his F is counted once with it), eve's Fail.
    ["dfw-rate", { value: 4 / 11, n: 5, measures: { dfw: 4, censusEnrolments: 11 } }],
    ["dfw-rate?state=provisional", { value: 2 / 11, measures: { dfw: 2, censusEnrolments: 11 } }], // the withdrawal, fay's D0
    ["dfw-rate?section=algo-1", { value: 1 / 4, n: 4, measures: { dfw: 1, censusEnrolments: 4 } }],
    ["dfw-rate?course=algo", { value: 2 / 5, n: 5, measures: { dfw: 2, censusEnrolments: 5 } }],
    ["dfw-rate?orgUnit=eng", { value: 3 / 9, n: 5, measures: { dfw: 3, censusEnrolments: 9 } }],
    ["dfw-rate?program=p-cs", { value: 0, n: 2, measures: { dfw: 0, censusEnrolments: 4 } }],
    ["dfw-rate?term=2025-2", { value: null, n: 0, measures: { dfw: 0, censusEnrolments: 0 } }],
  ])("%s", async (address, expected) => {
    expect(await campus.ask(address)).toMatchObject(expected);
  });

  it.each<[string, unknown[]]>([
    [
      "dfw-rate?groupBy=section",
      [
        ["algo-1", 1 / 4, { dfw: 1, censusEnrolments: 4 }],
        ["algo-2", 1, { dfw: 1, censusEnrolments: 1 }],
        ["circuits-1", 1 / 4, { dfw: 1, censusEnrolments: 4 }],
        ["poetry-1", 1 / 2, { dfw: 1, censusEnrolments: 2 }],
      ],
    ],
    [
      "dfw-rate?groupBy=org_unit",
      [
        ["cs", 2 / 5, { dfw: 2, censusEnrolments: 5 }],
        ["ee", 1 / 4, { dfw: 1, censusEnrolments: 4 }],
        ["hum", 1 / 2, { dfw: 1, censusEnrolments: 2 }],
      ],
    ],
    [
      "dfw-rate?groupBy=program,course&orgUnit=eng",
      [
        [["p-cs", "algo"], 0, { dfw: 0, censusEnrolments: 2 }],
        [["p-cs", "circuits"], 0, { dfw: 0, censusEnrolments: 2 }],
        [["p-ee", "algo"], 1, { dfw: 1, censusEnrolments: 1 }],
        [["p-ee", "circuits"], 1, { dfw: 1, censusEnrolments: 1 }],
        [["p-hist", "algo"], 1, { dfw: 1, censusEnrolments: 1 }],
        [[null, "algo"], 0, { dfw: 0, censusEnrolments: 1 }],
        [[null, "circuits"], 0, { dfw: 0, censusEnrolments: 1 }],
      ],
    ],
  ])("%s", async (address, expected) => {
    expect(table(await campus.ask(address))).toEqual(expected);
  });

  it("a course's credits that become known later weigh its grades anew", async () => {
    await campus.send(on("2026-06-22", "course.defined", { course: "algo", title: "Algorithms", orgUnit: "cs", credits: 1 }));
    expect(await campus.ask("mean-grade-points?section=algo-1")).toMatchObject({ measures: { gradePointCredits: 8.5, gradedCredits: 3 } });
  });
});
