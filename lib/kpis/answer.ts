import { z } from "zod";

/** The answer of the KPI API (docs/API.md), used at both ends. Browser-safe. */

const measures = z.record(z.string(), z.number());
const gradeMeasures = z.object({
  letters: z.record(z.string(), z.number()),
  gradePointCredits: z.number(),
  gradedCredits: z.number(),
});
export const measuresSchema = z.union([gradeMeasures, measures]);

/** Each of several scales, where they are mixed. */
const scalesSchema = z.array(
  z.object({
    scale: z.string(),
    n: z.number().int().optional(),
    value: z.number().nullable(),
    suppressed: z.boolean(),
    measures: measuresSchema.optional(),
  }),
);

/** Attended and expected marks, where their days stand under several rules: `measures` alone do not tell them then. */
const weighedSchema = z.object({ attended: z.number(), expected: z.number() });

export const kpiGroupSchema = z.object({
  /** One breakdown: the member's id, null for none. */
  key: z.string().nullable().optional(),
  /** Two breakdowns: the members' ids in the order asked for. */
  keys: z.array(z.string().nullable()).optional(),
  label: z.string().nullable().optional(),
  labels: z.array(z.string().nullable()).optional(),
  value: z.number().nullable(),
  n: z.number().int().optional(),
  nExact: z.boolean().optional(),
  suppressed: z.boolean(),
  measures: measuresSchema.optional(),
  weighed: weighedSchema.optional(),
  scales: scalesSchema.optional(),
});

/** How marks count from a day on (null: from the first), by which version of the policy. */
const ruleSchema = z.object({
  policyVersion: z.number().int(),
  from: z.string().nullable(),
  lateWeight: z.number(),
  excused: z.enum(["excluded", "attended"]),
});

export const kpiAnswerSchema = z.object({
  kpi: z.string(),
  /** Null where the denominator is zero, scales are mixed or the cell is suppressed. */
  value: z.number().nullable(),
  n: z.number().int().optional(),
  nExact: z.boolean().optional(),
  measures: measuresSchema.optional(),
  weighed: weighedSchema.optional(),
  unit: z.enum(["ratio", "points"]),
  /** The version that held on the last day that the figure takes in. */
  policyVersion: z.number().int(),
  /** Of the attendance rate: several where the policy changed within the days asked for. */
  rules: z.array(ruleSchema).optional(),
  suppressed: z.boolean(),
  term: z.string().nullable(),
  /**
   * `term`: the term compared with, absent for a target and where there is none; then the label is empty. `policyVersion`:
   * the one that its figure stands under, where that counts otherwise.
   */
  comparison: z
    .object({ label: z.string(), value: z.number().nullable(), term: z.string().optional(), policyVersion: z.number().int().optional() })
    .optional(),
  scales: scalesSchema.optional(),
  watermark: z.object({
    position: z.string(),
    processedThrough: z.string().nullable(),
    sources: z.array(z.object({ source: z.string(), eventTime: z.string(), lagSeconds: z.number() })),
  }),
  groups: z.array(kpiGroupSchema).optional(),
});

export type KpiAnswer = z.infer<typeof kpiAnswerSchema>;
export type KpiGroup = z.infer<typeof kpiGroupSchema>;
export type KpiMeasures = z.infer<typeof measuresSchema>;
