import { Temporal } from "temporal-polyfill";

/** The local day of an instant in an IANA zone, `YYYY-MM-DD`. */
export function localDay(instant: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
