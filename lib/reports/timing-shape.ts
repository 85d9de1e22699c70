import { z } from "zod";
import { dateSchema } from "@/lib/contracts/values";
import { isTimeZone } from "@/lib/platform/is-time-zone";

/** ISO: Monday is 1. */
const weekday = z.number().int().min(1).max(7);
const at = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: "must be a time of day such as 07:30" });

/** When a report is due, as local wall-clock time of a schedule's zone. */
export const ruleSchema = z.discriminatedUnion("every", [
  z.strictObject({ every: z.literal("day"), at }),
  /** Monday to Friday. */
  z.strictObject({ every: z.literal("weekday"), at }),
  z.strictObject({ every: z.literal("week"), on: z.array(weekday).min(1).max(7), at }),
  /** `day`: of the month; months that are shorter take their last day. */
  z.strictObject({ every: z.literal("month"), day: z.number().int().min(1).max(31), at }),
  z.strictObject({ every: z.literal("month-end"), day: z.literal("last-working-day"), at }),
  /** So many weeks before (negative) or after an event of each term. `mid-term`: the day in the middle of its days. */
  z.strictObject({
    every: z.literal("term"),
    event: z.enum(["start", "census", "mid-term", "end"]),
    weeks: z.number().int().min(-12).max(12),
    at,
  }),
]);
export type Rule = z.infer<typeof ruleSchema>;

/** What becomes of an occurrence on a holiday of the institution. Working days are Monday to Friday but holidays. */
export const onHoliday = ["send", "skip", "next-working-day"] as const;

const day = dateSchema;

export const timingSchema = z
  .strictObject({
    rule: ruleSchema,
    zone: z.string().max(60).refine(isTimeZone, { message: "must be an IANA time zone, such as Asia/Seoul" }),
    holidays: z.enum(onHoliday).default("send"),
    /** Only while a term runs. */
    inTermOnly: z.boolean().default(false),
    startsOn: day,
    endsOn: day.nullable().default(null),
    /** What was due while nothing ran: the last of it once, late, or not at all. */
    missed: z.enum(["once", "skip"]).default("once"),
  })
  .refine(({ startsOn, endsOn }) => endsOn === null || startsOn <= endsOn, { path: ["endsOn"], message: "is before the start" });
export type Timing = z.infer<typeof timingSchema>;
