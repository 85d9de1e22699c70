import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { KpiMeasures } from "../answer";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution, on } from "../testing/institution";

const students = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `st-${from + index}`);
const marks = (of: readonly string[], status: string) => Object.fromEntries(of.map((student) => [student, status]));

/** algo-1 has 30 students, circuits-1 25, poetry-1 4; each had a roll on 9 March. */
describe("CELL-1: releases", () => {
  const test = useTestDatabase();
  let campus: Institution;
  let written = 0;
  const later = () => `2026-03-${String(10 + (written += 1)).padStart(2, "0")}`;
  const absent = (section: string, of: readonly string[]) =>
    campus.send(...roll(`m-${section}`, "2026-03-09", marks(of, "absent"), later()));
  const counted = (measures: KpiMeasures | undefined) => new Map(Object.entries(measures ?? {}));
  const present = async (query = "") => counted((await campus.ask(`attendance-rate${query}`, campus.viewer)).measures).get("present");

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.beginHistory("2026-01-01T00:00:00Z");
    const sections = { "algo-1": students(0, 30), "circuits-1": students(30, 55), "poetry-1": students(55, 59) };
    await campus.sendAt(
      "2026-03-01T00:00:00Z",
      ...roster,
      ...Object.entries(sections).flatMap(([section, of]) => [
        ...of.map((student) => enrolled(section, student)),
        meeting(`m-${section}`, section, "2026-03-09"),
        ...roll(`m-${section}`, "2026-03-09", marks(of, "present")),
      ]),
    );
  });

  it("a figure stands still while fewer students than the threshold changed in it, and moves with the last of them", async () => {
    expect(await present()).toBe(59);
    await absent("algo-1", students(0, 9));
    expect(await present()).toBe(59);
    expect((await campus.ask("attendance-rate")).measures).toMatchObject({ present: 50, absent: 9 });
    await absent("algo-1", students(9, 10));
    expect(await present()).toBe(49);
  });

  it("a new version of the policy that leaves the figure's rules alone is no way around its last release", async () => {
    await absent("algo-1", students(25, 28));
    await campus.setPolicy({ targets: { "attendance-rate": 0.9 } });
    expect(await present()).toBe(49);
    await campus.setPolicy({ suppression: { threshold: 3 } });
    expect(await present()).toBe(46);
    await campus.setPolicy({ suppression: { threshold: 10 } });
  });

  it("a range that names no term is of the one that runs in it, and hidden where several do", async () => {
    expect(await present("?from=2026-03-09&to=2026-03-15")).toBe(46);
    expect(await present("?term=2026-1&from=2026-03-09&to=2026-03-15")).toBe(46);
    const wide = await campus.ask("attendance-rate?from=2025-12-01&to=2026-03-15", campus.viewer);
    expect([wide.value, wide.suppressed, wide.n]).toEqual([null, true, undefined]);
  });

  it("a student who changes again and again is one student", async () => {
    for (let time = 0; time < 12; time += 1)
      await campus.send(...roll("m-algo-1", "2026-03-09", { "st-12": time % 2 === 0 ? "late" : "absent" }, later()));
    expect(await present()).toBe(46);
  });

  it("groups are released by themselves, and the small one and its companion stay without numbers", async () => {
    const { groups = [] } = await campus.ask("attendance-rate?groupBy=section", campus.viewer);
    const shown = Object.fromEntries(
      groups.map(({ key, suppressed, measures }) => [key, suppressed ? "hidden" : counted(measures).get("present")]),
    );
    // algo-1 was not asked about before: it began with the whole, and is given as it was when ten had changed in it.
    expect(shown).toEqual({ "algo-1": 17, "circuits-1": "hidden", "poetry-1": "hidden" });
  });

  it("as of a moment the release of then is given, and none that stands too near to a later one", async () => {
    await campus.sendAt("2026-03-20T00:00:00Z", ...roll("m-algo-1", "2026-03-09", marks(students(13, 25), "excused"), "2026-04-01"));
    campus.today = "2026-04-21";
    const now = await campus.ask("attendance-rate", campus.viewer);
    expect(now.measures).toMatchObject({ excused: 12 });
    const then = "asOf=2026-03-02T00:00:00Z";
    expect((await campus.ask(`attendance-rate?${then}`, campus.viewer)).measures).toMatchObject({ present: 59, absent: 0 });
    // algo-1 was first asked about later, and began with the whole.
    expect(await campus.ask(`attendance-rate?section=algo-1&${then}`, campus.viewer)).toMatchObject({ value: 1, suppressed: false });
  });

  it("what crosses places with programs, or counts up to a day, is not released", async () => {
    for (const query of [
      "attendance-rate?program=p-cs",
      "attendance-rate?orgUnit=cs&program=p-cs",
      "dfw-rate?groupBy=program",
      "dropout-rate?to=2026-03-15",
      "course-withdrawal-rate?to=2026-03-15",
      "engagement-rate?to=2026-03-15",
      "dropout-rate?course=algo",
    ]) {
      const { value, suppressed, n, measures, groups = [] } = await campus.ask(query, campus.viewer);
      expect([query, value, suppressed, n, measures]).toEqual([query, null, true, undefined, undefined]);
      expect(groups.filter((group) => !group.suppressed || group.n !== undefined)).toEqual([]);
    }
  });

  it("readers with student-level rights see every change at once", async () => {
    const before = (await campus.ask("attendance-rate")).measures;
    await campus.send(on("2026-03-09", "attendance.recorded", { meeting: "m-algo-1", student: "st-29", status: "absent" }, "2026-05-01"));
    expect((await campus.ask("attendance-rate")).measures).not.toEqual(before);
  });
});
