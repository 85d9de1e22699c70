import { Temporal } from "temporal-polyfill";
import type { NoticeTiming } from "./timing-shape";

/** When a mail about something of now may go out: with the digest that it goes in, and not before quiet hours are over. */
export function mailDueAt({ zone, quiet, digest }: NoticeTiming, now: Date): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const due = digest.every === "none" ? local : digest.every === "hour" ? nextHour(local) : next(local, digest.at);
  return new Date(afterQuiet(due, quiet).epochMilliseconds);
}

function nextHour(from: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return from.round({ smallestUnit: "hour", roundingMode: "floor" }).add({ hours: 1 });
}

/** The next time that clocks show this; one that a change of clocks leaves out is taken an hour later. */
function next(from: Temporal.ZonedDateTime, at: string): Temporal.ZonedDateTime {
  const today = from.toPlainDate().toZonedDateTime({ timeZone: from.timeZoneId, plainTime: at });
  if (Temporal.ZonedDateTime.compare(today, from) > 0) return today;
  return from.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: from.timeZoneId, plainTime: at });
}

function afterQuiet(due: Temporal.ZonedDateTime, quiet: NoticeTiming["quiet"]): Temporal.ZonedDateTime {
  if (quiet === null || quiet.from === quiet.to) return due;
  const time = due.toPlainTime().toString().slice(0, 5);
  const within = quiet.from < quiet.to ? time >= quiet.from && time < quiet.to : time >= quiet.from || time < quiet.to;
  return within ? next(due, quiet.to) : due;
}
