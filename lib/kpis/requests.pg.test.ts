import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Principal } from "@/lib/access/principal";
import { toProblem } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { kpiAnswerSchema } from "./answer";
import { kpiDefinitions } from "./definitions";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution, on } from "./testing/institution";

/** Attendance: algo-1 ana present, dan absent · algo-2 eve present · circuits-1 ben late · poetry-1 eve absent · algo-25 ana absent, then present. */
describe("what may be asked, and by whom", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await test.database.owner.query("UPDATE warehouse.history_begin SET began_at = '2026-04-20T03:30:00Z'");
    await campus.send(
      ...roster,
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan"),
      enrolled("algo-2", "eve"),
      enrolled("circuits-1", "ben"),
      enrolled("poetry-1", "eve"),
      meeting("m1", "algo-1", "2026-03-09"),
      ...roll("m1", "2026-03-09", { ana: "present", dan: "absent" }),
      meeting("m2", "algo-2", "2026-03-10"),
      ...roll("m2", "2026-03-10", { eve: "present" }),
      meeting("m3", "circuits-1", "2026-03-11"),
      ...roll("m3", "2026-03-11", { ben: "late" }),
      meeting("m4", "poetry-1", "2026-04-20"),
      ...roll("m4", "2026-04-20", { eve: "absent" }),
      // 2025-2 began on 1 September: its day 7 is 9 March of 2026-1, its day 49 is 20 April, its day 50 after that.
      meeting("o1", "algo-25", "2025-09-08"),
      ...roll("o1", "2025-09-08", { ana: "absent" }),
      meeting("o2", "algo-25", "2025-10-20"),
      ...roll("o2", "2025-10-20", { ana: "present" }),
      meeting("o3", "algo-25", "2025-10-21"),
      ...roll("o3", "2025-10-21", { ana: "present" }),
    );
  });

  const problem = async (address: string, principal?: Principal): Promise<Record<string, unknown>> => {
    const failure = await campus.ask(address, principal).then(
      (answer) => ({ answered: answer }),
      (error: unknown) => toProblem(error),
    );
    if ("answered" in failure) throw new Error(`${address} was answered`);
    const body: Record<string, unknown> = failure.body;
    return { ...body, status: failure.status };
  };

  it.each(kpiDefinitions.map(({ id }) => id))(
    "%s answers in the shape that the interface promises, for nothing at all too",
    async (kpi) => {
      for (const query of ["", "?term=2025-1", "?compare=previous-year", "?orgUnit=hum"]) {
        expect(z.strictObject(kpiAnswerSchema.shape).parse(await campus.ask(`${kpi}${query}`))).toMatchObject({ kpi, suppressed: false });
      }
      for (const { groupings } of kpiDefinitions.filter(({ id }) => id === kpi)) {
        for (const one of groupings) {
          expect((await campus.ask(`${kpi}?groupBy=${one}`)).groups).toBeInstanceOf(Array);
          for (const other of groupings.filter((name) => name !== one)) {
            const { groups } = await campus.ask(`${kpi}?groupBy=${one},${other}`);
            for (const group of groups ?? []) expect([group.keys?.length, group.key]).toEqual([2, undefined]);
          }
        }
      }
    },
  );

  it.each<[string, string, string, unknown]>([
    ["attendance-rate?groupBy=month", "groupBy", "enum", "month"],
    ["attendance-rate?groupBy=", "groupBy", "enum", ""],
    ["attendance-rate?groupBy=date,week,section", "groupBy", "max", "date,week,section"],
    ["attendance-rate?groupBy=section,section", "groupBy", "once", "section,section"],
    ["attendance-rate?from=2026-3-9", "from", "date", "2026-3-9"],
    ["attendance-rate?to=2026-02-30", "to", "date", "2026-02-30"],
    ["attendance-rate?to=0000-01-01", "to", "date", "0000-01-01"],
    ["attendance-rate?from=2026-03-10&to=2026-03-09", "to", "order", "2026-03-09"],
    ["attendance-rate?term=", "term", "min", ""],
    ["attendance-rate?section=%00", "section", "text", "\u0000"],
    ["attendance-rate?compare=last-year", "compare", "enum", "last-year"],
    ["attendance-rate?asOf=yesterday", "asOf", "date-time", "yesterday"],
    ["attendance-rate?asOf=2026-04-20", "asOf", "date-time", "2026-04-20"],
    ["attendance-rate?asOf=2026-04-20T09:00:00", "asOf", "date-time", "2026-04-20T09:00:00"],
    ["attendance-rate?asOf=2026-04-20T03:02:00Z", "asOf", "future", "2026-04-20T03:02:00Z"],
    ["dropout-rate?asOf=2026-04-20T03:00:00Z", "asOf", "before-history", "2026-04-20T03:00:00.000Z"],
    ["dfw-rate?state=draft", "state", "enum", "draft"],
    ["attendance-rate?colour=red", "colour", "unknown-parameter", "red"],
    ["attendance-rate?__proto__=x", "__proto__", "unknown-parameter", "x"],
    ["attendance-rate?kpi=dfw-rate", "kpi", "unknown-parameter", "dfw-rate"],
  ])("%s is refused by field, rule and what was found", async (address, field, rule, found) => {
    expect(await problem(address)).toMatchObject({ status: 400, field, rule, found });
  });

  it.each<[string, string, string[]]>([
    ["grade-distribution?from=2026-03-09", "from", ["term", "orgUnit", "course", "section", "program", "yearOfStudy", "state", "scale"]],
    ["dfw-rate?to=2026-03-09", "to", ["term", "orgUnit", "course", "section", "program", "yearOfStudy", "state"]],
    ["dropout-rate?from=2026-03-09", "from", ["term", "to", "orgUnit", "course", "section", "program", "yearOfStudy"]],
    ["course-withdrawal-rate?from=2026-03-09", "from", ["term", "to", "orgUnit", "course", "section", "program", "yearOfStudy"]],
    ["engagement-rate?from=2026-03-09", "from", ["term", "to", "orgUnit", "course", "section", "program", "yearOfStudy"]],
    ["attendance-coverage?program=p-cs", "program", ["term", "from", "to", "orgUnit", "course", "section"]],
    ["attendance-rate?state=final", "state", ["term", "from", "to", "orgUnit", "course", "section", "program", "yearOfStudy"]],
    ["grade-distribution?groupBy=date", "groupBy", ["org_unit", "course", "section", "program", "letter"]],
    ["grade-distribution?groupBy=section,week", "groupBy", ["org_unit", "course", "section", "program", "letter"]],
    ["mean-grade-points?groupBy=letter", "groupBy", ["org_unit", "course", "section", "program"]],
    ["attendance-coverage?groupBy=program", "groupBy", ["date", "week", "org_unit", "course", "section"]],
    ["dropout-rate?groupBy=section", "groupBy", ["date", "week", "org_unit", "program"]],
    ["engagement-rate?groupBy=week", "groupBy", ["org_unit", "course", "section", "program"]],
  ])("%s is refused with what the KPI has", async (address, field, allowed) => {
    const refusal = await problem(address);
    expect(refusal).toMatchObject({ status: 400, field, allowed });
    for (const name of allowed) expect(String(refusal.title)).toContain(name);
  });

  it("a parameter given twice and an unknown KPI are refused", async () => {
    expect(await problem("attendance-rate?term=2026-1&term=2025-2")).toMatchObject({ status: 400, field: "term", rule: "once" });
    expect(await problem("graduation-rate?colour=red")).toMatchObject({ status: 404 });
  });

  it("SCOPE-1: an unknown id and one out of scope answer alike, body and all", async () => {
    const dean = campus.dean("hum");
    const kim = await campus.bound("faculty", "kim");
    const cho = await campus.bound("advisor", "cho");
    const cases: [Principal, string, string][] = [
      [campus.admin, "term", "x"],
      ...["orgUnit=cs", "orgUnit=uni", "course=algo", "section=algo-1", "program=p-cs"].map((filter): [Principal, string, string] => [
        dean,
        ...(filter.split("=") as [string, string]),
      ]),
      ...["orgUnit=cs", "course=circuits", "section=algo-2", "program=p-hist"].map((filter): [Principal, string, string] => [
        kim,
        ...(filter.split("=") as [string, string]),
      ]),
      ...["orgUnit=cs", "course=poetry", "section=poetry-1", "program=p-hist"].map((filter): [Principal, string, string] => [
        cho,
        ...(filter.split("=") as [string, string]),
      ]),
    ];
    for (const [who, field, id] of cases) {
      const forbidden = await problem(`dropout-rate?${field}=${id}`, who);
      expect(forbidden).toMatchObject({ status: 404, field });
      expect(await problem(`dropout-rate?${field}=nothing-like-it`, who)).toEqual(forbidden);
      expect(JSON.stringify(forbidden)).not.toContain(`"${id}"`);
    }
    const nobody = campus.reader();
    expect(await problem("attendance-rate?section=algo-1", nobody)).toMatchObject({ status: 404 });
  });

  it("SCOPE-1: each reader has the figures of their scope and no others", async () => {
    const key = (scope: Principal["scope"]): Principal => ({
      kind: "api-key",
      keyId: "00000000-0000-4000-8000-0000000000f3",
      can: new Set(["kpis:read"]),
      scope,
      studentScope: { kind: "none" },
      studentLevel: true,
      eventsPerSecond: null,
    });
    const figures = async (who: Principal, query = "") => {
      const { value, n, measures } = await campus.ask(`attendance-rate${query}`, who);
      return [value, n, measures];
    };
    const marks = (present: number, late: number, absent: number) => ({ present, late, absent, excused: 0 });
    expect(await figures(campus.admin)).toEqual([3 / 5, 4, marks(2, 1, 2)]);
    expect(await figures(key({ kind: "institution" }))).toEqual([3 / 5, 4, marks(2, 1, 2)]);
    // A dean's own courses, students of other departments (dan, eve) among them; not eve elsewhere.
    expect(await figures(campus.dean("cs"))).toEqual([2 / 3, 3, marks(2, 0, 1)]);
    expect(await figures(campus.dean("eng"))).toEqual([3 / 4, 4, marks(2, 1, 1)]);
    expect(await figures(campus.dean("eng"), "?orgUnit=ee")).toEqual([1, 1, marks(0, 1, 0)]);
    expect(await figures(campus.dean("cs", "hum"), "?groupBy=org_unit")).toEqual([2 / 4, 3, marks(2, 0, 2)]);
    expect(await figures(key({ kind: "courses", courses: ["algo"] }))).toEqual([2 / 3, 3, marks(2, 0, 1)]);
    expect(await figures(key({ kind: "sections", sections: ["algo-2", "circuits-1"] }))).toEqual([1, 2, marks(1, 1, 0)]);
    expect(await figures(await campus.bound("faculty", "kim"))).toEqual([1 / 2, 2, marks(1, 0, 1)]);
    expect(await figures(await campus.bound("faculty", "lee"))).toEqual([1, 2, marks(1, 1, 0)]);
    // An advisor's students wherever they are: ana and ben; in algo-1 that is ana alone.
    expect(await figures(await campus.bound("advisor", "cho"))).toEqual([1, 2, marks(1, 1, 0)]);
    expect(await figures(await campus.bound("advisor", "cho"), "?section=algo-1")).toEqual([1, 1, marks(1, 0, 0)]);
    expect(await figures(await campus.givenStudents("ana", "ben"))).toEqual([1, 2, marks(1, 1, 0)]);
    expect(await figures(await campus.givenStudents("ana"))).toEqual([1, 1, marks(1, 0, 0)]);
    expect(await figures(campus.reader())).toEqual([null, 0, marks(0, 0, 0)]);
  });

  it("SCOPE-1: every KPI and breakdown of a dean is what an administrator sees of the unit", async () => {
    for (const { id, groupings } of kpiDefinitions) {
      for (const query of ["", ...groupings.map((one) => `groupBy=${one}`)]) {
        const { watermark: _, ...asDean } = await campus.ask(`${id}?${query}`, campus.dean("eng"));
        const { watermark: __, ...asAdmin } = await campus.ask(`${id}?orgUnit=eng&${query}`);
        expect([id, query, asDean]).toEqual([id, query, asAdmin]);
      }
    }
  });

  it("without a term it is the one under way, of several the latest to start, then the greatest id; else the latest", async () => {
    const termOn = async (today: string) => {
      campus.today = today;
      return (await campus.ask("attendance-rate")).term;
    };
    expect(await termOn("2026-03-02")).toBe("2026-1");
    expect(await termOn("2026-06-19")).toBe("2026-1");
    expect(await termOn("2025-09-01")).toBe("2025-2");
    expect(await termOn("2025-07-15")).toBe("2026-1"); // none under way: the latest, though it is still to come
    await campus.send(
      ...["2026-1b", "2026-1a"].map((term) =>
        on("2026-01-10", "term.defined", { term, name: term, academicYear: "2026", startsOn: "2026-04-06", endsOn: "2026-05-29" }),
      ),
    );
    expect(await termOn("2026-04-05")).toBe("2026-1");
    expect(await termOn("2026-04-06")).toBe("2026-1b");
    expect(await termOn("2026-05-30")).toBe("2026-1");
    expect(await termOn("2027-01-01")).toBe("2026-1b");
    await campus.send(
      ...["2026-1b", "2026-1a"].map((term) =>
        on("2026-01-11", "term.defined", { term, name: term, academicYear: "2024", startsOn: "2020-04-06", endsOn: "2020-05-29" }),
      ),
    );
    expect(await termOn("2026-04-20")).toBe("2026-1");
  });

  it("a term that is known only from its sections is answered, with all of it", async () => {
    await campus.send(
      on("2026-01-10", "section.defined", { section: "early-1", course: "algo", term: "2027-1", instructors: [] }),
      enrolled("early-1", "ana", "withdrawn", "2026-04-02"),
      enrolled("early-1", "ben"),
      meeting("e1", "early-1", "2026-04-03"),
      ...roll("e1", "2026-04-03", { ben: "present" }),
    );
    expect(await campus.ask("attendance-rate?term=2027-1")).toMatchObject({ value: 1, n: 1, term: "2027-1" });
    expect(await campus.ask("course-withdrawal-rate?term=2027-1")).toMatchObject({ measures: { withdrawn: 1, registered: 2 } });
    expect(await campus.ask("dfw-rate?term=2027-1")).toMatchObject({ measures: { dfw: 1, censusEnrolments: 2 } });
    expect(await campus.ask("engagement-rate?term=2027-1")).toMatchObject({ measures: { active: 0, enrolled: 1 } });
    expect(await campus.ask("dropout-rate?term=2027-1&compare=previous-term")).toMatchObject({
      value: null,
      comparison: { label: "", value: null },
    });
  });

  it("compares with the previous term and year, days aligned from the start", async () => {
    const compared = async (query: string) => (await campus.ask(`attendance-rate?${query}`)).comparison;
    // 20 April is day 49: o1 and o2 are compared, o3 of day 50 is not.
    expect(await compared("compare=previous-term")).toEqual({ label: "Fall 2025", value: 1 / 2, term: "2025-2" });
    campus.today = "2026-04-21";
    expect((await compared("compare=previous-term"))?.value).toBe(2 / 3);
    campus.today = "2026-07-01"; // over: the whole of both
    expect((await compared("compare=previous-term"))?.value).toBe(2 / 3);
    campus.today = "2026-04-20";
    expect((await compared("compare=previous-term&from=2026-03-10"))?.value).toBe(1); // o2 alone
    expect((await compared("compare=previous-term&term=2026-1&from=2026-03-09&to=2026-03-09"))?.value).toBe(0); // o1 alone
    expect((await compared("compare=previous-term&from=2026-03-09&to=2026-03-09"))?.value).toBe(0);
    expect((await compared("compare=previous-term&course=algo&to=2026-04-21"))?.value).toBe(2 / 3);
    expect((await compared("compare=previous-term&course=circuits"))?.value).toBeNull();
    expect(await compared("compare=previous-year")).toEqual({ label: "Spring 2025", value: null, term: "2025-1" });
    expect(await compared("compare=previous-year&term=2025-1")).toEqual({ label: "", value: null });
    expect(await compared("compare=previous-term&term=2025-2")).toEqual({ label: "Spring 2025", value: null, term: "2025-1" });
  });

  it("compares with what the institution aims at", async () => {
    const compared = async (kpi: string, query = "") => (await campus.ask(`${kpi}?compare=target${query}`)).comparison;
    expect(await compared("attendance-rate")).toEqual({ label: "", value: null });
    await campus.setPolicy({ targets: { "attendance-rate": 0.95, "dropout-rate": 0.03 } });
    expect(await compared("attendance-rate")).toEqual({ label: "Target", value: 0.95 });
    expect(await compared("dropout-rate", "&groupBy=program")).toEqual({ label: "Target", value: 0.03 });
    expect(await compared("engagement-rate")).toEqual({ label: "", value: null });
    await campus.defaultPolicy();
  });

  it("every answer says how far it goes", async () => {
    const { watermark } = await campus.ask("engagement-rate");
    expect(BigInt(watermark.position)).toBeGreaterThan(0n);
    expect(watermark.processedThrough).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
    expect(watermark.sources.map(({ source, eventTime }) => [source, eventTime])).toEqual([["urn:test:sis", "2026-04-20T03:00:00.000Z"]]);
    for (const { lagSeconds } of watermark.sources) expect(lagSeconds).toBeGreaterThanOrEqual(0);
  });

  it("readers of releases ask for whole weeks or terms, one breakdown at a time", async () => {
    const refused: [string, string][] = [
      ["groupBy=date", "groupBy"],
      ["groupBy=week,section", "groupBy"],
      ["from=2026-03-10", "from"],
      ["to=2026-03-14", "to"],
    ];
    for (const [query, field] of refused) {
      expect(await problem(`attendance-rate?${query}`, campus.viewer)).toMatchObject({ status: 400, field, rule: "not-released" });
    }
    expect(await campus.ask("attendance-rate?from=2026-03-09&to=2026-03-15&groupBy=week", campus.viewer)).toMatchObject({
      suppressed: true,
    });
  });
});
