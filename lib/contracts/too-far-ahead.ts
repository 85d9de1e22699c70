import type { CampusEvent, ItemError, Validated } from "./validate";

/** More than a year and its preparations; far above what any clock is off by (docs/adr/0035). */
export const mostDaysAhead = 400;
const day = 86_400_000;

/** Of events for one row the latest holds: one that is written down years from now would hold its row against every correction. */
function tooFarAhead({ recordedAt, occurredAt }: CampusEvent, now: Date): ItemError | null {
  if (Date.parse(recordedAt) <= now.getTime() + mostDaysAhead * day) return null;
  const path = recordedAt === occurredAt ? "time" : "recordedtime";
  return { path, rule: "future", found: recordedAt, message: `must be at most ${mostDaysAhead} days from now` };
}

/** What was found of an event, held to when it arrives. */
export function arrived(result: Validated, now: Date): Validated {
  const error = result.ok ? tooFarAhead(result.event, now) : null;
  return error === null ? result : { ok: false, errors: [error] };
}
