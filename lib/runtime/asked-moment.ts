import { type AsOf, asOfMoment } from "@/lib/access/as-of";
import { localDay } from "@/lib/platform/clock";
import type { Services } from "./services";

/** The moment that a screen asks about: now, or a past one (`asOf`), with its local day. */
export type AskedMoment = { asOf: AsOf | null; at: Date; today: string };

/** Throws bad-request for what is no moment, and for the future. */
export function askedMoment({ now, timeZone }: Pick<Services, "now" | "timeZone">, text: string | undefined): AskedMoment {
  if (text === undefined) return { asOf: null, at: now(), today: localDay(now(), timeZone) };
  const asOf = asOfMoment(text, now());
  return { asOf, at: asOf.at, today: localDay(asOf.at, timeZone) };
}
