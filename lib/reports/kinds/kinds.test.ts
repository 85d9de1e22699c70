import { describe, expect, it } from "vitest";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { reportKinds } from "../content-shape";
import { lastWeekOf, questionOf, unappliedTo } from "./questions";
import { kindTiles } from "./report-kinds";
import { tilesOf } from "./tiles-of";

const institution = { kind: "institution" } as const;
const none = { kind: "none" } as const;

describe("kinds of reports", () => {
  it.each(reportKinds)("the tiles of a %s report have names of their own, begin with figures and end with notes", (kind) => {
    const ids = kindTiles[kind].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect([ids[0], ids.at(-1)]).toEqual(["figures", "notes"]);
  });

  it("breakdowns are those that their figures know", () => {
    for (const tile of Object.values(kindTiles).flat()) {
      if (tile.shows !== "members" || tile.by === "below") continue;
      for (const kpi of tile.kpis) expect(kpiDefinitions.find(({ id }) => id === kpi)?.groupings, kpi).toContain(tile.by);
    }
  });

  it("CELL-1: readers of releases have no tile of two breakdowns, and of programs what hangs on no place", () => {
    for (const kind of reportKinds) {
      const tiles = tilesOf({ kind, subject: { of: "own" } }, { studentLevel: false, studentScope: none });
      expect(tiles.map(({ shows }) => shows)).not.toEqual(expect.arrayContaining(["heat"]));
      expect(tiles.map(({ shows }) => shows)).not.toEqual(expect.arrayContaining(["students"]));
      for (const tile of tiles) if (tile.shows === "members" && tile.by === "program") expect(tile.kpis).toEqual(["dropout-rate"]);
    }
  });

  it("students are of one section, for who may see some", () => {
    const section = { kind: "section", subject: { of: "section", section: "s" } } as const;
    const has = (studentScope: typeof institution | typeof none, of: Parameters<typeof tilesOf>[0]) =>
      tilesOf(of, { studentLevel: true, studentScope }).some(({ shows }) => shows === "students");
    expect(has(institution, section)).toBe(true);
    expect(has(none, section)).toBe(false);
    expect(has(institution, { kind: "section", subject: { of: "own" } })).toBe(false);
  });
});

describe("what a report asks", () => {
  it.each([
    ["2026-03-19", "2026-03-09", "2026-03-15"],
    ["2026-03-16", "2026-03-09", "2026-03-15"],
    ["2026-03-15", "2026-03-02", "2026-03-08"],
  ])("on %s the week that is over is %s to %s", (today, from, to) => expect(lastWeekOf(today)).toEqual({ from, to }));

  const content = { subject: { of: "course", course: "c" }, program: "p", yearOfStudy: 2, compare: null } as const;
  const asked = { content, term: "t", days: { from: "2026-03-09", to: "2026-03-15" }, released: false };

  it("narrows each figure to what it knows, and says what it does not", () => {
    expect(questionOf("attendance-rate", asked)).toEqual({
      kpi: "attendance-rate",
      term: "t",
      course: "c",
      program: "p",
      yearOfStudy: "2",
      ...asked.days,
    });
    expect(questionOf("attendance-coverage", asked)).toEqual({ kpi: "attendance-coverage", term: "t", course: "c", ...asked.days });
    expect(questionOf("dropout-rate", asked)).toMatchObject({ to: "2026-03-15" });
    expect(questionOf("dropout-rate", { ...asked, released: true })).not.toHaveProperty("to");
    expect(questionOf("attendance-rate", asked, {}, { whole: true })).not.toHaveProperty("from");
    expect(unappliedTo("attendance-coverage", asked)).toEqual(["program", "yearOfStudy"]);
    expect(unappliedTo("dropout-rate", asked)).toEqual(["from"]);
    expect(unappliedTo("grade-distribution", asked)).toEqual(["days"]);
    expect(unappliedTo("attendance-rate", asked)).toEqual([]);
  });
});
