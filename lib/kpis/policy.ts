import { z } from "zod";

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
});
export type Policy = z.infer<typeof policySchema>;
