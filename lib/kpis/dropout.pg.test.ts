import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, roster } from "./testing/campus";
import { Institution, on, table } from "./testing/institution";

const status = (student: string, term: string, effectiveOn: string, state: string, program: string | null = null) =>
  on(effectiveOn, "registration.changed", {
    student,
    term,
    status: state,
    effectiveOn,
    program,
    reason: state === "withdrawn" ? "자퇴" : null,
  });

/**
 * Term 2026-1: 2 March to 19 June, census 23 March; today 20 April (W17). Programs are those of 23 March.
 *
 *   ana  p-cs    enrolled 20 Feb
 *   ben  p-cs    enrolled 20 Feb, withdrawn 10 Mar (W11), enrolled again 16 Apr: no dropout any more
 *   dan  p-ee    enrolled 20 Feb, withdrawn 17 Apr (W16)
 *   eve  p-hist  leave 20 Feb, dismissed 20 Apr (W17)
 *   fay  none    enrolled 20 Feb, withdrawn 30 Apr (W18)
 *   gus  p-cs    withdrawn 25 Feb, before the window
 *   hal  p-cs    enrolled 20 Feb, withdrawn from it 2 Apr, goes on in p-ee from 3 Apr
 *   ivy  p-ee by registration, though p-cs by student: enrolled 1 Mar, transferred 1 Apr
 *   jan  p-hist  enrolled 24 Mar, a day after census; dismissed 1 Apr (W14): a dropout whom the census has not
 *
 * At census: ana, dan, fay, hal, ivy (ben was out, eve on leave). Dropouts by today: dan, eve, jan.
 */
describe("dropout, asked as an outside client would", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      status("ben", "2026-1", "2026-04-16", "enrolled"),
      status("dan", "2026-1", "2026-04-17", "withdrawn"),
      ...roster,
      ...["gus", "hal", "ivy"].map((student) => on("2025-02-01", "student.defined", { student, program: "p-cs" })),
      on("2025-02-01", "student.defined", { student: "jan", program: "p-hist" }),
      ...["ana", "ben", "dan", "fay", "hal"].map((student) => status(student, "2026-1", "2026-02-20", "enrolled")),
      status("ben", "2026-1", "2026-03-10", "withdrawn"),
      status("eve", "2026-1", "2026-02-20", "leave"),
      status("eve", "2026-1", "2026-04-20", "dismissed"),
      status("fay", "2026-1", "2026-04-30", "withdrawn"),
      status("gus", "2026-1", "2026-02-25", "withdrawn"),
      status("hal", "2026-1", "2026-04-02", "withdrawn"),
      status("hal", "2026-1", "2026-04-03", "enrolled", "p-ee"),
      status("ivy", "2026-1", "2026-03-01", "enrolled", "p-ee"),
      status("ivy", "2026-1", "2026-04-01", "transferred", "p-ee"),
      status("jan", "2026-1", "2026-03-24", "enrolled"),
      status("jan", "2026-1", "2026-04-01", "dismissed"),
      // Another term's changes do not count in this one's window.
      status("ana", "2025-2", "2026-04-10", "withdrawn"),
      status("ana", "2025-2", "2025-08-20", "enrolled"),
      status("ben", "2025-2", "2025-08-20", "enrolled"),
      status("ben", "2025-2", "2025-10-20", "withdrawn"), // day 49 of 2025-2, as 20 April is of 2026-1
      status("dan", "2025-2", "2025-08-20", "enrolled"),
      status("dan", "2025-2", "2025-10-21", "withdrawn"),
      // Sections at census: ana and dan in algo-1; fay came a day late, hal left on the day, jan before.
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan", "withdrawn", "2026-04-17"),
      enrolled("algo-1", "fay", "enrolled", "2026-03-24"),
      enrolled("algo-1", "hal", "withdrawn", "2026-03-23"),
      enrolled("algo-1", "jan", "withdrawn", "2026-03-22"),
      enrolled("algo-2", "eve"),
      enrolled("circuits-1", "ivy", "completed", "2026-06-19"),
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ["", { value: 3 / 5, n: 5, nExact: true, measures: { dropouts: 3, enrolledAtCensus: 5 }, unit: "ratio" }],
    ["?to=2026-04-19", { value: 2 / 5, measures: { dropouts: 2, enrolledAtCensus: 5 } }],
    ["?to=2026-04-15", { value: 2 / 5, measures: { dropouts: 2, enrolledAtCensus: 5 } }], // ben is not back yet; dan and eve still there
    ["?to=2026-04-02", { value: 3 / 5, measures: { dropouts: 3, enrolledAtCensus: 5 } }], // ben, jan, and hal for a day
    ["?to=2026-03-09", { value: 0, measures: { dropouts: 0, enrolledAtCensus: 5 } }], // gus left before the window
    ["?to=2026-04-30", { value: 4 / 5, measures: { dropouts: 4, enrolledAtCensus: 5 } }],
    ["?term=2025-1", { value: null, n: 0, measures: { dropouts: 0, enrolledAtCensus: 0 } }],
    // hal's last change is in p-ee: whoever asks about p-cs alone must not take him for a dropout.
    ["?program=p-cs", { value: 0, n: 2, measures: { dropouts: 0, enrolledAtCensus: 2 } }],
    ["?program=p-cs&to=2026-04-02", { value: 2 / 2, measures: { dropouts: 2, enrolledAtCensus: 2 } }],
    ["?program=p-ee", { value: 1 / 2, n: 2, measures: { dropouts: 1, enrolledAtCensus: 2 } }],
    ["?orgUnit=eng", { value: 1 / 4, n: 4, measures: { dropouts: 1, enrolledAtCensus: 4 } }],
    ["?orgUnit=hum", { value: null, n: 0, measures: { dropouts: 2, enrolledAtCensus: 0 } }],
    // Under a section the cohort is who was enrolled there on the census day.
    ["?section=algo-1", { value: 1 / 2, n: 2, measures: { dropouts: 1, enrolledAtCensus: 2 } }],
    ["?course=algo", { value: 2 / 2, n: 2, measures: { dropouts: 2, enrolledAtCensus: 2 } }], // and eve, on leave at census
    ["?course=circuits", { value: 0, n: 1, measures: { dropouts: 0, enrolledAtCensus: 1 } }],
    ["?course=algo&program=p-ee", { value: 1, n: 1, measures: { dropouts: 1, enrolledAtCensus: 1 } }],
    ["?section=poetry-1", { value: null, n: 0, measures: { dropouts: 0, enrolledAtCensus: 0 } }],
  ])("dropout-rate%s", async (query, expected) => {
    expect(await campus.ask(`dropout-rate${query}`)).toMatchObject(expected);
  });

  it.each<[string, unknown[]]>([
    [
      "groupBy=program",
      [
        ["p-cs", 0, { dropouts: 0, enrolledAtCensus: 2 }],
        ["p-ee", 1 / 2, { dropouts: 1, enrolledAtCensus: 2 }],
        ["p-hist", null, { dropouts: 2, enrolledAtCensus: 0 }],
        [null, 0, { dropouts: 0, enrolledAtCensus: 1 }],
      ],
    ],
    // The unit that the program hangs on directly.
    [
      "groupBy=org_unit",
      [
        ["cs", 0, { dropouts: 0, enrolledAtCensus: 2 }],
        ["ee", 1 / 2, { dropouts: 1, enrolledAtCensus: 2 }],
        ["hum", null, { dropouts: 2, enrolledAtCensus: 0 }],
        [null, 0, { dropouts: 0, enrolledAtCensus: 1 }],
      ],
    ],
    [
      "groupBy=week",
      [
        ["2026-W14", 1 / 5, { dropouts: 1, enrolledAtCensus: 5 }],
        ["2026-W16", 1 / 5, { dropouts: 1, enrolledAtCensus: 5 }],
        ["2026-W17", 1 / 5, { dropouts: 1, enrolledAtCensus: 5 }],
      ],
    ],
    [
      "groupBy=date&to=2026-04-19",
      [
        ["2026-04-01", 1 / 5, { dropouts: 1, enrolledAtCensus: 5 }],
        ["2026-04-17", 1 / 5, { dropouts: 1, enrolledAtCensus: 5 }],
      ],
    ],
    [
      "groupBy=org_unit,week",
      [
        [["ee", "2026-W16"], 1 / 2, { dropouts: 1, enrolledAtCensus: 2 }],
        [["hum", "2026-W14"], null, { dropouts: 1, enrolledAtCensus: 0 }],
        [["hum", "2026-W17"], null, { dropouts: 1, enrolledAtCensus: 0 }],
      ],
    ],
    [
      "groupBy=program,org_unit&orgUnit=eng",
      [
        [["p-cs", "cs"], 0, { dropouts: 0, enrolledAtCensus: 2 }],
        [["p-ee", "ee"], 1 / 2, { dropouts: 1, enrolledAtCensus: 2 }],
      ],
    ],
  ])("dropout-rate by %s", async (query, expected) => {
    expect(table(await campus.ask(`dropout-rate?${query}`))).toEqual(expected);
  });

  it("stands beside the same day of the previous window", async () => {
    // 2025-2 has no census day: its first day. On its day 49 ben was out and dan not yet.
    expect((await campus.ask("dropout-rate?compare=previous-term")).comparison).toEqual({
      label: "Fall 2025",
      value: 1 / 3,
      term: "2025-2",
    });
    expect((await campus.ask("dropout-rate?compare=previous-term&to=2026-04-21")).comparison?.value).toBe(2 / 3);
    expect((await campus.ask("dropout-rate?compare=previous-term&to=2026-04-19")).comparison?.value).toBe(0);
  });

  it("counts those on leave by policy", async () => {
    await campus.setPolicy({ dropout: { countLeave: true } });
    expect(await campus.ask("dropout-rate")).toMatchObject({
      value: 3 / 6,
      n: 6,
      measures: { dropouts: 3, enrolledAtCensus: 6 },
      policyVersion: 2,
    });
    await campus.defaultPolicy();
  });

  it("the Korean year runs from March to February with census on 1 April, over both terms", async () => {
    await campus.setPolicy({ dropout: { window: "korean-year", census: "april-1", countLeave: true } });
    // 2025: terms 2025-1 and 2025-2. On 1 April 2025 nobody was registered yet; ben and dan left in October.
    expect(await campus.ask("dropout-rate?term=2025-2")).toMatchObject({ value: null, measures: { dropouts: 2, enrolledAtCensus: 0 } });
    // 2026: status on 1 April: ana, dan, eve (leave), fay, hal; ivy is transferred, jan dismissed.
    expect(await campus.ask("dropout-rate")).toMatchObject({ value: 3 / 5, measures: { dropouts: 3, enrolledAtCensus: 5 } });
    // The window goes on after the term: d is today, in July, and fay has left too.
    campus.today = "2026-07-10";
    expect(await campus.ask("dropout-rate")).toMatchObject({ value: 4 / 5 });
    // 2026-1 and 2025-2 lie in different years; 2025-2 and 2025-1 share one, so that the year before is meant, which has no term.
    expect((await campus.ask("dropout-rate?compare=previous-term")).comparison).toMatchObject({ term: "2025-2" });
    expect((await campus.ask("dropout-rate?term=2025-2&compare=previous-term")).comparison).toEqual({ label: "", value: null });
    campus.today = "2026-04-20";
    await campus.defaultPolicy();
  });

  it("a dean sees what an administrator sees of the unit, though a student goes on elsewhere", async () => {
    for (const query of ["", "&to=2026-04-02", "&groupBy=program", "&groupBy=week"]) {
      const asAdmin = await campus.ask(`dropout-rate?orgUnit=cs${query}`);
      const asDean = await campus.ask(`dropout-rate?${query.slice(1)}`, campus.dean("cs"));
      expect([query, asDean.value, asDean.measures, table(asDean)]).toEqual([query, asAdmin.value, asAdmin.measures, table(asAdmin)]);
    }
    // In the dean's own course the cohort is who was enrolled there, of whichever program.
    expect(await campus.ask("dropout-rate?course=algo", campus.dean("cs"))).toMatchObject({
      measures: { dropouts: 2, enrolledAtCensus: 2 },
    });
  });

  it("lecturers see the cohort of their sections, advisors that of their students, and who is both sees both", async () => {
    const kim = await campus.bound("faculty", "kim");
    expect(await campus.ask("dropout-rate", kim)).toMatchObject({ measures: { dropouts: 1, enrolledAtCensus: 2 } });
    const cho = await campus.bound("advisor", "cho"); // ana and ben
    expect(await campus.ask("dropout-rate", cho)).toMatchObject({ measures: { dropouts: 0, enrolledAtCensus: 1 } });
    expect(await campus.ask("dropout-rate?section=algo-1", cho)).toMatchObject({ measures: { dropouts: 0, enrolledAtCensus: 1 } });
    const given = await campus.givenStudents("ana", "ben");
    expect(await campus.ask("dropout-rate", given)).toMatchObject({ measures: { dropouts: 0, enrolledAtCensus: 1 } });
    const lee = await campus.bound("faculty", "lee");
    if (lee.kind !== "user" || lee.scope.kind !== "instructor") throw new Error("lee is a lecturer");
    const deanAndLecturer = campus.reader(
      { role: "dean", scope: { kind: "org-units", orgUnits: ["cs"] } },
      { role: "faculty", scope: lee.scope },
    );
    // The programs of cs (ana, hal), and ivy in lee's circuits-1; not eve, whom the dean's algo-2 has, in another program.
    expect(await campus.ask("dropout-rate", deanAndLecturer)).toMatchObject({ measures: { dropouts: 0, enrolledAtCensus: 3 } });
  });
});
