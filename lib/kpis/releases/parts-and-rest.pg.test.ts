import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution, on } from "../testing/institution";

const students = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `st-${from + index}`);
const marks = (of: readonly string[], status: string) => Object.fromEntries(of.map((student) => [student, status]));
const sections = { "algo-1": students(0, 30), "circuits-1": students(30, 55), "poetry-1": students(55, 59) };

/** Of what a viewer is given, what a sum has more than its shown parts: circuits-1 and poetry-1, which are shown nowhere. */
describe("CELL-1: two looks at a sum and its parts", () => {
  const test = useTestDatabase();
  let campus: Institution;
  let written = 0;
  const recorded = () => `2026-03-${String(10 + (written += 1)).padStart(2, "0")}`;
  const absent = (section: string, of: readonly string[]) =>
    campus.send(...roll(`m-${section}`, "2026-03-09", marks(of, "absent"), recorded()));
  const present = async (query = "", reader = campus.viewer) => {
    const { suppressed, measures } = await campus.ask(`attendance-rate${query}`, reader);
    return suppressed ? null : (new Map(Object.entries(measures ?? {})).get("present") ?? null);
  };
  const rest = async () => Number(await present()) - Number(await present("?section=algo-1"));

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.send(
      ...roster,
      ...Object.entries(sections).flatMap(([section, of]) => [
        ...of.map((student) => enrolled(section, student)),
        meeting(`m-${section}`, section, "2026-03-09"),
        ...roll(`m-${section}`, "2026-03-09", marks(of, "present")),
      ]),
    );
  });

  it("a part that is asked about after its sum is given as it was then, while few changed in it since", async () => {
    expect(await present()).toBe(59);
    await absent("algo-1", students(0, 9));
    expect(await present("?section=algo-1")).toBe(30);
    expect(await rest()).toBe(29);
    // Neither week nor unit begins later than the term as a whole did.
    expect(await present("?from=2026-03-09&to=2026-03-15&section=algo-1")).toBe(30);
    expect(await present("?section=algo-1", campus.admin)).toBe(21);
    await absent("algo-1", students(9, 12));
    expect(await present("?section=algo-1")).toBe(18);
  });

  it("a sum waits while few changed in all of it that no shown part counts", async () => {
    const before = await rest();
    await absent("poetry-1", students(55, 58));
    await absent("algo-1", students(12, 24));
    // The part is due, and told by itself. The sum is due too, and would tell of the three.
    expect(await present("?section=algo-1")).toBe(6);
    expect(await present("", campus.admin)).toBe(59 - 24 - 3);
    expect(await present()).not.toBe(59 - 24 - 3);
    await absent("circuits-1", students(30, 37));
    expect(await rest()).toBe(before - 10);
  });

  it("grades of one scale are told as part of those of all scales", async () => {
    const grade = (student: string, scale: string, letter: string, day: string) =>
      on("2026-04-01", "grade.posted", { section: "algo-1", student, scale, letter, credits: 3, state: "final" }, day);
    const tell = async (query: string, reader = campus.viewer) => {
      const { suppressed, n, measures } = await campus.ask(`grade-distribution?section=algo-1${query}`, reader);
      return { suppressed, n, measures };
    };
    await campus.send(
      ...students(0, 12).map((student) => grade(student, "4.5", "A0", "2026-04-01")),
      ...students(12, 30).map((student) => grade(student, "4.5", "B0", "2026-04-01")),
    );
    expect(await tell("")).toMatchObject({ suppressed: false, measures: { letters: { A0: 12, B0: 18 } } });
    await campus.send(...students(12, 15).map((student) => grade(student, "4.5", "A0", "2026-04-02")));
    expect(await tell("&scale=4.5", campus.admin)).toMatchObject({ measures: { letters: { A0: 15, B0: 15 } } });
    expect(await tell("&scale=4.5")).toMatchObject({ suppressed: false, n: 30, measures: { letters: { A0: 12, B0: 18 } } });
    const mean = await campus.ask("mean-grade-points?section=algo-1&scale=4.5", campus.viewer);
    expect([mean.value, mean.n, mean.measures]).toEqual([3.4, 30, { gradePointCredits: 306, gradedCredits: 90 }]);
    expect(await tell("&scale=made-up")).toMatchObject({ suppressed: false, n: 0 });
  });
});
