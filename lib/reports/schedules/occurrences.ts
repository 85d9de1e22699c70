import { Temporal } from "temporal-polyfill";
import type { Timing } from "../timing-shape";
import type { Calendar } from "./calendar";
import { dueDays } from "./due-days";

/** How far ahead is looked for what may never come, such as events of terms that nobody has defined. */
const horizon = { years: 3 } as const;

/** So many occurrences, or all of them through an instant. */
export type Extent = { count: number } | { through: Date };

/**
 * When a schedule is due after an instant (REPORT-2), in order, each instant once. Editors show, and processes fire, what
 * this one function says.
 *
 * A time of day is wall-clock time of the schedule's zone. One that a day's change of clocks leaves out is moved on by what
 * was left out (02:30 becomes 03:30 where an hour is); one that comes twice is its first coming.
 */
export function occurrences(timing: Timing, calendar: Calendar, after: Date, extent: Extent): Date[] {
  const found: Date[] = [];
  const isDue = dueDays(timing, calendar);
  const enough = "count" in extent ? extent.count : Number.POSITIVE_INFINITY;
  let latest = after.getTime();
  for (const day of daysToLookAt(timing, after, extent)) {
    if (found.length >= enough) break;
    if (!isDue(day)) continue;
    const at = instantOf(day, timing);
    if ("through" in extent && at > extent.through.getTime()) break;
    // A day that a zone leaves out altogether falls on the next one, which has its own.
    if (at <= latest) continue;
    latest = at;
    found.push(new Date(at));
  }
  return found;
}

/** The next so many, for who wants to see what a schedule means. */
export const nextOccurrences = (timing: Timing, calendar: Calendar, after: Date, count: number): Date[] =>
  occurrences(timing, calendar, after, { count });

function instantOf(day: Temporal.PlainDate, { rule, zone }: Timing): number {
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(rule.at) }).epochMilliseconds;
}

/** Local days whose time may be within; one more on either side, for clocks are changed around midnight too. */
function* daysToLookAt({ zone, startsOn, endsOn }: Timing, after: Date, extent: Extent): Generator<Temporal.PlainDate> {
  const localDay = (at: Date) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const start = Temporal.PlainDate.from(startsOn);
  const first = later(start, localDay(after).subtract({ days: 1 }));
  const furthest = "through" in extent ? localDay(extent.through).add({ days: 1 }) : first.add(horizon);
  const last = endsOn === null ? furthest : earlier(furthest, Temporal.PlainDate.from(endsOn));
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) yield day;
}

const earlier = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) <= 0 ? a : b);
const later = (a: Temporal.PlainDate, b: Temporal.PlainDate) => (Temporal.PlainDate.compare(a, b) >= 0 ? a : b);
