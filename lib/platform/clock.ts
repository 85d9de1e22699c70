import { Temporal } from "temporal-polyfill";

/** The local day of an instant in an IANA zone, `YYYY-MM-DD`. */
export function localDay(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** What a clock on the wall says at an instant, `HH:MM`. */
export function localTime(instant: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainTime().toString({ smallestUnit: "minute" });
}

/** The moment at which a local day is over: midnight where the institution is. */
export function endOfLocalDay(day: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds);
}
