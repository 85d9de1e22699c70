import { z } from "zod";
import { isOneLine, isStorable, notOneLine, notStorable } from "./storable";

/** The values that campus events are made of. Each refuses what the log or the warehouse could not hold. */

const longestId = 200;
const longestText = 4_000;

export const idSchema = z.string().min(1).max(longestId).refine(isStorable, notStorable);

export const textSchema = z.string().max(longestText).refine(isStorable, notStorable);

export const nameSchema = textSchema.min(1);

/** What people call something of theirs: a report, a rule, a key. */
export const titleSchema = textSchema.pipe(z.string().trim().min(1).max(100)).refine(isOneLine, notOneLine);

/** `?` of the interface: an absent optional is null. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z
    .union([schema, z.null()])
    .optional()
    .transform((value) => value ?? null);

const earliestYear = 1900;
const latestYear = 2200;
const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/;
const instantPattern = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

function isRealDay(year: number, month: number, day: number): boolean {
  if (year < earliestYear || year > latestYear || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A local calendar day, `YYYY-MM-DD`. */
export const dateSchema = z
  .string()
  .refine(
    (value) => {
      const parts = datePattern.exec(value);
      return parts !== null && isRealDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
    },
    { message: `must be a calendar day YYYY-MM-DD between ${earliestYear} and ${latestYear}`, params: { rule: "date" } },
  )
  .meta({ format: "date" });

/** RFC 3339 with its offset, as milliseconds since 1970; finer fractions are cut. Null where it is none. */
export function parseInstant(value: string): number | null {
  const parts = instantPattern.exec(value);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (!isRealDay(year, month, day) || hour > 23 || minute > 59 || second > 59) return null;
  const milliseconds = Number((parts[7] ?? "").padEnd(3, "0").slice(0, 3));
  const offsetHours = Number(parts[9] ?? 0);
  const offsetMinutes = Number(parts[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = (offsetHours * 60 + offsetMinutes) * 60_000 * (parts[8] === "-" ? -1 : 1);
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds) - offset;
}

/** An instant, normalised to UTC milliseconds (`2026-03-09T00:02:11.000Z`). */
export const instantSchema = z
  .string()
  .transform((value, context) => {
    const instant = parseInstant(value);
    if (instant === null) {
      context.addIssue({
        code: "custom",
        message: `must be an RFC 3339 time with its offset, between ${earliestYear} and ${latestYear}`,
        params: { rule: "date-time" },
      });
      return z.NEVER;
    }
    return new Date(instant).toISOString();
  })
  .meta({ format: "date-time" });

/** Amounts stay far from where sums of a term would lose digits. */
export const amountSchema = z.number().min(0).max(1_000_000);
export const countSchema = z.number().int().min(1).max(1_000_000);
export const yearOfStudySchema = z.number().int().min(0).max(30);
