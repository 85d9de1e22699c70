import { Temporal } from "temporal-polyfill";
import { localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";

/** The instant at which a grant ends that holds until the end of a local day. Throws bad-request for a day that is over. */
export function endOfDay(until: string | null, timeZone: string, now: Date): Date | null {
  if (until === null) return null;
  const end = new Date(Temporal.PlainDate.from(until).add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds);
  if (end > now) return end;
  throw new BellwetherError("bad-request", "The last day is over already; to end a grant now, end it.", {
    field: "until",
    rule: "future",
    found: until,
  });
}

/** The last local day that is not over at an instant. */
export const lastDay = (endsAt: Date, timeZone: string): string => localDay(new Date(endsAt.getTime() - 1), timeZone);
