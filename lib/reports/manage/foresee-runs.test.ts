import { describe, expect, it } from "vitest";
import { type Timing, timingSchema } from "../timing-shape";
import { foreseeRuns } from "./foresee-runs";

const now = new Date("2026-03-19T03:00:00Z"); // Thursday noon in Seoul
const terms = [{ startsOn: "2026-03-02", censusOn: "2026-03-10", endsOn: "2026-03-27" }];
const holidays = [
  { day: "2026-03-20", name: "Founding day" },
  { day: "2026-03-23", name: "Rest" },
];
const foresee = (asked: Partial<Timing> & Pick<Timing, "rule">) =>
  foreseeRuns(
    timingSchema.parse({ zone: "Asia/Seoul", startsOn: "2026-01-01", ...asked }),
    { terms, holidays: new Set(holidays.map(({ day }) => day)) },
    holidays,
    now,
  );
const weekdays = { rule: { every: "weekday", at: "07:30" } } as const;

describe("what the editor foresees", () => {
  it("says of each run on which local day it is, what rests then, and whether a term runs", () => {
    const { runs, leftOut } = foresee(weekdays);
    expect(runs.map(({ at }) => at)).toEqual(
      ["2026-03-19", "2026-03-22", "2026-03-23", "2026-03-24", "2026-03-25"].map((day) => `${day}T22:30:00.000Z`),
    );
    expect(runs.map(({ day, holiday, inTerm }) => [day, holiday, inTerm])).toEqual([
      ["2026-03-20", "Founding day", true],
      ["2026-03-23", "Rest", true],
      ["2026-03-24", null, true],
      ["2026-03-25", null, true],
      ["2026-03-26", null, true],
    ]);
    expect(leftOut).toEqual({ holidays: [], outsideTerms: 0 });
  });

  it("says the time of each on the wall of its zone, also where a change of clocks leaves it out", () => {
    const night = { rule: { every: "day", at: "02:30" }, zone: "Europe/Berlin", startsOn: "2026-03-28" } as const;
    const { zone, runs } = foresee(night);
    expect(zone).toBe("Europe/Berlin");
    expect(runs.slice(0, 3).map(({ day, time }) => `${day} ${time}`)).toEqual(["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]);
  });

  it("says that no term is coming, and not that the end has passed, where a run goes by terms", () => {
    const after = (weeks: number, more: Partial<Timing> = {}) =>
      foresee({ rule: { every: "term", event: "start", weeks, at: "07:30" }, ...more });
    expect(after(2)).toMatchObject({ runs: [], noTerm: true });
    expect(after(3)).toMatchObject({ runs: [{ day: "2026-03-23" }], noTerm: false });
    expect(after(3, { endsOn: "2026-03-20" })).toMatchObject({ runs: [], noTerm: false });
    expect(foresee({ ...weekdays, endsOn: "2026-03-01" })).toMatchObject({ runs: [], noTerm: false });
  });

  it("names the holidays that are left out, and counts days outside of terms", () => {
    const skipped = foresee({ ...weekdays, holidays: "skip", inTermOnly: true, endsOn: "2026-04-03" });
    expect(skipped.runs.map(({ day }) => day)).toEqual(["2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27"]);
    expect(skipped.leftOut.holidays).toEqual([
      { day: "2026-03-20", holiday: "Founding day" },
      { day: "2026-03-23", holiday: "Rest" },
    ]);
    expect(foresee({ rule: { every: "day", at: "07:30" }, startsOn: "2026-03-26", endsOn: "2026-04-05", inTermOnly: true })).toMatchObject({
      runs: [{ day: "2026-03-26" }, { day: "2026-03-27" }],
      leftOut: { outsideTerms: 0 },
    });
  });

  it("says from which holiday a run was put off, one of before today too", () => {
    const fridays = foresee({ rule: { every: "week", on: [5], at: "07:30" }, holidays: "next-working-day" });
    expect(fridays.runs.slice(0, 2)).toMatchObject([
      { day: "2026-03-24", movedFrom: { day: "2026-03-20", holiday: "Founding day" } },
      { day: "2026-03-27", movedFrom: null },
    ]);
    const late = foreseeRuns(
      timingSchema.parse({
        zone: "Asia/Seoul",
        startsOn: "2026-01-01",
        rule: { every: "week", on: [5], at: "07:30" },
        holidays: "next-working-day",
      }),
      { terms, holidays: new Set(holidays.map(({ day }) => day)) },
      holidays,
      new Date("2026-03-22T00:00:00Z"),
    );
    expect(late.runs[0]).toMatchObject({ day: "2026-03-24", movedFrom: { day: "2026-03-20" } });
  });

  it("two that fall together are one, and the holiday is said to be left out", () => {
    const daily = foresee({ ...weekdays, holidays: "next-working-day" });
    expect(daily.runs.map(({ day }) => day)).toEqual(["2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27", "2026-03-30"]);
    expect(daily.leftOut.holidays.map(({ day }) => day)).toEqual(["2026-03-20", "2026-03-23"]);
  });

  it("where nothing is due any more, it says so by saying nothing", () => {
    expect(foresee({ ...weekdays, endsOn: "2026-03-18" })).toMatchObject({ runs: [], leftOut: { holidays: [], outsideTerms: 0 } });
  });
});
