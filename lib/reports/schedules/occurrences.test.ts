import { describe, expect, it } from "vitest";
import { type Timing, timingSchema } from "../timing-shape";
import { type Calendar, withoutTerms } from "./calendar";
import { nextOccurrences, occurrences } from "./occurrences";

type AskedTiming = Partial<Timing> & { rule: Timing["rule"] };
const timing = (asked: AskedTiming): Timing => timingSchema.parse({ zone: "Europe/London", startsOn: "2020-01-01", ...asked });

const spell = (dates: readonly Date[]) => dates.map((date) => date.toISOString().replace(":00.000Z", "Z"));
const between = (asked: AskedTiming, from: string, to: string, calendar: Calendar = withoutTerms) =>
  spell(occurrences(timing(asked), calendar, new Date(from), { through: new Date(to) }));
const days = (asked: AskedTiming, from: string, to: string, calendar: Calendar = withoutTerms) =>
  between(asked, `${from}T00:00Z`, `${to}T23:59Z`, calendar).map((at) => at.slice(0, 10));

const year: Calendar = {
  terms: [
    { startsOn: "2026-01-12", censusOn: "2026-02-02", endsOn: "2026-05-08" },
    { startsOn: "2026-09-07", censusOn: null, endsOn: "2026-12-18" },
  ],
  holidays: new Set(["2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28"]),
};

describe("REPORT-2: a time of day is its zone's through changes of clocks", () => {
  it("in London: 07:30 stays, 01:30 is moved on by the hour left out, and of two 01:30 it is the first", () => {
    const seven: AskedTiming = { rule: { every: "day", at: "07:30" } };
    expect(between(seven, "2026-03-28T00:00Z", "2026-03-30T00:00Z")).toEqual(["2026-03-28T07:30Z", "2026-03-29T06:30Z"]);
    expect(between(seven, "2026-10-24T00:00Z", "2026-10-26T00:00Z")).toEqual(["2026-10-24T06:30Z", "2026-10-25T07:30Z"]);
    const early: AskedTiming = { rule: { every: "day", at: "01:30" } };
    expect(between(early, "2026-03-28T00:00Z", "2026-03-31T00:00Z")).toEqual([
      "2026-03-28T01:30Z",
      "2026-03-29T01:30Z", // 02:30 of summer time
      "2026-03-30T00:30Z",
    ]);
    expect(between(early, "2026-10-24T00:00Z", "2026-10-26T12:00Z")).toEqual([
      "2026-10-24T00:30Z",
      "2026-10-25T00:30Z", // not at 01:30Z again
      "2026-10-26T01:30Z",
    ]);
  });

  it("in New York", () => {
    const early: AskedTiming = { zone: "America/New_York", rule: { every: "week", on: [6, 7, 1], at: "02:30" } };
    expect(between(early, "2026-03-07T00:00Z", "2026-03-10T00:00Z")).toEqual([
      "2026-03-07T07:30Z",
      "2026-03-08T07:30Z", // 03:30 of summer time
      "2026-03-09T06:30Z",
    ]);
    const twice: AskedTiming = { zone: "America/New_York", rule: { every: "day", at: "01:30" } };
    expect(between(twice, "2026-10-31T12:00Z", "2026-11-02T12:00Z")).toEqual(["2026-11-01T05:30Z", "2026-11-02T06:30Z"]);
  });

  it("on Lord Howe Island, whose clocks change by half an hour", () => {
    const early: AskedTiming = { zone: "Australia/Lord_Howe", rule: { every: "day", at: "02:15" } };
    expect(between(early, "2026-10-02T20:00Z", "2026-10-05T00:00Z")).toEqual([
      "2026-10-03T15:45Z", // 02:45, for 02:00 to 02:30 was left out
      "2026-10-04T15:15Z",
    ]);
    const twice: AskedTiming = { zone: "Australia/Lord_Howe", rule: { every: "day", at: "01:45" } };
    expect(between(twice, "2026-04-03T20:00Z", "2026-04-06T00:00Z")).toEqual(["2026-04-04T14:45Z", "2026-04-05T15:15Z"]);
  });

  it("in Seoul every day is like another", () => {
    const daily: AskedTiming = { zone: "Asia/Seoul", rule: { every: "day", at: "07:30" } };
    expect(new Set(between(daily, "2026-01-01T00:00Z", "2026-12-31T00:00Z").map((at) => at.slice(11)))).toEqual(new Set(["22:30Z"]));
  });

  it("a day that a zone leaves out is not made up for beside the next one's", () => {
    const daily: AskedTiming = { zone: "Pacific/Apia", startsOn: "2011-01-01", rule: { every: "day", at: "09:00" } };
    expect(between(daily, "2011-12-29T00:00Z", "2012-01-01T00:00Z")).toEqual([
      "2011-12-29T19:00Z",
      "2011-12-30T19:00Z",
      "2011-12-31T19:00Z",
    ]);
  });
});

describe("rules", () => {
  it("weekdays, chosen days, days of a month that is shorter", () => {
    expect(days({ rule: { every: "weekday", at: "08:00" } }, "2026-11-26", "2026-12-01")).toEqual([
      "2026-11-26",
      "2026-11-27",
      "2026-11-30",
      "2026-12-01",
    ]);
    expect(days({ rule: { every: "week", on: [3, 7], at: "08:00" } }, "2026-11-23", "2026-12-02")).toEqual([
      "2026-11-25",
      "2026-11-29",
      "2026-12-02",
    ]);
    expect(days({ rule: { every: "month", day: 31, at: "08:00" } }, "2027-12-01", "2028-04-01")).toEqual([
      "2027-12-31",
      "2028-01-31",
      "2028-02-29",
      "2028-03-31",
    ]);
  });

  it("the last working day of a month is neither Saturday nor Sunday nor a holiday", () => {
    const lastOf2026: AskedTiming = { rule: { every: "month-end", day: "last-working-day", at: "12:00" } };
    expect(days(lastOf2026, "2026-01-01", "2026-05-31")).toEqual(["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30", "2026-05-29"]);
    const holidays = new Set(["2026-05-29", "2026-05-28"]);
    expect(days(lastOf2026, "2026-05-01", "2026-05-31", { terms: [], holidays })).toEqual(["2026-05-27"]);
  });

  it("events of terms; a term without a census day has none", () => {
    const term = (event: "start" | "census" | "mid-term" | "end", weeks: number) =>
      days({ rule: { every: "term", event, weeks, at: "08:00" } }, "2025-12-01", "2027-03-01", year);
    expect(term("start", 0)).toEqual(["2026-01-12", "2026-09-07"]);
    expect(term("census", -1)).toEqual(["2026-01-26"]);
    expect(term("mid-term", 0)).toEqual(["2026-03-11", "2026-10-28"]);
    expect(term("end", 2)).toEqual(["2026-05-22", "2027-01-01"]);
  });

  it("only while a term runs, and only from the start to the end", () => {
    const mondays: AskedTiming = { rule: { every: "week", on: [1], at: "08:00" }, inTermOnly: true };
    expect(days(mondays, "2026-04-20", "2026-09-15", year)).toEqual(["2026-04-20", "2026-04-27", "2026-05-04", "2026-09-07", "2026-09-14"]);
    expect(days({ ...mondays, startsOn: "2026-04-27", endsOn: "2026-05-03" }, "2026-04-01", "2026-09-15", year)).toEqual(["2026-04-27"]);
    expect(nextOccurrences(timing(mondays), year, new Date("2027-01-01"), 5)).toEqual([]);
  });
});

describe("holidays", () => {
  const fridayAndMonday: AskedTiming = { rule: { every: "week", on: [5, 1], at: "08:00" } };
  it.each([
    ["send" as const, ["2026-04-03", "2026-04-06", "2026-04-10"]],
    ["skip" as const, ["2026-04-10"]],
    // Good Friday and Easter Monday are both put off to Tuesday.
    ["next-working-day" as const, ["2026-04-07", "2026-04-10"]],
  ])("%s", (holidays, expected) => {
    expect(days({ ...fridayAndMonday, holidays }, "2026-04-02", "2026-04-11", year)).toEqual(expected);
  });

  it("what is put off to a day that has its own is sent once", () => {
    expect(days({ rule: { every: "day", at: "08:00" }, holidays: "next-working-day" }, "2026-04-02", "2026-04-08", year)).toEqual([
      "2026-04-02",
      "2026-04-04",
      "2026-04-05",
      "2026-04-07",
      "2026-04-08",
    ]);
  });

  it("a holiday before the start is not put off into it, nor one at the end beyond it", () => {
    const asked: AskedTiming = { ...fridayAndMonday, holidays: "next-working-day" };
    expect(days({ ...asked, startsOn: "2026-04-07" }, "2026-04-02", "2026-04-08", year)).toEqual([]);
    expect(days({ ...asked, endsOn: "2026-04-06" }, "2026-04-02", "2026-04-11", year)).toEqual([]);
  });
});

it("an occurrence at the instant after which is asked is over; one at the last instant is not", () => {
  const daily: AskedTiming = { zone: "Asia/Seoul", rule: { every: "day", at: "09:00" } };
  expect(between(daily, "2026-06-01T00:00Z", "2026-06-02T00:00Z")).toEqual(["2026-06-02T00:00Z"]);
});

it("a zone that nobody knows is refused with its field", () => {
  const read = timingSchema.safeParse({ ...timing({ rule: { every: "day", at: "09:00" } }), zone: "Mars/Olympus" });
  expect(read.error?.issues[0]?.path).toEqual(["zone"]);
});
