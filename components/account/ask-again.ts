import type { SessionExpiry } from "@/lib/access/session-expiry-shape";

/** Milliseconds. A page that was just opened is used; where the server said nothing it is asked again. */
export const askFirstAfter = 60_000;
const askWhileWarned = 10_000;
/** Later than this no timer of a browser counts, and a sleeping machine counts none. */
const askAtLeastEvery = 30 * 60_000;

/** Whether whoever sits there is to be told by now. */
export const isNear = ({ inMs, warnMs }: SessionExpiry): boolean => inMs <= warnMs;

/** When to ask again how long the session holds: the server's word of then decides, and no clock of the browser's. */
export function askAgainAfter(expiry: SessionExpiry | null): number {
  if (expiry === null) return askFirstAfter;
  return isNear(expiry) ? askWhileWarned : Math.min(expiry.inMs - expiry.warnMs, askAtLeastEvery);
}
