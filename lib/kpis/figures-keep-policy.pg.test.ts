import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withScopedRead } from "@/lib/access/scoped-read";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { absencesAllowed } from "@/lib/warehouse/queries/absence-rules";
import { getStudent } from "@/lib/warehouse/queries/get-student";
import { attendedOf, type Marks } from "./attended";
import { partOf, ruleOf } from "./observed";
import { type PolicyOf, readPolicy } from "./read-policy";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution } from "./testing/institution";

type Status = keyof Marks;
/** Meetings that were held, two of them outside of their term's days (2 March to 19 June). */
const meetings: readonly [id: string, section: string, unit: string, day: string, marks: Record<string, Status>][] = [
  ["b1", "algo-1", "cs", "2026-02-27", { ana: "late", ben: "present", dan: "excused" }],
  ["m1", "algo-1", "cs", "2026-03-09", { ana: "present", ben: "late", dan: "absent" }],
  ["m2", "algo-1", "cs", "2026-03-11", { ana: "late", ben: "absent", dan: "excused" }],
  ["m3", "algo-2", "cs", "2026-03-16", { dan: "late", eve: "present" }],
  ["m4", "circuits-1", "ee", "2026-04-06", { ana: "late", ben: "present", fay: "excused" }],
  ["m5", "poetry-1", "hum", "2026-04-07", { eve: "excused" }],
  ["a1", "circuits-1", "ee", "2026-06-22", { fay: "late", ana: "excused" }],
];
const days = meetings.map(([, , , day]) => day);
const old = { id: "o1", day: "2025-09-09", marks: { ana: "present", ben: "late", dan: "excused" } } as const;

type Rule = { from: string; late: number; excused: "excluded" | "attended" };
const noMarks: Marks = { present: 0, late: 0, absent: 0, excused: 0 };

describe("figures keep the policy of their days", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    campus.today = "2026-06-30";
    await campus.send(
      ...roster,
      ...meetings.flatMap(([id, section, , day, marks]) => [meeting(id, section, day), ...roll(id, day, marks)]),
      meeting(old.id, "algo-25", old.day),
      ...roll(old.id, old.day, old.marks),
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan"),
    );
  });
  beforeEach(() => campus.defaultPolicy());

  const make = (validFrom: string, change: object) =>
    test.database.owner.query(
      `INSERT INTO app.policy (version, valid_from, document)
       SELECT (SELECT max(version) + 1 FROM app.policy), $1, document || $2::jsonb FROM app.policy WHERE version = 1`,
      [validFrom, JSON.stringify(change)],
    );
  const attendance = ({ late, excused }: Pick<Rule, "late" | "excused">) => ({
    attendance: { lateWeight: late, excused, absenceLimit: 0.25, chronicRate: 0.1, chronicMinimum: 10 },
  });

  /** One loop over the marks, each weighed by the last rule made among those that had begun. */
  function oracle(rules: readonly Rule[], counts: (day: string, unit: string, section: string) => boolean) {
    const sum = { attended: 0, expected: 0 };
    const students = new Set<string>();
    for (const [, section, unit, day, marks] of meetings) {
      if (!counts(day, unit, section)) continue;
      const rule = rules.findLast(({ from }) => from <= day) ?? { late: 1, excused: "excluded" as const };
      for (const [student, status] of Object.entries(marks)) {
        const one = attendedOf({ ...noMarks, [status]: 1 }, { lateWeight: rule.late, excused: rule.excused });
        sum.attended += one.attended;
        sum.expected += one.expected;
        if (one.expected > 0) students.add(student);
      }
    }
    return { ...sum, value: sum.expected === 0 ? null : sum.attended / sum.expected, students: students.size };
  }

  const rules = fc.array(
    fc.record({
      from: fc.constantFrom(...days, "2026-03-10", "2026-06-19", "2026-07-10"),
      late: fc.constantFrom(1, 0.5, 0, 2 / 3),
      excused: fc.constantFrom("excluded" as const, "attended" as const),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it("each mark is weighed by the version of its meeting's day, in terms, ranges and breakdowns, and students are counted so", async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.constantFrom(...days), fc.constantFrom(...days), async (made, one, other) => {
        await campus.defaultPolicy();
        for (const rule of made) await make(rule.from, attendance(rule));
        const [from, to] = one <= other ? [one, other] : [other, one];
        const within = (day: string) => from <= day && day <= to;
        const asked: [string, (day: string, unit: string, section: string) => boolean][] = [
          ["term=2026-1", () => true],
          ["term=2026-1&orgUnit=eng", (_, unit) => unit !== "hum"],
          ["term=2026-1&section=algo-1", (_, __, section) => section === "algo-1"],
          ["term=2026-1&program=p-ee&yearOfStudy=1", () => false],
          [`term=2026-1&from=${from}&to=${to}`, within],
          [`from=${from}&to=${to}&orgUnit=ee`, (day, unit) => within(day) && unit === "ee"],
        ];
        for (const [question, counts] of asked) {
          const answer = await campus.ask(`attendance-rate?${question}`);
          const expected = oracle(made, counts);
          if (expected.value === null) expect(answer.value, question).toBeNull();
          else expect(answer.value, question).toBeCloseTo(expected.value, 12);
          // Below the threshold, and so everywhere here, students are counted exactly.
          expect([answer.n, answer.nExact], question).toEqual([expected.students, true]);
          // What the screens take numerator and denominator to be is what the value is made of.
          const part = partOf("attendance-rate", "", answer, ruleOf(answer));
          expect(part?.numerator, question).toBeCloseTo(expected.attended, 12);
          expect(part?.denominator, question).toBeCloseTo(expected.expected, 12);
        }
        for (const [grouping, keyOf] of [
          ["org_unit", (_: string, unit: string) => unit],
          ["date", (day: string) => day],
          ["section", (_: string, __: string, section: string) => section],
        ] as const) {
          const answer = await campus.ask(`attendance-rate?term=2026-1&groupBy=${grouping}`);
          for (const group of answer.groups ?? []) {
            const expected = oracle(made, (...at) => keyOf(...at) === group.key);
            if (expected.value === null) expect(group.value).toBeNull();
            else expect(group.value).toBeCloseTo(expected.value, 12);
            expect(group.n).toBe(expected.students);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it("a term that is over before a version begins is answered as before, to the letter", async () => {
    const questions = ["attendance-rate?term=2025-2", "attendance-rate?term=2025-2&groupBy=section", "dropout-rate?term=2025-2"];
    const ask = () =>
      Promise.all(
        questions.map(async (question) => {
          const { watermark: _, ...answer } = await campus.ask(question);
          return answer;
        }),
      );
    const before = await ask();
    await make("2026-03-02", {
      ...attendance({ late: 0, excused: "attended" }),
      dropout: { window: "korean-year", census: "april-1", countLeave: true },
    });
    expect(await ask()).toEqual(before);
    expect(before.map(({ policyVersion }) => policyVersion)).toEqual([1, 1, 1]);
  });

  it("a figure names the version of the last day that it takes in, and says where several weighed it", async () => {
    await make("2026-03-10", attendance({ late: 0.5, excused: "excluded" }));
    const of = async (question: string) => {
      const { policyVersion, rules: weighed } = await campus.ask(question);
      return [policyVersion, weighed?.map(({ policyVersion: version, from }) => [version, from])];
    };
    expect(await of("attendance-rate?term=2026-1")).toEqual([
      2,
      [
        [1, null],
        [2, "2026-03-10"],
      ],
    ]);
    expect(await of("attendance-rate?term=2026-1&to=2026-03-09")).toEqual([1, [[1, null]]]);
    expect(await of("attendance-rate?from=2026-03-10&to=2026-06-30")).toEqual([2, [[2, null]]]);
    expect(await of("dropout-rate?term=2026-1&to=2026-03-09")).toEqual([1, undefined]);
    expect(await of("dropout-rate?term=2026-1")).toEqual([2, undefined]);
  });

  it("another term that is compared with stands under its own version, and says so", async () => {
    await make("2026-03-02", attendance({ late: 0, excused: "excluded" }));
    const answer = await campus.ask("attendance-rate?term=2026-1&compare=previous-term");
    const then = await campus.ask("attendance-rate?term=2025-2");
    expect(answer.comparison).toMatchObject({ term: "2025-2", value: then.value, policyVersion: 1 });
    expect(then.value).toBe(1);
    // One that counts alike says nothing, whatever else it changed.
    expect((await campus.ask("dropout-rate?term=2026-1&compare=previous-term")).comparison).not.toHaveProperty("policyVersion");
  });

  it("the threshold is that of today for all figures: what may be shown is decided when it is shown", async () => {
    await make("2026-03-02", { suppression: { threshold: 3 } });
    expect((await campus.ask("attendance-rate?term=2026-1", campus.viewer)).suppressed).toBe(false);
    await make("2026-06-30", { suppression: { threshold: 30 } });
    expect((await campus.ask("attendance-rate?term=2026-1", campus.viewer)).suppressed).toBe(true);
    expect((await campus.ask("attendance-rate?term=2025-2", campus.viewer)).suppressed).toBe(true);
  });

  it("CELL-1: weighed marks of a hidden figure travel no more than its other numbers", async () => {
    await make("2026-03-10", attendance({ late: 0.5, excused: "excluded" }));
    const answer = await campus.ask("attendance-rate?term=2026-1&groupBy=section", campus.viewer);
    expect(answer.suppressed).toBe(true);
    for (const cell of [answer, ...(answer.groups ?? [])]) {
      expect(cell).not.toHaveProperty("weighed");
      expect(cell).not.toHaveProperty("measures");
    }
  });

  it("a withdrawn version holds nowhere, and one whose day is to come not yet", async () => {
    await make("2026-07-01", attendance({ late: 0, excused: "excluded" }));
    expect((await campus.ask("attendance-rate?term=2026-1")).policyVersion).toBe(1);
    await test.database.owner.query("UPDATE app.policy SET withdrawn_at = now(), withdrawn_by = 'system' WHERE version = 2");
    campus.today = "2026-07-02";
    expect((await campus.ask("attendance-rate?from=2026-07-01&to=2026-07-02")).policyVersion).toBe(1);
    campus.today = "2026-06-30";
  });

  it("a target is the nearest unit's, for whoever reads a unit too", async () => {
    const narrow = [
      { kpi: "attendance-rate", orgUnit: "eng", value: 0.8 },
      { kpi: "attendance-rate", orgUnit: "cs", term: "2026-1", value: 0.7 },
    ];
    await make("2026-01-01", { targets: { "attendance-rate": 0.9 }, narrowTargets: narrow });
    const aim = async (question: string, principal = campus.admin) =>
      (await campus.ask(`attendance-rate?compare=target&${question}`, principal)).comparison?.value;
    expect(await aim("term=2026-1")).toBe(0.9);
    expect(await aim("term=2026-1&orgUnit=eng")).toBe(0.8);
    expect(await aim("term=2026-1&orgUnit=ee")).toBe(0.8);
    expect(await aim("term=2026-1&orgUnit=cs")).toBe(0.7);
    expect(await aim("term=2026-1&section=algo-1")).toBe(0.7);
    expect(await aim("term=2026-1&course=circuits")).toBe(0.8);
    expect(await aim("term=2026-1&program=p-hist")).toBe(0.9);
    expect(await aim("term=2026-1", campus.dean("cs"))).toBe(0.7);
    // The term was over before the version began: it had no target.
    expect(await aim("term=2025-2&orgUnit=cs")).toBeNull();
  });

  it("lists of students near a limit take the policy of their term: of today, or of its last day", async () => {
    await make("2026-03-02", {
      attendance: { ...attendance({ late: 1, excused: "excluded" }).attendance, absenceLimit: 1 / 3, chronicMinimum: 1 },
    });
    const [rules, student] = await withScopedRead(test.database, { kind: "institution" }, async (read) => {
      const limitOf = async (of: PolicyOf) => (await readPolicy(read, campus.today, of)).attendance.absenceLimit;
      const dan = await read.query<{ student: string }>(
        `SELECT f.student FROM warehouse.fact_attendance f JOIN warehouse.dim_meeting m USING (meeting_key) WHERE m.id = 'm1' AND f.status = 'absent'`,
      );
      return [
        [await limitOf({}), await limitOf({ term: "2026-1" }), await limitOf({ term: "2025-2" }), await limitOf({ section: "algo-25" })],
        await getStudent(read, dan.rows[0]?.student ?? "", campus.today),
      ];
    });
    expect(rules).toEqual([1 / 3, 1 / 3, 0.25, 0.25]);
    // Absent from one of one: chronic by the new minimum of this term.
    expect(student?.sections.map(({ section, chronic }) => [section, chronic])).toEqual([["algo-1", true]]);
  });

  it.each([
    [15, 1 / 3, 5],
    [15, 0.25, 3],
    [9, 2 / 3, 6],
    [16, 0.25, 4],
    [7, 1, 7],
  ])("of %d meetings a limit of %d allows %d absences", async (planned, limit, allowed) => {
    const found = await test.database.owner.query(`SELECT ${absencesAllowed("$1::int", "$2")} AS allowed`, [planned, limit]);
    expect(found.rows).toEqual([{ allowed }]);
  });

  it("asOf reads the versions of then, withdrawn ones among them as long as they were not", async () => {
    await campus.beginHistory("2026-03-01T00:00:00Z");
    await test.database.owner.query("UPDATE warehouse.feed_commit SET committed_at = '2026-03-01T00:00:00Z'");
    await test.database.owner.query(
      `INSERT INTO app.policy (version, valid_from, document, created_at, withdrawn_at, withdrawn_by)
       SELECT 2, '2026-03-01', jsonb_set(document, '{attendance,lateWeight}', '0'), '2026-04-01T00:00:00Z', '2026-05-01T00:00:00Z', 'system'
       FROM app.policy WHERE version = 1`,
    );
    const then = async (moment: string) => (await campus.ask(`attendance-rate?term=2026-1&asOf=${moment}`)).policyVersion;
    expect(await then("2026-03-20T00:00:00Z")).toBe(1);
    expect(await then("2026-04-10T00:00:00Z")).toBe(2);
    expect(await then("2026-05-10T00:00:00Z")).toBe(1);
  });
});
