import { Temporal } from "temporal-polyfill";
import type { z } from "zod";
import { dateSchema } from "@/lib/contracts/values";
import { type QuarantineFilter, quarantineFilterSchema } from "./quarantine-filter";

/** The filter as a reader asks for it: the arrival by local days, both included. */
export const askedFilterSchema = quarantineFilterSchema.extend({ from: dateSchema.optional(), to: dateSchema.optional() });
export type AskedFilter = z.infer<typeof askedFilterSchema>;

export function filterOf({ from, to, ...rest }: AskedFilter, timeZone: string): QuarantineFilter {
  const startOf = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).toInstant().toString();
  return {
    ...rest,
    ...(from === undefined ? {} : { from: startOf(Temporal.PlainDate.from(from)) }),
    ...(to === undefined ? {} : { to: startOf(Temporal.PlainDate.from(to).add({ days: 1 })) }),
  };
}
