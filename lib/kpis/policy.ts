import { z } from "zod";
import { kpiIds } from "./question";

/** What is aimed at for one KPI in a unit with all beneath it, in a term, or both. */
const narrowTargetSchema = z
  .object({
    kpi: z.enum(kpiIds),
    orgUnit: z.string().min(1).max(200).optional(),
    term: z.string().min(1).max(200).optional(),
    value: z.number().min(0),
  })
  .refine((target) => target.orgUnit !== undefined || target.term !== undefined, {
    path: ["orgUnit"],
    message: "needs a unit or a term",
    params: { rule: "required" },
  });
export type NarrowTarget = z.infer<typeof narrowTargetSchema>;

/** Days that something is kept for after it came to its end; null: for ever. */
const keptDays = z.number().int().min(1).max(3_650).nullable();
const retentionSchema = z.object({ sessions: keptDays, links: keptDays, attempts: keptDays, quarantine: keptDays });
export type Retention = z.infer<typeof retentionSchema>;

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
  /** What is aimed at in a unit or term, before those (targets.ts). */
  narrowTargets: z.array(narrowTargetSchema).max(500).default([]),
  retention: retentionSchema.default({ sessions: 90, links: 30, attempts: 7, quarantine: null }),
});
export type Policy = z.infer<typeof policySchema>;
