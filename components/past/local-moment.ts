/**
 * Local date and time of a zone, `2026-11-25T18:00`, and instants. A time that a change to summer time skips is the one
 * after it, one that comes twice the first, as Temporal's "compatible" has it. Temporal is loaded when it is wanted.
 */
export async function instantOf(local: string, timeZone: string): Promise<string | null> {
  const { Temporal } = await import("temporal-polyfill");
  try {
    return Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone).toInstant().toString();
  } catch {
    return null; // half a date, which the form says
  }
}

export async function localOf(instant: string, timeZone: string): Promise<string> {
  const { Temporal } = await import("temporal-polyfill");
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDateTime().toString({ smallestUnit: "minute" });
}
