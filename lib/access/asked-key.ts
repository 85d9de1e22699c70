import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { titleSchema } from "@/lib/contracts/values";
import { endOfLocalDay, localDay } from "@/lib/platform/clock";
import { BellwetherError } from "@/lib/platform/errors";
import { keyDays } from "./key-days";
import type { WantedKey } from "./manage-api-keys";
import { placeScopeSchema } from "./place-scope";
import { abilities } from "./principal";

const canSchema = z
  .array(z.enum(abilities))
  .min(1)
  .transform((asked) => abilities.filter((ability) => asked.includes(ability)));
/** The last local day that it holds; null: without an end. */
const expiresOnSchema = z.iso.date().nullable();
const rateSchema = z.number().int().min(1).max(1_000_000).nullable();

export const newKeySchema = z.strictObject({
  name: titleSchema,
  can: canSchema,
  scope: placeScopeSchema,
  expiresOn: expiresOnSchema,
  eventsPerSecond: rateSchema,
});
/** What is left out stays as it is. */
export const changedKeySchema = newKeySchema.partial();
/** Until when the secret so far holds on. */
export const rotationSchema = z.strictObject({ oldUntil: z.union([z.literal("now"), z.iso.datetime({ offset: true })]) });

type When = { now: Date; timeZone: string };

export function wantedKey({ expiresOn, ...rest }: z.output<typeof newKeySchema>, when: When): WantedKey {
  return { ...rest, expiresAt: endOfKey(expiresOn, when) };
}

export function wantedChange(
  { expiresOn, name, can, scope, eventsPerSecond }: z.output<typeof changedKeySchema>,
  when: When,
): Partial<WantedKey> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(can === undefined ? {} : { can }),
    ...(scope === undefined ? {} : { scope }),
    ...(eventsPerSecond === undefined ? {} : { eventsPerSecond }),
    ...(expiresOn === undefined ? {} : { expiresAt: endOfKey(expiresOn, when) }),
  };
}

/** Throws bad-request for a day that is over, and for one too far ahead. */
function endOfKey(day: string | null, { now, timeZone }: When): Date | null {
  if (day === null) return null;
  const today = localDay(now, timeZone);
  const last = Temporal.PlainDate.from(today).add({ days: keyDays.most }).toString();
  if (day >= today && day <= last) return endOfLocalDay(day, timeZone);
  throw new BellwetherError("bad-request", `A key ends between today and ${last}, or never.`, {
    field: "expiresOn",
    rule: day < today ? "min" : "max",
    found: day,
  });
}
