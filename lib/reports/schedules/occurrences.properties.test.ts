import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localDay } from "@/lib/platform/clock";
import { onHoliday, type Rule, type Timing } from "../timing-shape";
import type { Calendar } from "./calendar";
import { nextOccurrences, occurrences } from "./occurrences";

const day = 86_400_000;
const start = Date.parse("2026-01-01T00:00:00Z");
const isoDay = (offset: number) => new Date(start + offset * day).toISOString().slice(0, 10);

const zone = fc.constantFrom(
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Seoul",
  "America/Sao_Paulo",
  "Pacific/Auckland",
);
const at = fc.oneof(
  fc.constantFrom("00:00", "00:15", "01:30", "02:00", "02:15", "02:30", "03:00", "23:45"),
  fc
    .integer({ min: 0, max: 1_439 })
    .map((minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ every: fc.constant("day" as const), at }),
  fc.record({ every: fc.constant("weekday" as const), at }),
  fc.record({ every: fc.constant("week" as const), on: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), at }),
  fc.record({ every: fc.constant("month" as const), day: fc.integer({ min: 1, max: 31 }), at }),
  fc.record({ every: fc.constant("month-end" as const), day: fc.constant("last-working-day" as const), at }),
  fc.record({
    every: fc.constant("term" as const),
    event: fc.constantFrom("start" as const, "census" as const, "mid-term" as const, "end" as const),
    weeks: fc.integer({ min: -12, max: 12 }),
    at,
  }),
);
const timing: fc.Arbitrary<Timing> = fc.record({
  rule,
  zone,
  holidays: fc.constantFrom(...onHoliday),
  inTermOnly: fc.boolean(),
  startsOn: fc.integer({ min: 0, max: 60 }).map(isoDay),
  endsOn: fc.option(fc.integer({ min: 60, max: 500 }).map(isoDay)),
  missed: fc.constant("once" as const),
});
const calendar: fc.Arbitrary<Calendar> = fc.record({
  terms: fc.array(
    fc
      .record({
        from: fc.integer({ min: 0, max: 400 }),
        length: fc.integer({ min: 7, max: 150 }),
        census: fc.option(fc.integer({ min: 0, max: 30 })),
      })
      .map(({ from, length, census }) => ({
        startsOn: isoDay(from),
        censusOn: census === null ? null : isoDay(from + census),
        endsOn: isoDay(from + length),
      })),
    { maxLength: 3 },
  ),
  // Single days, and a long break.
  holidays: fc
    .tuple(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 40 }), fc.integer({ min: 0, max: 480 }), fc.integer({ min: 0, max: 20 }))
    .map(([single, from, length]) => new Set([...single, ...Array.from({ length }, (_, index) => from + index)].map(isoDay))),
});
const minute = (most: number) => fc.integer({ min: -1_440, max: most * 1_440 }).map((minutes) => new Date(start + minutes * 60_000));

const through = (asked: Timing, known: Calendar, from: Date, to: Date) =>
  occurrences(asked, known, from, { through: to }).map((one) => one.getTime());

describe("REPORT-2, whatever the schedule, zone and calendar", () => {
  it("occurrences follow one another, within what was asked, and within the schedule's days", () => {
    fc.assert(
      fc.property(timing, calendar, minute(400), fc.integer({ min: 0, max: 200 * day }), (asked, known, from, length) => {
        const found = through(asked, known, from, new Date(from.getTime() + length));
        for (const [index, one] of found.entries()) {
          expect(one).toBeGreaterThan(found[index - 1] ?? from.getTime());
          expect(one).toBeLessThanOrEqual(from.getTime() + length);
          const local = localDay(new Date(one), asked.zone);
          expect(local >= asked.startsOn && (asked.endsOn === null || local <= asked.endsOn)).toBe(true);
        }
        expect(new Set(found.map((one) => localDay(new Date(one), asked.zone))).size).toBe(found.length);
      }),
      { numRuns: 300 },
    );
  });

  it("a daily one is due once every local day, in any zone and year", () => {
    fc.assert(
      fc.property(zone, at, minute(5_000), (where, time, from) => {
        const daily: Timing = {
          rule: { every: "day", at: time },
          zone: where,
          holidays: "send",
          inTermOnly: false,
          startsOn: "2025-01-01",
          endsOn: null,
          missed: "once",
        };
        const found = occurrences(daily, { terms: [], holidays: new Set() }, from, { count: 370 }).map((one) => localDay(one, where));
        expect(new Set(found).size).toBe(370);
        const first = Date.parse(`${found[0]}T00:00:00Z`);
        expect(Date.parse(`${found.at(-1)}T00:00:00Z`) - first).toBe(369 * day);
      }),
      { numRuns: 60 },
    );
  });

  it("however the time is cut, nothing is left out and nothing comes twice", () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 120 * 1_440 }), { maxLength: 8 });
    fc.assert(
      fc.property(timing, calendar, minute(300), cuts, (asked, known, from, minutes) => {
        const end = new Date(from.getTime() + 120 * day);
        const whole = through(asked, known, from, end);
        const marks = [...minutes.sort((a, b) => a - b).map((at) => new Date(from.getTime() + at * 60_000)), end];
        const parts = marks.flatMap((mark, index) => through(asked, known, marks[index - 1] ?? from, mark));
        expect(parts).toEqual(whole);
        // From each to the next, as a process that is up goes on.
        const stepped = whole.map((_, index) => nextOccurrences(asked, known, new Date(whole[index - 1] ?? from), 1)[0]?.getTime());
        expect(stepped).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it("the zone of the machine is of no account", () => {
    const own = process.env.TZ;
    const hosts = new Set<number>();
    try {
      fc.assert(
        fc.property(timing, calendar, minute(300), (asked, known, from) => {
          const [first, ...others] = ["UTC", "America/Los_Angeles", "Asia/Kathmandu", "Pacific/Kiritimati"].map((host) => {
            process.env.TZ = host;
            hosts.add(new Date(start).getTimezoneOffset());
            return nextOccurrences(asked, known, from, 8).map((one) => one.getTime());
          });
          for (const other of others) expect(other).toEqual(first);
        }),
        { numRuns: 40 },
      );
      expect(hosts.size).toBe(4);
    } finally {
      if (own === undefined) delete process.env.TZ;
      else process.env.TZ = own;
    }
  });

  it("with next-working-day, what a holiday puts off comes on the first working day, and no other day is added", () => {
    fc.assert(
      fc.property(timing, calendar, minute(300), (asked, known, from) => {
        const until = new Date(from.getTime() + 200 * day);
        const daysOf = (holidays: Timing["holidays"]) =>
          new Set(through({ ...asked, holidays, inTermOnly: false }, known, from, until).map((one) => localDay(new Date(one), asked.zone)));
        const [sent, kept, moved] = [daysOf("send"), daysOf("skip"), daysOf("next-working-day")];
        for (const one of kept) expect(sent.has(one) && moved.has(one)).toBe(true);
        for (const one of moved) {
          if (kept.has(one)) continue;
          expect(known.holidays.has(one)).toBe(false);
          expect([6, 0]).not.toContain(new Date(`${one}T00:00:00Z`).getUTCDay());
        }
      }),
      { numRuns: 150 },
    );
  });
});
