import { beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/access/principal";
import { toProblem } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { answerChanges, parseChangesRequest } from "./answer-changes";
import { type Changes, changesSchema } from "./changes";
import { kpiDefinitions } from "./definitions";
import { enrolled, meeting, roll, roster } from "./testing/campus";
import { Institution, on } from "./testing/institution";

const nothingTold = { late: null, recorded: null, corrected: null, takenBack: null };
const many = Array.from({ length: 12 }, (_, index) => `extra-${index}`);

/**
 * By 10 March, 18:00 in Seoul: algo-1 has ana present and dan absent on the 9th, circuits-1 ben late.
 * On the 11th come: ben's mark of the 9th (late), dan's correction, a meeting of that day; the meeting of
 * circuits is cancelled on the 12th; algo-2 gets twelve marks of the 9th.
 */
describe("what changed the past", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.beginHistory("2026-01-01T00:00:00Z");
    await campus.sendAt(
      "2026-01-02T00:00:00Z",
      ...roster,
      on("2025-02-01", "student.defined", { student: "dan", program: "p-ee", yearOfStudy: 2 }, "2025-02-02"),
      on("2025-09-01", "registration.changed", {
        student: "dan",
        term: "2025-2",
        program: "p-cs",
        status: "enrolled",
        effectiveOn: "2025-09-01",
      }),
    );
    await campus.sendAt(
      "2026-03-10T08:00:00Z",
      enrolled("algo-1", "ana"),
      enrolled("algo-1", "dan"),
      enrolled("algo-1", "ben"),
      enrolled("circuits-1", "ben"),
      ...many.map((student) => enrolled("algo-2", student)),
      meeting("m1", "algo-1", "2026-03-09"),
      ...roll("m1", "2026-03-09", { ana: "present", dan: "absent" }),
      meeting("m2", "circuits-1", "2026-03-09"),
      ...roll("m2", "2026-03-09", { ben: "late" }),
      meeting("m4", "algo-2", "2026-03-09"),
      on("2026-03-09", "grade.posted", { section: "algo-1", student: "ana", scale: "4.5", letter: "B0", state: "final" }),
      on("2026-02-20", "registration.changed", { student: "dan", term: "2026-1", status: "enrolled", effectiveOn: "2026-03-02" }),
    );
    await campus.sendAt(
      "2026-03-11T08:00:00Z",
      ...roll("m1", "2026-03-09", { ben: "absent" }, "2026-03-11"),
      ...roll("m1", "2026-03-09", { dan: "present" }, "2026-03-11"),
      meeting("m3", "algo-1", "2026-03-11"),
      ...roll("m3", "2026-03-11", { ana: "present" }),
      on("2026-03-11", "grade.posted", { section: "algo-1", student: "ana", scale: "4.5", letter: "A0", state: "final" }),
      on("2026-03-11", "activity.observed", { student: "ana", section: "algo-1", kind: "view" }),
      on("2026-03-05", "registration.changed", { student: "dan", term: "2026-1", status: "withdrawn", effectiveOn: "2026-03-05" }),
    );
    await campus.sendAt("2026-03-12T08:00:00Z", meeting("m2", "circuits-1", "2026-03-09", "cancelled", "2026-03-12"));
    await campus.sendAt(
      "2026-03-13T08:00:00Z",
      ...roll("m4", "2026-03-09", Object.fromEntries(many.map((student) => [student, "present"]))),
    );
    campus.today = "2026-03-14";
  });

  const since = "2026-03-10T09:00:00Z";
  const changes = async (query: string, principal: Principal = campus.admin): Promise<Changes> =>
    changesSchema.parse(await answerChanges(campus.asking(), principal, parseChangesRequest(new URLSearchParams(query))));
  const attendance = (query = "", principal: Principal = campus.admin) => changes(`kpi=attendance-rate&since=${since}${query}`, principal);

  it("then and now are what the figure answers, and the facts between them are told apart", async () => {
    const { before, now, facts } = await attendance();
    expect(before).toEqual(await campus.ask(`attendance-rate?asOf=${since}`));
    expect(now).toMatchObject({ measures: { present: 15, late: 0, absent: 1, excused: 0 } });
    // Ben's and the twelve late; ana on the 11th; dan corrected; ben's of the cancelled meeting taken back.
    expect(facts).toEqual({ late: 13, recorded: 1, corrected: 1, takenBack: 1 });
  });

  it("the sections with the most changes come first", async () => {
    const { sections } = await attendance();
    expect(sections).toEqual([
      { section: "algo-2", title: "Algorithms", late: 12, recorded: 0, corrected: 0, takenBack: 0 },
      { section: "algo-1", title: "Algorithms", late: 1, recorded: 1, corrected: 1, takenBack: 0 },
      { section: "circuits-1", title: "Circuits", late: 0, recorded: 0, corrected: 0, takenBack: 1 },
    ]);
    expect((await attendance("&from=2026-03-10")).facts).toEqual({ late: 0, recorded: 1, corrected: 0, takenBack: 0 });
    expect((await attendance("&section=circuits-1")).sections.map(({ section }) => section)).toEqual(["circuits-1"]);
  });

  it("cells come newest first with what they were and are, page by page, each once", async () => {
    const whole = await attendance();
    expect(whole.next).toBeNull();
    const [first, second] = whole.cells;
    expect(first).toMatchObject({ section: "algo-2", cause: "late", day: "2026-03-09", at: "2026-03-13T08:00:00.000Z", before: null });
    expect(second).toMatchObject({
      section: "circuits-1",
      cause: "corrected",
      before: { present: 0, late: 1, absent: 0, excused: 0 },
      after: { present: 0, late: 0, absent: 0, excused: 0 },
    });
    expect(whole.cells.map(({ position }) => Number(position))).toEqual(
      whole.cells.map(({ position }) => Number(position)).sort((a, b) => b - a),
    );
    const paged: Changes["cells"] = [];
    for (let after = ""; ; ) {
      const page = await attendance(`&limit=1${after}`);
      expect(page.cells).toHaveLength(1);
      paged.push(...page.cells);
      if (page.next === null) break;
      after = `&after=${page.next}`;
    }
    expect(paged).toEqual(whole.cells);
  });

  it("each KPI tells what its own facts did", async () => {
    const factsOf = async (kpi: string) => (await changes(`kpi=${kpi}&since=${since}`)).facts;
    const none = { late: 0, recorded: 0, corrected: 0, takenBack: 0 };
    expect(await factsOf("attendance-coverage")).toEqual({ ...none, recorded: 1, corrected: 1, takenBack: 1 });
    expect(await factsOf("grade-distribution")).toEqual({ ...none, corrected: 1 });
    expect(await factsOf("mean-grade-points")).toEqual({ ...none, corrected: 1 });
    expect(await factsOf("dropout-rate")).toEqual({ ...none, late: 1 });
    expect(await factsOf("engagement-rate")).toEqual({ ...none, recorded: 1 });
    expect(await factsOf("course-withdrawal-rate")).toEqual(none);
    expect((await changes(`kpi=dropout-rate&since=${since}`)).cells).toMatchObject([
      { detail: ["withdrawn"], cause: "late", section: null },
    ]);
    for (const { id } of kpiDefinitions) {
      const quiet = await changes(`kpi=${id}&since=2026-03-13T08:00:00Z`);
      expect([id, quiet.facts, quiet.sections, quiet.cells]).toEqual([id, none, [], []]);
    }
  });

  it("of a year of study are told from the facts, and no cells are listed", async () => {
    const none = { late: 0, recorded: 0, corrected: 0, takenBack: 0 };
    const second = await attendance("&yearOfStudy=2");
    expect(second).toMatchObject({ facts: { ...none, corrected: 1 }, cells: [], next: null });
    expect(second.before).toEqual(await campus.ask(`attendance-rate?yearOfStudy=2&asOf=${since}`));
    expect((await changes(`kpi=dropout-rate&since=${since}&yearOfStudy=2`)).facts).toEqual({ ...none, late: 1 });
    for (const { id, filters } of kpiDefinitions) {
      if (!filters.includes("yearOfStudy")) continue;
      const third = await changes(`kpi=${id}&since=${since}&yearOfStudy=3`);
      expect([id, third.facts, third.sections, third.cells]).toEqual([id, none, [], []]);
    }
  });

  it("SCOPE-1: a unit hears of registrations in its own programs, though it may see whoever was there once", async () => {
    const heard = async (unit: string) => (await changes(`kpi=dropout-rate&since=${since}`, campus.dean(unit))).facts;
    expect(await heard("ee")).toEqual({ late: 1, recorded: 0, corrected: 0, takenBack: 0 });
    expect(await heard("cs")).toEqual({ late: 0, recorded: 0, corrected: 0, takenBack: 0 });
  });

  it("SCOPE-1: a reader hears of changes within their scope alone", async () => {
    const lee = await campus.bound("faculty", "lee");
    expect((await attendance("", lee)).facts).toEqual({ late: 12, recorded: 0, corrected: 0, takenBack: 1 });
    expect((await attendance("", lee)).cells.map(({ section }) => section)).toEqual(["algo-2", "circuits-1"]);
    expect((await attendance("", campus.dean("ee"))).sections.map(({ section }) => section)).toEqual(["circuits-1"]);
    const cho = await campus.bound("advisor", "cho");
    expect(await attendance("", cho)).toMatchObject({ facts: { late: 1, recorded: 1, corrected: 0, takenBack: 1 }, cells: [] });
    expect(await attendance("", campus.dean("hum"))).toMatchObject({
      facts: { late: 0, recorded: 0, corrected: 0, takenBack: 0 },
      cells: [],
    });
    for (const { id } of kpiDefinitions) {
      const nobody = await changes(`kpi=${id}&since=${since}`, campus.reader());
      expect([id, nobody.facts, nobody.sections, nobody.cells]).toEqual([id, nothingTold, [], []]);
    }
    await expect(attendance("&section=algo-1", campus.dean("hum"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("CELL-1: readers without student-level rights learn of releases, and of no facts between them", async () => {
    const seen = await attendance("", campus.viewer);
    expect([seen.facts, seen.sections, seen.cells, seen.next]).toEqual([nothingTold, [], [], null]);
    // Nothing had been released to them then.
    expect(seen.before).toBeNull();
    expect(seen.now).toMatchObject({ suppressed: false });
    // The twelve of algo-2 are all that the whole counts: the few of algo-1 wait in a week that is not over.
    expect((await attendance("&section=algo-2", campus.viewer)).now).toMatchObject({ suppressed: false, measures: seen.now.measures });
    const few = await attendance("&section=algo-1", campus.viewer);
    expect(few.now).toMatchObject({ value: null, suppressed: true });
    expect(JSON.stringify(few)).not.toContain("measures");
  });

  it.each<[string, string, string]>([
    ["kpi=attendance-rate", "since", "date-time"],
    ["kpi=attendance-rate&since=yesterday", "since", "date-time"],
    ["kpi=attendance-rate&since=2027-01-01T00:00:00Z", "since", "future"],
    ["kpi=attendance-rate&since=2025-12-31T00:00:00Z", "since", "before-history"],
    [`kpi=attendance-rate&since=${since}&limit=0`, "limit", "range"],
    [`kpi=attendance-rate&since=${since}&limit=1000`, "limit", "range"],
    [`kpi=attendance-rate&since=${since}&after=x`, "after", "cursor"],
    [`kpi=attendance-rate&since=${since}&groupBy=week`, "groupBy", "unknown-parameter"],
    [`kpi=attendance-rate&since=${since}&asOf=${since}`, "asOf", "unknown-parameter"],
    [`kpi=attendance-rate&since=${since}&colour=red`, "colour", "unknown-parameter"],
    [`kpi=grade-distribution&since=${since}&from=2026-03-09`, "from", "unknown-filter"],
  ])("%s is refused by field and rule", async (query, field, rule) => {
    const failure = await changes(query).then(
      () => null,
      (error: unknown) => toProblem(error),
    );
    expect(failure).toMatchObject({ status: 400, body: { field, rule } });
  });
});
