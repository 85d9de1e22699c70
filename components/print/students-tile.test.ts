import { describe, expect, it } from "vitest";
import type { StudentRow } from "@/lib/reports/figures/report-shape";
import { wordsOf } from "./setting";
import { studentsTile } from "./students-tile";

const student = (name: string, more: Partial<StudentRow>): StudentRow => ({
  name,
  status: "enrolled",
  present: 20,
  late: 0,
  absent: 3,
  excused: 0,
  absencesLeft: 5,
  chronic: true,
  letter: "A0",
  state: "final",
  ...more,
});

describe("students as printed", () => {
  it("are red where the limit is past or near, and often absent in words only", () => {
    const students = [
      student("Over", { absencesLeft: -1 }),
      student("Near", { absencesLeft: 1, chronic: false }),
      student("Often", { absencesLeft: 5 }),
      student("Well", { absencesLeft: 7, chronic: false }),
      student("Left", { status: "withdrawn", absencesLeft: -2 }),
    ];
    const setting = { report: { locale: "en" as const }, getTranslations: wordsOf({ locale: "en", timeZone: "UTC" }) };
    const drawn = studentsTile({ tile: { id: "students", shows: "students" }, open: true, named: true, students }, setting);
    const rows = [...drawn.body.text.matchAll(/<tr class="([^"]*)"><th scope="row">(.*?)<\/th>/g)].map(([, red, name]) => [
      name?.replaceAll(/<[^>]*>/g, ""),
      red,
    ]);
    expect(rows).toEqual([
      ["Over Chronic absence", "near"],
      ["Near", "near"],
      ["Often Chronic absence", ""],
      ["Well", ""],
      ["Left", ""],
    ]);
  });
});
