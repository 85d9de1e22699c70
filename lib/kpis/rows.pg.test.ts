import { beforeAll, describe, expect, it } from "vitest";
import type { UserPrincipal } from "@/lib/access/principal";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { parseKpiRequest } from "./answer-request";
import { answerRows } from "./answer-rows";
import { kpiDefinitions } from "./definitions";
import type { FactRow } from "./queries/list-fact-rows";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution, on } from "./testing/institution";

describe("the facts behind a figure", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      ...roster,
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan", "withdrawn", "2026-04-01"),
      enrolled("circuits-1", "ben"),
      enrolled("poetry-1", "eve"),
      meeting("m1", "algo-1", "2026-03-09"),
      ...roll("m1", "2026-03-09", { ana: "present", dan: "absent" }),
      ...roll("m1", "2026-03-09", { dan: "excused" }, "2026-03-20"),
      meeting("m2", "algo-1", "2026-03-10", "cancelled"),
      ...roll("m2", "2026-03-10", { ana: "absent" }),
      meeting("m3", "circuits-1", "2026-03-11"),
      ...roll("m3", "2026-03-11", { ben: "late" }),
      meeting("m4", "poetry-1", "2026-03-12"),
      on("2026-05-01", "grade.posted", { section: "poetry-1", student: "eve", scale: "4.5", letter: "A+", state: "provisional" }),
      on("2026-02-20", "registration.changed", { student: "ana", term: "2026-1", status: "enrolled", effectiveOn: "2026-03-02" }),
      on("2025-02-01", "student.defined", { student: "ana", program: "p-cs", advisor: "cho", yearOfStudy: 2 }, "2025-02-02"),
      on("2026-04-10", "registration.changed", { student: "ana", term: "2026-1", status: "withdrawn", effectiveOn: "2026-04-10" }),
    );
  });

  const rows = async (address: string, principal: UserPrincipal, page = 0): Promise<FactRow[]> => {
    const [kpi, query] = address.split("?");
    const asking = { database: test.database, timeZone: "Asia/Seoul", now: new Date("2026-06-01T03:00:00Z"), locale: "en" } as const;
    return (await answerRows(asking, principal, parseKpiRequest(kpi ?? "", new URLSearchParams(query ?? "")), page)).rows;
  };
  const short = (list: readonly FactRow[]) => list.map(({ day, section, about, state }) => [day, section, about, state]);

  it("are those that count, as they stand, the latest recorded first", async () => {
    expect(short(await rows("attendance-rate", campus.admin))).toEqual([
      ["2026-03-09", "algo-1", "m1", "excused"],
      ["2026-03-11", "circuits-1", "m3", "late"],
      ["2026-03-09", "algo-1", "m1", "present"],
    ]);
    expect(short(await rows("attendance-coverage", campus.admin)).sort()).toEqual([
      ["2026-03-09", "algo-1", "m1", "recorded"],
      ["2026-03-11", "circuits-1", "m3", "recorded"],
      ["2026-03-12", "poetry-1", "m4", "unrecorded"],
    ]);
    expect(short(await rows("grade-distribution?state=provisional", campus.admin))).toEqual([[null, "poetry-1", "4.5", "A+"]]);
    expect(await rows("grade-distribution", campus.admin)).toEqual([]);
    expect(
      short(await rows("course-withdrawal-rate?course=algo", campus.admin))
        .map((row) => row[3])
        .sort(),
    ).toEqual(["enrolled", "withdrawn"]);
    expect(
      short(await rows("dropout-rate?program=p-cs", campus.admin))
        .map((row) => row[3])
        .sort(),
    ).toEqual(["enrolled", "withdrawn"]);
    expect(await rows("dropout-rate?program=p-ee", campus.admin)).toEqual([]);
    expect((await rows("dropout-rate?section=algo-1", campus.admin)).length).toBe(2);
  });

  it("follow the filters, and come a page at a time", async () => {
    expect(short(await rows("attendance-rate?from=2026-03-10&to=2026-03-31", campus.admin))).toEqual([
      ["2026-03-11", "circuits-1", "m3", "late"],
    ]);
    expect((await rows("attendance-rate?orgUnit=eng", campus.admin)).length).toBe(3);
    expect((await rows("attendance-rate?orgUnit=hum", campus.admin)).length).toBe(0);
    expect(await rows("attendance-rate", campus.admin, 1)).toEqual([]);
  });

  it("are those of a year of study, of each KPI that has the filter", async () => {
    const ofYear = async (address: string) => short(await rows(address, campus.admin));
    expect(await ofYear("attendance-rate?yearOfStudy=2")).toEqual([["2026-03-09", "algo-1", "m1", "present"]]);
    expect(await ofYear("course-withdrawal-rate?yearOfStudy=2")).toEqual([["2026-02-20", "algo-1", null, "enrolled"]]);
    expect((await ofYear("dropout-rate?yearOfStudy=2")).map((row) => row[3])).toEqual(["withdrawn", "enrolled"]);
    expect(await ofYear("grade-distribution?state=provisional&yearOfStudy=2")).toEqual([]);
    for (const { id, filters } of kpiDefinitions) {
      if (filters.includes("yearOfStudy")) expect([id, await ofYear(`${id}?yearOfStudy=3`)]).toEqual([id, []]);
    }
  });

  it.each<[string, string, string]>([
    ["attendance-coverage?yearOfStudy=2", "yearOfStudy", "unknown-filter"],
    ["attendance-coverage?program=p-cs", "program", "unknown-filter"],
    ["grade-distribution?from=2026-03-09", "from", "unknown-filter"],
    ["attendance-rate?groupBy=week", "groupBy", "unknown-parameter"],
    ["attendance-rate?compare=previous-term", "compare", "unknown-parameter"],
    ["attendance-rate?asOf=2026-05-01T00:00:00Z", "asOf", "unknown-parameter"],
  ])("%s is refused by field and rule", async (address, field, rule) => {
    await expect(rows(address, campus.admin)).rejects.toMatchObject({ code: "bad-request", facts: { field, rule } });
  });

  it("SCOPE-1: are one's own students' alone, and nothing to readers of figures", async () => {
    const kim = await campus.bound("faculty", "kim");
    const cho = await campus.bound("advisor", "cho");
    expect(new Set((await rows("attendance-rate", kim)).map(({ section }) => section))).toEqual(new Set(["algo-1"]));
    await expect(rows("attendance-rate?section=circuits-1", kim)).rejects.toMatchObject({ code: "not-found" });
    const advised = await rows("attendance-rate", cho);
    expect(
      short(advised)
        .map((row) => row[3])
        .sort(),
    ).toEqual(["late", "present"]);
    expect(new Set((await rows("attendance-coverage", cho)).map(({ section }) => section))).toEqual(new Set(["algo-1", "circuits-1"]));
    for (const kpi of ["attendance-rate", "grade-distribution", "dropout-rate", "engagement-rate"])
      await expect(rows(kpi, campus.viewer)).rejects.toMatchObject({ code: "not-found" });
  });

  it("SCOPE-1: of dropouts are those of the very students that the reader's figure counts", async () => {
    const change = (day: string, status: string) =>
      on(day, "registration.changed", { student: "ben", term: "2026-1", status, effectiveOn: day });
    // Ben is of another department by his last change.
    await campus.send(change("2026-02-21", "enrolled"), change("2026-04-05", "leave"));
    const readers = { admin: campus.admin, cs: campus.dean("cs"), ee: campus.dean("ee"), eng: campus.dean("eng") };
    const cohorts: Record<string, number> = {};
    for (const [name, reader] of Object.entries(readers)) {
      const { n } = await campus.ask("dropout-rate", reader);
      const shown = new Set((await rows("dropout-rate", reader)).map(({ student }) => student));
      expect([name, shown.size]).toEqual([name, n]);
      cohorts[name] = shown.size;
    }
    expect(cohorts).toEqual({ admin: 2, cs: 2, ee: 0, eng: 2 });
  });

  it("that were recorded at one moment keep one order, so that pages neither repeat nor miss one", async () => {
    const students = Array.from({ length: 60 }, (_, index) => `tie-${String(index).padStart(2, "0")}`);
    // The later day first, and all of it in one file: as it lies in the table it is not in its order.
    const days = ["2026-04-22", "2026-04-20", "2026-04-18", "2026-04-15"];
    const states = ["withdrawn", "enrolled", "leave", "enrolled"];
    await campus.send(
      ...students.map((student) => on("2025-02-01", "student.defined", { student, program: "p-cs" })),
      ...days.flatMap((effectiveOn, turn) =>
        students.map((student) =>
          on("2026-04-25", "registration.changed", { student, term: "2026-1", status: states[turn] ?? "", effectiveOn }),
        ),
      ),
      ...students.map((student) =>
        on("2026-02-20", "registration.changed", { student, term: "2026-1", status: "enrolled", effectiveOn: "2026-02-20" }),
      ),
    );
    const pages = [];
    for (const page of [0, 1, 2, 3]) pages.push(...(await rows("dropout-rate?program=p-cs", campus.admin, page)));
    const tied = pages.filter(({ recordedAt }) => recordedAt === "2026-04-25T03:00:00.000Z").map(({ student, day }) => `${student} ${day}`);
    expect(tied).toHaveLength(students.length * days.length);
    expect(tied).toEqual([...tied].sort());
    expect(new Set(tied).size).toBe(tied.length);
  });
});
