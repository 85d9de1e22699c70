import { z } from "zod";
import { kpiIds } from "./question";

/** The institution's options (app.policy), versioned. */
export const policySchema = z.object({
  attendance: z.object({
    lateWeight: z.number().min(0).max(1),
    /** Excused: left out, or counted as attended and expected. */
    excused: z.enum(["excluded", "attended"]),
    absenceLimit: z.number(),
    chronicRate: z.number(),
    chronicMinimum: z.number(),
  }),
  dropout: z.object({
    /** The term, or March to February with census on 1 April (Korean official practice). */
    window: z.enum(["term", "korean-year"]),
    census: z.enum(["term", "april-1"]),
    countLeave: z.boolean(),
  }),
  suppression: z.object({ threshold: z.number().int().min(3).max(30) }),
  /** What the institution aims at, by KPI and in its unit: a ratio or grade points. */
  targets: z.partialRecord(z.enum(kpiIds), z.number().min(0)).default({}),
  privacy: z
    .object({
      /**
       * When a reason is asked for before a look at a person is let through: never, or before the page of a student whom
       * the reader neither teaches nor advises (lib/access/look-reasons.ts).
       */
      lookUpReason: z.enum(["none", "student-pages"]),
    })
    .default({ lookUpReason: "none" }),
});
export type Policy = z.infer<typeof policySchema>;
