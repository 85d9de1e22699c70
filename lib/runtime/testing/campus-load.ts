import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import type { LoggedEvent } from "@/lib/aggregator/testing/oracle";
import { makeCampus } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents, type SentEvent } from "@/lib/simulator/events";
import { chance } from "@/lib/simulator/random";

/** The zone that the load is made in; the server must be started with it. */
export const loadZone = "Asia/Seoul";

/**
 * A term of a simulated campus, and a tiny campus on which everything collides (corrections, moves, ties),
 * in an order of the seed's making: rolls before their meetings, sections before their courses.
 */
export function campusLoad(seed: number, size: { students: number; collisions: number }): SentEvent[] {
  const campus = makeCampus(`load-${seed}`, "2026-05-15", size.students);
  const term = campus.terms.at(-1);
  if (term === undefined) throw new Error("The simulated campus has no term.");
  const events: SentEvent[] = [...rosterEvents(campus, loadZone)];
  const last = Temporal.PlainDate.from(term.endsOn).add({ days: 7 });
  for (
    let day = Temporal.PlainDate.from(term.startsOn).subtract({ days: 7 });
    Temporal.PlainDate.compare(day, last) <= 0;
    day = day.add({ days: 1 })
  ) {
    events.push(...dayEvents(campus, day, loadZone));
  }
  const [collisions] = fc.sample(eventSet({ minLength: size.collisions, maxLength: size.collisions }), { seed, numRuns: 1 });
  for (const { type, source, id, occurredAt, recordedAt, data } of collisions ?? [])
    events.push({ specversion: "1.0", id, source, type, time: occurredAt, recordedtime: recordedAt, data });
  const place = new Map(events.map((event) => [event, chance(String(seed), "order", event.source, event.id)]));
  return events.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
}

/** The events as the log holds them, for the oracle: students by their pseudonyms. */
export function asLogged(events: readonly SentEvent[], pseudonyms: ReadonlyMap<string, string>): LoggedEvent[] {
  const instant = (text: string) => new Date(text).toISOString();
  return events.map(({ type, source, id, time, recordedtime, data }) => ({
    type,
    source,
    id,
    occurredAt: instant(time),
    recordedAt: instant(recordedtime ?? time),
    data: typeof data.student === "string" ? { ...data, student: pseudonyms.get(data.student) } : data,
  }));
}

export const studentsOf = (events: readonly SentEvent[]): string[] => [
  ...new Set(events.flatMap(({ data }) => (typeof data.student === "string" ? [data.student] : []))),
];
