import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution, on } from "../testing/institution";

const students = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `st-${from + index}`);
const marks = (of: readonly string[], status: string) => Object.fromEntries(of.map((student) => [student, status]));
const weeks = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"];
const sections = {
  "algo-1": students(0, 60),
  "algo-2": students(60, 115),
  "circuits-1": students(115, 165),
  "poetry-1": students(165, 169),
};
const rollOf = (section: string, day: string, recorded = day) => [
  meeting(`m-${section}-${day}`, section, day),
  ...roll(`m-${section}-${day}`, day, marks(sections[section as keyof typeof sections], "present"), recorded),
];

/** A viewer has had the page open since the term's first rolls came in. */
describe("CELL-1: a release waits for nothing beside or beneath it", () => {
  const test = useTestDatabase();
  let campus: Institution;
  const marked = async (query = "", reader = campus.viewer) => {
    const { suppressed, measures } = await campus.ask(`attendance-rate${query}`, reader);
    return suppressed ? null : Object.values(measures ?? {}).reduce<number>((sum, count) => sum + Number(count), 0);
  };
  const groups = async (by: string) => {
    const { groups = [] } = await campus.ask(`attendance-rate?groupBy=${by}`, campus.viewer);
    return groups.map(({ key, suppressed, measures }) => [
      key,
      suppressed ? null : Object.values(measures ?? {}).reduce<number>((sum, one) => sum + Number(one), 0),
    ]);
  };

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(...roster, ...Object.entries(sections).flatMap(([section, of]) => of.map((student) => enrolled(section, student))));
    await campus.send(...rollOf("algo-1", "2026-03-02"));
    await campus.ask("attendance-rate", campus.viewer);
  });

  it("what comes in later is in every sum, whatever few there are beside it", async () => {
    // Three marks of the first week are corrected, and nothing changes in that week any more.
    await campus.send(...roll("m-algo-1-2026-03-02", "2026-03-02", marks(students(0, 3), "absent"), "2026-03-04"));
    expect(await marked()).toBe(60);
    for (const week of weeks.slice(1)) {
      await campus.send(...Object.keys(sections).flatMap((section) => rollOf(section, week)));
      await campus.ask("attendance-rate?groupBy=section", campus.viewer);
    }
    const all = 60 + 3 * 169;
    expect(await marked("", campus.admin)).toBe(all);
    expect(await marked()).toBe(all);
    expect((await campus.ask("attendance-rate", campus.viewer)).measures).toMatchObject({ absent: 0 });
    expect((await campus.ask("attendance-rate", campus.admin)).measures).toMatchObject({ absent: 3 });
  });

  it("groups add up to their whole, and a small one is hidden with a companion", async () => {
    expect(await groups("section")).toEqual([
      ["algo-1", 240],
      ["algo-2", 165],
      ["circuits-1", null],
      ["poetry-1", null],
    ]);
    expect(await groups("week")).toEqual([
      ["2026-W10", 60],
      ["2026-W11", 169],
      ["2026-W12", 169],
      ["2026-W13", 169],
    ]);
    expect(await marked("?orgUnit=cs")).toBe(405);
    const studentsIn = async (query: string) => {
      const { groups = [] } = await campus.ask(`attendance-rate?groupBy=org_unit${query}`, campus.viewer);
      return groups.find(({ key }) => key === "cs")?.n;
    };
    expect([await studentsIn("&section=algo-2"), await studentsIn("")]).toEqual([50, 110]);
    expect(await marked("?orgUnit=hum")).toBeNull();
  });

  it("a section of few is left out of its unit in the week that it is told with others alone", async () => {
    await campus.send(
      meeting("m-few", "algo-2", "2026-04-06"),
      ...roll("m-few", "2026-04-06", marks(students(60, 65), "present")),
      meeting("m-other", "poetry-1", "2026-04-06"),
      ...roll("m-other", "2026-04-06", marks([...students(165, 169), ...students(0, 2)], "present")),
    );
    // Of the two small ones of that week, eleven students together, the whole tells, and of neither by itself.
    expect(await marked("?from=2026-04-06&to=2026-04-12")).toBe(11);
    expect(await marked("?section=algo-2&from=2026-04-06&to=2026-04-12")).toBeNull();
    expect(await marked("?section=algo-2")).toBe(165);
  });

  it("a running week of few is left out of the term until it can be told", async () => {
    campus.today = "2026-03-31";
    const before = await marked();
    await campus.send(meeting("m-late", "algo-1", "2026-03-30"), ...roll("m-late", "2026-03-30", marks(students(0, 6), "present")));
    expect(await marked()).toBe(before);
    expect(await marked("?from=2026-03-30&to=2026-04-05")).toBeNull();
    await campus.send(...roll("m-late", "2026-03-30", marks(students(6, 12), "present")));
    expect(await marked()).toBe((before ?? 0) + 12);
    expect(await marked("?from=2026-03-30&to=2026-04-05")).toBe(12);
  });

  it("figures that began together: one that is asked about late is told all the same", async () => {
    await campus.send(enrolled("algo-1", "st-0", "withdrawn", "2026-03-25", "2026-03-26"));
    const answer = await campus.ask("course-withdrawal-rate", campus.viewer);
    await campus.send(enrolled("algo-1", "st-1", "withdrawn", "2026-03-26", "2026-03-27"));
    expect([answer.suppressed, (await campus.ask("dfw-rate", campus.viewer)).suppressed]).toEqual([true, true]);
    // Fourteen have left by now: few no more.
    await campus.send(...students(60, 72).map((student) => enrolled("algo-2", student, "withdrawn", "2026-03-27", "2026-03-28")));
    expect((await campus.ask("course-withdrawal-rate", campus.viewer)).measures).toMatchObject({ withdrawn: 14, registered: 169 });
    await campus.send(enrolled("algo-1", "st-2", "withdrawn", "2026-03-28", "2026-03-29"));
    // Fourteen too, which is told in steps, for letters and withdrawals would tell what is between them.
    expect((await campus.ask("dfw-rate", campus.viewer)).measures).toMatchObject({ dfw: 10, censusEnrolments: 169 });
  });

  it("engagement is told in steps, of places with at least ten of them", async () => {
    campus.today = "2026-03-31";
    const active = (of: readonly string[]) =>
      of.map((student) => on("2026-03-28", "activity.observed", { section: "algo-1", student, kind: "view" }));
    await campus.send(...active(students(3, 40)));
    const exact = await campus.ask("engagement-rate?to=2026-03-29", campus.admin);
    const told = await campus.ask("engagement-rate", campus.viewer);
    expect(exact.measures).toMatchObject({ active: 37 });
    expect(told.measures).toMatchObject({ active: 40 });
    expect(told.value).toBeCloseTo(40 / Number(new Map(Object.entries(told.measures ?? {})).get("enrolled")));
    expect((await campus.ask("engagement-rate?section=algo-1", campus.viewer)).suppressed).toBe(true);
    // What a filter leaves of a unit is another figure than that of the unit.
    const unitOf = async (query: string) =>
      (await campus.ask(`engagement-rate?groupBy=org_unit${query}`, campus.viewer)).groups?.find(({ key }) => key === "cs")?.measures;
    expect(await unitOf("&section=algo-2")).toBeUndefined();
    expect(await unitOf("")).toMatchObject({ active: 40 });
  });
});
