import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { validate } from "@/lib/contracts/validate";
import { makeCampus, termsAround } from "./campus";
import { dayEvents, rosterEvents } from "./events";
import { liveEvents } from "./live-events";

const zone = "Asia/Seoul";
const campus = makeCampus("test", "2026-11-24", 80);

describe("the simulated campus", () => {
  it("names three different terms around any day, the last one under way", () => {
    for (let day = Temporal.PlainDate.from("2026-01-01"); day.year === 2026; day = day.add({ days: 1 })) {
      const terms = termsAround(day.toString());
      expect(new Set(terms.map((term) => term.id)).size).toBe(3);
      const current = terms[2];
      expect(current !== undefined && current.startsOn <= day.toString() && day.toString() <= current.endsOn).toBe(true);
    }
  });

  it("sends events that keep their contracts, each with an id of its own", () => {
    const events = [...rosterEvents(campus, zone)];
    for (const week of [-1, 0, 5, 8, 15, 16])
      for (let weekday = 0; weekday < 7; weekday += 1) {
        const day = Temporal.PlainDate.from(campus.terms[1]?.startsOn ?? "").add({ days: week * 7 + weekday });
        events.push(...dayEvents(campus, day, zone));
      }
    for (const event of events) expect(validate(event)).toMatchObject({ ok: true });
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
    expect(new Set(events.map((event) => event.type))).toContain("grade.posted");
  });

  it("PII-1: no event's id holds a person's", () => {
    const day = Temporal.PlainDate.from(campus.terms[1]?.startsOn ?? "");
    const events = [...rosterEvents(campus, zone), ...dayEvents(campus, day.subtract({ days: 7 }), zone), ...dayEvents(campus, day, zone)];
    const persons = [...campus.students, ...campus.instructors].map(({ id }) => id);
    expect(events.length).toBeGreaterThan(persons.length);
    for (const { id } of events) expect(persons.filter((person) => id.includes(person))).toEqual([]);
  });

  it("is the same for the same seed and another for another", () => {
    const day = Temporal.PlainDate.from("2026-11-23");
    expect(dayEvents(makeCampus("test", "2026-11-24", 80), day, zone)).toEqual(dayEvents(campus, day, zone));
    expect(dayEvents(makeCampus("other", "2026-11-24", 80), day, zone)).not.toEqual(dayEvents(campus, day, zone));
  });

  it("goes on at any hour with marks of meetings that were held and recorded", () => {
    const today = dayEvents(campus, Temporal.PlainDate.from("2026-11-24"), zone);
    let corrections = 0;
    for (let second = 0; second < 300; second += 1) {
      const at = Temporal.Instant.from("2026-11-24T18:00:00Z").add({ seconds: second });
      for (const event of liveEvents(campus, at, zone, today)) {
        expect(validate(event)).toMatchObject({ ok: true });
        if (event.type !== "attendance.recorded") continue;
        corrections += 1;
        const day = Temporal.PlainDate.from(String(event.data.meeting).slice(-10));
        const known = dayEvents(campus, day, zone).some(
          (one) => one.type === "attendance.recorded" && one.data.meeting === event.data.meeting && one.data.student === event.data.student,
        );
        expect(known).toBe(true);
      }
    }
    expect(corrections).toBeGreaterThan(100);
  });
});
