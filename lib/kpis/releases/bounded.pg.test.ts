import { beforeAll, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution } from "../testing/institution";
import { dropSuperseded } from "./drop-superseded";

const students = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `st-${from + index}`);
const marks = (of: readonly string[], status: string) => Object.fromEntries(of.map((student) => [student, status]));
const weeks = ["2026-03-02", "2026-03-09", "2026-03-16"] as const;
const sections = { "algo-1": students(0, 30), "circuits-1": students(30, 55) };

/** Three weeks of rolls in two sections, each large enough to be shown. */
describe("CELL-1: releases have a bound", () => {
  const test = useTestDatabase();
  let campus: Institution;
  const count = async (where = "true") =>
    Number((await test.database.owner.query(`SELECT count(*) AS count FROM app.released_leaf WHERE ${where}`)).rows[0]?.count);
  const figures = async (query: string) => {
    const { value, n, nExact, suppressed, measures } = await campus.ask(`attendance-rate${query}`, campus.viewer);
    return { value, n, nExact, suppressed, measures };
  };
  const mark = (at: string, of: readonly string[], status: string, recorded: string) =>
    campus.sendAt(at, ...roll("m-algo-1-1", weeks[1], marks(of, status), recorded));
  const drop = (before: string) => withTransaction(test.database.owner, (client) => dropSuperseded(client, new Date(before)));

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.beginHistory("2026-01-01T00:00:00Z");
    await campus.sendAt(
      "2026-03-01T00:00:00Z",
      ...roster,
      ...Object.entries(sections).flatMap(([section, of]) => [
        ...of.map((student) => enrolled(section, student)),
        ...weeks.flatMap((day, week) => [
          meeting(`m-${section}-${week}`, section, day),
          ...roll(`m-${section}-${week}`, day, marks(of, week === 1 ? "absent" : "present")),
        ]),
      ]),
    );
  });

  it("a range is the sum of its weeks, and leaves nothing behind but those", async () => {
    const sum = await figures("?from=2026-03-02&to=2026-03-15");
    expect(sum).toEqual({
      value: 0.5,
      // Of several sections and weeks at least those of the section that has most.
      n: 30,
      nExact: false,
      suppressed: false,
      measures: { present: 55, late: 0, absent: 55, excused: 0 },
    });
    expect(await figures("?term=2026-1&to=2026-03-15")).toEqual(sum);
    expect(await figures("?term=2026-1&from=1990-01-01&to=2026-03-15")).toEqual(sum);
    expect(await count()).toBe(Object.keys(sections).length * weeks.length);
    const bySection = await campus.ask("attendance-rate?from=2026-03-09&groupBy=section", campus.viewer);
    expect(bySection.groups?.map(({ key, value }) => [key, value])).toEqual([
      ["algo-1", 0.5],
      ["circuits-1", 0.5],
    ]);
    expect(bySection.value).toBe(0.5);
  });

  it("whoever asks for very many ranges, places and scales leaves no more behind than there are sections and weeks", async () => {
    const places = ["", "section=algo-1", "section=circuits-1", "course=algo", "orgUnit=cs", "groupBy=section"];
    const ranges = Array.from({ length: 40 }, (_, index) => {
      const monday = new Date(Date.parse("2025-12-29") + index * 7 * 86_400_000).toISOString().slice(0, 10);
      return `from=${monday}&term=2026-1`;
    });
    for (const place of places) for (const range of ranges) await figures(`?${range}&${place}`.replace(/&$/, ""));
    expect(await count()).toBe(Object.keys(sections).length * weeks.length);
    await campus.ask("grade-distribution", campus.viewer);
    const before = await count();
    for (let scale = 0; scale < 20; scale += 1)
      expect((await campus.ask(`grade-distribution?scale=made-up-${scale}`, campus.viewer)).value).toBeNull();
    expect(await count()).toBe(before);
  });

  it("what was superseded goes, and is not asked about any more; the last release of a leaf stays", async () => {
    const week = "?from=2026-03-09&to=2026-03-15";
    await mark("2026-04-01T00:00:00Z", students(0, 12), "present", "2026-04-01");
    const second = await figures(week);
    expect(second.measures).toMatchObject({ present: 12, absent: 43 });
    await mark("2026-05-01T00:00:00Z", students(12, 24), "late", "2026-05-01");
    const third = await figures(week);
    expect(third.measures).toMatchObject({ present: 12, late: 12 });
    const all = await count();
    const ofWeek = "time = '2026-03-09' AND leaf = (SELECT section_key FROM warehouse.dim_section WHERE id = 'algo-1')";
    expect(await count(ofWeek)).toBe(3);

    // As of 2 April the second had been given: the first is gone, and the second must be told from the third still.
    expect(await drop("2026-04-02T00:00:00Z")).toBeGreaterThan(0);
    expect(await count(ofWeek)).toBe(2);
    campus.today = "2026-05-02";
    expect(await figures(`${week}&asOf=2026-04-02T00:00:00Z`)).toEqual(second);
    await expect(figures(`${week}&asOf=2026-03-20T00:00:00Z`)).rejects.toMatchObject({ facts: { rule: "not-released" } });
    await expect(figures("?section=algo-1&asOf=2026-03-20T00:00:00Z")).rejects.toMatchObject({ facts: { rule: "not-released" } });

    // A longer retention brings nothing back, and opens nothing anew.
    expect(await drop("2026-03-10T00:00:00Z")).toBe(0);
    await expect(figures(`${week}&asOf=2026-03-20T00:00:00Z`)).rejects.toMatchObject({ facts: { rule: "not-released" } });

    expect(await drop("2026-06-01T00:00:00Z")).toBeGreaterThan(0);
    expect(await count(ofWeek)).toBe(1);
    expect(await count()).toBeLessThan(all);
    // Fewer than the threshold changed since the last one: it stands, however much was deleted.
    await mark("2026-05-02T00:00:00Z", students(24, 29), "excused", "2026-05-02");
    expect(await figures(week)).toEqual(third);
    expect((await campus.ask(`attendance-rate${week}`)).measures).toMatchObject({ excused: 5 });
  });
});
