import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution, on } from "../testing/institution";

const students = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `st-${from + index}`);
const marks = (of: readonly string[], status: string) => Object.fromEntries(of.map((student) => [student, status]));

/** Ways around the threshold that are no questions: a policy, another term, another state, a moment, a row that comes and goes. */
describe("CELL-1: nothing around a release tells of few", () => {
  const test = useTestDatabase();
  let campus: Institution;
  let written = 0;
  const later = () => new Date(Date.UTC(2026, 3, (written += 1))).toISOString().slice(0, 10);
  const measures = async (address: string) => (await campus.ask(address, campus.viewer)).measures;
  const grade = (student: string, letter: string, state = "final", section = "algo-1") =>
    on("2026-04-01", "grade.posted", { section, student, scale: "4.5", letter, credits: 3, state }, later());

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    await campus.beginHistory("2026-01-01T00:00:00Z");
    await campus.send(
      ...roster,
      ...students(0, 120).map((student) => on("2025-02-01", "student.defined", { student, program: "p-cs" })),
      ...students(0, 30).map((student) => enrolled("algo-1", student)),
      meeting("m-1", "algo-1", "2026-03-09"),
      ...roll("m-1", "2026-03-09", marks(students(0, 30), "present")),
    );
  });

  it("a new rule for marks, and none for the past either", async () => {
    expect(await measures("attendance-rate")).toMatchObject({ present: 30 });
    await campus.send(...roll("m-1", "2026-03-09", marks(students(0, 1), "absent"), "2026-03-11"));
    await campus.setPolicy({ attendance: { lateWeight: 0.5 } });
    expect(await measures("attendance-rate")).toMatchObject({ present: 30, absent: 0 });
  });

  it("a higher threshold finds what was told under a lower one, and hides it with a companion", async () => {
    await campus.setPolicy({ suppression: { threshold: 3 } });
    await campus.send(
      ...["algo-2", "circuits-1"].flatMap((section, at) => {
        const of = students(30 + 40 * at, 30 + 40 * at + (at === 0 ? 5 : 20));
        return [meeting(`m-${section}`, section, "2026-03-09"), ...roll(`m-${section}`, "2026-03-09", marks(of, "present"))];
      }),
    );
    const shown = async () => {
      const { groups = [] } = await campus.ask("attendance-rate?groupBy=section", campus.viewer);
      return Object.fromEntries(groups.map(({ key, suppressed }) => [key, !suppressed]));
    };
    expect(await shown()).toEqual({ "algo-1": true, "algo-2": true, "circuits-1": true });
    await campus.setPolicy({ suppression: { threshold: 10 } });
    expect(await shown()).toEqual({ "algo-1": false, "algo-2": false, "circuits-1": true });
  });

  it("registrations of another term", async () => {
    const register = (student: string, term: string, status: string, effectiveOn: string) =>
      on(effectiveOn, "registration.changed", { student, term, program: "p-cs", status, effectiveOn }, later());
    await campus.send(
      ...students(0, 60).map((student) => register(student, "2025-2", "enrolled", "2025-09-01")),
      ...students(0, 12).map((student) => register(student, "2025-2", "withdrawn", "2025-11-01")),
    );
    expect(await measures("dropout-rate?term=2025-2")).toMatchObject({ dropouts: 12 });
    await campus.send(register("st-20", "2025-2", "withdrawn", "2025-11-02"));
    await campus.send(...students(60, 80).map((student) => register(student, "2026-1", "enrolled", "2026-03-02")));
    expect(await measures("dropout-rate?term=2025-2")).toMatchObject({ dropouts: 12 });
  });

  it("grades of another state, and a letter that is there for the first time", async () => {
    await campus.send(
      ...students(0, 15).map((student) => grade(student, "A0")),
      ...students(15, 30).map((student) => grade(student, "B0")),
    );
    expect(await measures("grade-distribution")).toMatchObject({ letters: { A0: 15, B0: 15 } });
    await campus.send(grade("st-0", "F"), ...students(0, 12).map((student) => grade(student, "A0", "provisional")));
    expect(await measures("grade-distribution")).toMatchObject({ letters: { A0: 15, B0: 15 } });
    const { groups = [] } = await campus.ask("grade-distribution?groupBy=letter", campus.viewer);
    expect(groups.map(({ key, n, suppressed }) => [key, n, suppressed])).toEqual([
      ["A0", 10, false],
      ["B0", 10, false],
    ]);
  });

  it("a past in which nothing had been released", async () => {
    await expect(campus.ask("course-withdrawal-rate?asOf=2026-04-20T02:00:00Z", campus.viewer)).rejects.toMatchObject({
      facts: { rule: "not-released" },
    });
  });

  it("a mark of a student who is new: of how many a sum is told is released with it", async () => {
    const counted = async () => (await campus.ask("attendance-rate", campus.viewer)).n;
    const before = await counted();
    await campus.send(...roll("m-1", "2026-03-09", marks(students(100, 108), "present"), "2026-03-12"));
    expect(await counted()).toBe(before);
  });
});
