import { describe, expect, it } from "vitest";
import { answerOf, watchOf, weekGroup } from "../testing/watches";
import { problemOf } from "./check-watch";
import { stillHolds, studentsBy } from "./count-students";
import { isMovedBy } from "./evaluate";
import { linkOf } from "./link-of";
import { readingOf, unlessTooFew } from "./reading";
import { studentsOf, viewIn, viewOf } from "./view-of";

const today = "2026-03-18"; // a Wednesday of 2026-W12
const excessOf = (...given: [Parameters<typeof watchOf>[0], Parameters<typeof answerOf>[0]]) =>
  readingOf(watchOf(given[0]), answerOf(given[1]), today).excess;

describe("readings", () => {
  it("say how far a figure is past its line", () => {
    expect(excessOf({ condition: { when: "below", value: 0.95 } }, { value: 0.9 })).toBeCloseTo(0.05);
    expect(excessOf({ condition: { when: "below", value: 0.8 } }, { value: 0.9 })).toBeCloseTo(-0.1);
    expect(excessOf({ condition: { when: "above", value: 0.1 } }, { value: 0.12 })).toBeCloseTo(0.02);
    const comparison = { label: "2025-1", value: 0.95 };
    expect(excessOf({ condition: { when: "fell", by: 0.03, against: "previous-year" } }, { value: 0.9, comparison })).toBeCloseTo(0.02);
    expect(excessOf({ condition: { when: "rose", by: 0.03, against: "previous-year" } }, { value: 0.9, comparison })).toBeCloseTo(-0.08);
  });

  it("say nothing of what is hidden, has no value, too few students or nothing to be held against", () => {
    const { n: _, ...unsaid } = answerOf({ value: null, suppressed: true });
    expect(readingOf(watchOf(), unsaid, today)).toMatchObject({ excess: null, value: null, n: null });
    expect(excessOf({}, { value: null })).toBeNull();
    expect(excessOf({ minimumN: 101 }, { value: 0.1 })).toBeNull();
    expect(excessOf({ minimumN: 100 }, { value: 0.1 })).not.toBeNull();
    expect(excessOf({ condition: { when: "fell", by: 0.03, against: "previous-term" } }, {})).toBeNull();
  });

  it("go by a count of students where a lower bound alone would keep the rule quiet", () => {
    const watch = watchOf({ condition: { when: "below", value: 0.95 }, minimumN: 500 });
    const bound = answerOf({ n: 42, nExact: false });
    expect(readingOf(watch, bound, today)).toMatchObject({ excess: null, n: 42, nExact: false });
    expect(unlessTooFew(watch, bound, today)).toBeCloseTo(0.05);
    const counted = (n: number) => readingOf(watch, bound, today, { n, nExact: true });
    expect(counted(500)).toMatchObject({ n: 500, nExact: true, value: 0.9 });
    expect(counted(500).excess).toBeCloseTo(0.05);
    expect(counted(499)).toMatchObject({ n: 499, nExact: true, excess: null });
    // Exact, hidden, without a value or enough as it is: no count changes anything.
    expect(unlessTooFew(watch, answerOf({ n: 42 }), today)).toBeNull();
    expect(unlessTooFew(watch, answerOf({ n: 500, nExact: false }), today)).toBeNull();
    expect(unlessTooFew(watch, { ...bound, value: null }, today)).toBeNull();
    expect(unlessTooFew(watch, { ...bound, value: null, suppressed: true }, today)).toBeNull();
    // Of a week that is held against others it is that week's students.
    const weekly = { ...watch, over: "week", condition: { when: "fell", by: 0.05, against: "week-before" } } as const;
    const weeks = [weekGroup("2026-W11", 0.95, 42), { ...weekGroup("2026-W12", 0.85, 42), nExact: false }];
    expect(unlessTooFew(weekly, answerOf({ groups: weeks }), today)).toBeCloseTo(0.05);
    expect(studentsOf(viewOf(weekly, today), today)).toEqual({ kpi: "attendance-rate", from: "2026-03-16", to: "2026-03-22" });
  });

  it("count students only where it moves the rule", () => {
    expect(isMovedBy("quiet", 0.01, 0.02)).toBe(true);
    expect(isMovedBy("quiet", -0.01, 0.02)).toBe(false);
    expect(isMovedBy("pending", 0.01, 0.02)).toBe(true);
    expect(isMovedBy("firing", 0.01, 0.02)).toBe(false);
    expect(isMovedBy("firing", -0.01, 0.02)).toBe(false);
    expect(isMovedBy("acknowledged", -0.02, 0.02)).toBe(true);
    const counted = { students: { n: 90, nExact: true }, marks: 1_000, at: 0 };
    expect(stillHolds(null, { now: 0, marks: 0, enough: 10 })).toBe(false);
    expect(stillHolds(counted, { now: 59_999, marks: 5_000, enough: 90 })).toBe(true);
    expect(stillHolds(counted, { now: 60_000, marks: 1_000, enough: 90 })).toBe(false);
    expect(stillHolds(counted, { now: 1, marks: 1_009, enough: 100 })).toBe(true);
    expect(stillHolds(counted, { now: 1, marks: 1_010, enough: 100 })).toBe(false);
    expect(stillHolds(counted, { now: 1, marks: 999, enough: 90 })).toBe(false);
    expect(stillHolds(counted, { now: 1, marks: 999, enough: 100 })).toBe(true);
    expect(studentsBy(counted, 1_000)).toEqual(counted.students);
    expect(studentsBy(counted, 1_001)).toEqual({ n: 90, nExact: false });
    expect(studentsBy(null, 1_000)).toBeNull();
  });

  it("hold a week against the one before", () => {
    const watch = { over: "week", condition: { when: "fell", by: 0.05, against: "week-before" } } as const;
    const groups = [weekGroup("2026-W11", 0.95, 100), weekGroup("2026-W12", 0.85, 100)];
    expect(excessOf(watch, { groups })).toBeCloseTo(0.05);
    expect(readingOf(watchOf(watch), answerOf({ groups }), today)).toMatchObject({ value: 0.85, reference: 0.95, n: 100 });
    expect(excessOf(watch, { groups: groups.slice(0, 1) })).toBeNull();
    expect(excessOf(watch, { groups: [{ key: "2026-W11", value: null, suppressed: true }, weekGroup("2026-W12", 0.85, 100)] })).toBeNull();
  });

  it("know a week that is off its own normal for sure from one that chance explains", () => {
    const watch = { over: "week", band: 0, condition: { when: "off-normal", by: 0.01, side: "below" } } as const;
    const weeks = (n: number, now: number) => [
      ...["08", "09", "10", "11"].map((week) => weekGroup(`2026-W${week}`, 0.92, n)),
      weekGroup("2026-W12", now, n),
    ];
    expect(excessOf(watch, { groups: weeks(300, 0.8) })).toBeGreaterThan(0);
    expect(excessOf(watch, { groups: weeks(3, 0.8) })).toBeLessThan(0);
    expect(excessOf(watch, { groups: weeks(300, 0.92) })).toBeLessThan(0);
    // Better than ever is off its normal too, for who wants to know.
    expect(excessOf(watch, { groups: weeks(300, 0.99) })).toBeLessThan(0);
    expect(excessOf({ ...watch, condition: { ...watch.condition, side: "either" } }, { groups: weeks(300, 0.99) })).toBeGreaterThan(0);
    // One week is no normal.
    expect(excessOf(watch, { groups: weeks(300, 0.5).slice(3) })).toBeNull();
  });

  it("know how old a source is, or the oldest of all", () => {
    const { watermark } = answerOf();
    const source = (name: string, lagSeconds: number) => ({ source: name, eventTime: "2026-03-18T00:00:00Z", lagSeconds });
    const answer = { watermark: { ...watermark, sources: [source("sis", 60), source("lms", 7_200)] } };
    expect(excessOf({ condition: { when: "stale", source: "sis", minutes: 60 } }, answer)).toBe(-59);
    expect(excessOf({ condition: { when: "stale", source: null, minutes: 60 } }, answer)).toBe(60);
    expect(excessOf({ condition: { when: "stale", source: "crm", minutes: 60 } }, answer)).toBeNull();
  });

  it("are of the days of the rule", () => {
    expect(viewOf(watchOf({ place: { kind: "departments", id: "u" } }), today)).toEqual({ kpi: "attendance-rate", orgUnit: "u" });
    expect(viewOf(watchOf({ over: "week" }), today)).toMatchObject({ from: "2026-03-16", to: "2026-03-22" });
    expect(viewIn("t", watchOf({ over: "week" }), today)).toMatchObject({ from: "2026-03-16", term: "t" });
    expect(viewIn("t", watchOf({ over: "week", place: { kind: "sections", id: "s" } }), today)).not.toHaveProperty("term");
    expect(viewIn("t", watchOf({}), today)).not.toHaveProperty("term");
    expect(linkOf(watchOf({ over: "week" }), today, "t")).toBe("/overview?term=t&from=2026-03-16&to=2026-03-22");
    expect(viewOf(watchOf({ over: "day", program: "p" }), today)).toMatchObject({ from: today, to: today, program: "p" });
    expect(viewOf(watchOf({ over: "week", condition: { when: "off-normal", by: 0.01, side: "below" } }), today)).toMatchObject({
      from: "2026-02-16",
      to: "2026-03-22",
      groupBy: "week",
    });
  });

  it("are asked only where the KPI knows them, and released ones by whole weeks", () => {
    expect(problemOf(watchOf(), true)).toBeNull();
    expect(problemOf(watchOf({ over: "day" }), false)).toBeNull();
    expect(problemOf(watchOf({ over: "day" }), true)).toEqual({ field: "watch.over", rule: "allowed" });
    expect(problemOf(watchOf({ kpi: "dropout-rate", over: "week" }), false)).toEqual({ field: "watch.over", rule: "allowed" });
    const offNormal = { when: "off-normal", by: 0.01, side: "below" } as const;
    expect(problemOf(watchOf({ over: "week", condition: offNormal }), false)).toEqual({ field: "watch.band", rule: "band" });
    expect(problemOf(watchOf({ kpi: "dfw-rate", condition: offNormal }), false)).toEqual({
      field: "watch.condition.when",
      rule: "allowed",
    });
  });
});
