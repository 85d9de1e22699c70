import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { gapTo } from "../gap-to";
import { enrolled, meeting, roll, roster } from "../testing/campus";
import { Institution } from "../testing/institution";

const students = Array.from({ length: 30 }, (_, index) => `st-${index}`);
const rolled = (section: string, days: readonly string[], absent: (day: string) => number) => [
  ...students.map((student) => enrolled(section, student)),
  ...days.flatMap((day) => [
    meeting(`m-${section}-${day}`, section, day),
    ...roll(
      `m-${section}-${day}`,
      day,
      Object.fromEntries(students.map((student, at) => [student, at < absent(day) ? "absent" : "present"])),
    ),
  ]),
];

/** The term before lost 12 of 30 in its second week; this one nobody in whole weeks, and all on the Monday of the third. */
describe("CELL-1: another term beside one that is under way", () => {
  const test = useTestDatabase();
  let campus: Institution;

  beforeAll(async () => {
    campus = await Institution.open(test.database);
    campus.today = "2026-03-17";
    await campus.send(
      ...roster,
      ...rolled("algo-25", ["2025-09-02", "2025-09-09", "2025-09-16"], (day) => (day === "2025-09-09" ? 12 : 0)),
      ...rolled("algo-1", ["2026-03-03", "2026-03-10", "2026-03-16"], (day) => (day === "2026-03-16" ? 30 : 0)),
    );
  });

  it("is compared over whole weeks of both, which is another figure than the one up to today", async () => {
    const answer = await campus.ask("attendance-rate?term=2026-1&compare=previous-term", campus.viewer);
    expect(answer).toMatchObject({ value: 60 / 90, comparison: { term: "2025-2", value: 48 / 60, own: 1 } });
    expect(gapTo(answer)).toBeCloseTo(0.2);
  });

  it("readers of every change are told of both up to today, and need no figure beside it", async () => {
    const answer = await campus.ask("attendance-rate?term=2026-1&compare=previous-term");
    expect(answer.comparison).toMatchObject({ term: "2025-2" });
    expect(answer.comparison).not.toHaveProperty("own");
    expect(gapTo(answer)).toBeCloseTo((answer.value ?? 0) - (answer.comparison?.value ?? 0));
  });
});
