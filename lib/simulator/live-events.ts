import { Temporal } from "temporal-polyfill";
import { type Campus, type Section, simulatorSource } from "./campus";
import { expectedAt, isCancelled, isRecorded, markOf, meetingId, type SentEvent } from "./events";
import { chance } from "./random";

/** Days back from which rolls are still corrected. */
const correctedWithin = 14;

/**
 * What goes on at a campus at any hour: now and then a roll of the last two weeks is corrected, and
 * students open materials. A corrected mark is drawn from the same chances as the first one, and only
 * students who are active that day anyway are seen again, so that a demo left running for weeks keeps its figures.
 */
export function liveEvents(campus: Campus, at: Temporal.Instant, timeZone: string, today: readonly SentEvent[]): SentEvent[] {
  const tick = String(at.epochMilliseconds);
  return [correction(campus, at, tick, timeZone), observation(campus, at, tick, today)].filter((one) => one !== null);
}

function correction(campus: Campus, at: Temporal.Instant, tick: string, timeZone: string): SentEvent | null {
  const day = at
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .subtract({ days: 1 + Math.floor(chance(campus.seed, "live-day", tick) * correctedWithin) });
  const section = drawn(
    campus.sections.filter((one) => one.weekdays.includes(day.dayOfWeek) && isInTerm(one, day)),
    chance(campus.seed, "live-section", tick),
  );
  if (section === null) return null;
  const week = Math.floor(Temporal.PlainDate.from(section.term.startsOn).until(day).days / 7);
  const meeting = meetingId(section, day);
  const student = drawn(expectedAt(campus, section, week), chance(campus.seed, "live-student", tick));
  if (student === null || isCancelled(campus, meeting) || !isRecorded(campus, meeting)) return null;
  return {
    specversion: "1.0",
    id: `roll-${meeting}-${student.number}-${tick}`,
    source: simulatorSource,
    type: "attendance.recorded",
    time: at.toString({ smallestUnit: "millisecond" }),
    data: { meeting, student: student.id, status: markOf(campus, section, student, day, week, tick) },
  };
}

function observation(campus: Campus, at: Temporal.Instant, tick: string, today: readonly SentEvent[]): SentEvent | null {
  const planned = drawn(
    today.filter((one) => one.type === "activity.observed"),
    chance(campus.seed, "live-activity", tick),
  );
  if (planned === null) return null;
  return {
    ...planned,
    id: `${planned.id}-${tick}`,
    time: at.toString({ smallestUnit: "millisecond" }),
    data: { ...planned.data, count: 1 },
  };
}

const isInTerm = (section: Section, day: Temporal.PlainDate) =>
  section.term.startsOn <= day.toString() && day.toString() <= section.term.endsOn;

function drawn<T>(list: readonly T[], share: number): T | null {
  return list[Math.floor(share * list.length)] ?? null;
}
