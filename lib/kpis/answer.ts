import * as z from "zod/mini";

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
    n: z.optional(z.int()),
    value: z.nullable(z.number()),
    suppressed: z.boolean(),
    measures: z.optional(measuresSchema),
  }),
);

/** Attended and expected marks, where their days stand under several rules: `measures` alone do not tell them then. */
const weighedSchema = z.object({ attended: z.number(), expected: z.number() });

export const kpiGroupSchema = z.object({
  /** One breakdown: the member's id, null for none. */
  key: z.optional(z.nullable(z.string())),
  /** Two breakdowns: the members' ids in the order asked for. */
  keys: z.optional(z.array(z.nullable(z.string()))),
  label: z.optional(z.nullable(z.string())),
  labels: z.optional(z.array(z.nullable(z.string()))),
  value: z.nullable(z.number()),
  n: z.optional(z.int()),
  nExact: z.optional(z.boolean()),
  suppressed: z.boolean(),
  measures: z.optional(measuresSchema),
  weighed: z.optional(weighedSchema),
  scales: z.optional(scalesSchema),
});

/** How marks count from a day on (null: from the first), by which version of the policy. */
const ruleSchema = z.object({
  policyVersion: z.int(),
  from: z.nullable(z.string()),
  lateWeight: z.number(),
  excused: z.enum(["excluded", "attended"]),
});

export const kpiAnswerSchema = z.object({
  kpi: z.string(),
  /** Null where the denominator is zero, scales are mixed or the cell is suppressed. */
  value: z.nullable(z.number()),
  n: z.optional(z.int()),
  nExact: z.optional(z.boolean()),
  measures: z.optional(measuresSchema),
  weighed: z.optional(weighedSchema),
  unit: z.enum(["ratio", "points"]),
  /** The version that held on the last day that the figure takes in. */
  policyVersion: z.int(),
  /** Of the attendance rate: several where the policy changed within the days asked for. */
  rules: z.optional(z.array(ruleSchema)),
  suppressed: z.boolean(),
  term: z.nullable(z.string()),
  /**
   * `term`: the term compared with, absent for a target and where there is none; then the label is empty. `policyVersion`:
   * the one that its figure stands under, where that counts otherwise. `own`: the figure of what is asked for over the days that
   * `value` is of, where `value` beside it goes further.
   */
  comparison: z.optional(
    z.object({
      label: z.string(),
      value: z.nullable(z.number()),
      term: z.optional(z.string()),
      policyVersion: z.optional(z.int()),
      own: z.optional(z.number()),
    }),
  ),
  scales: z.optional(scalesSchema),
  watermark: z.object({
    position: z.string(),
    processedThrough: z.nullable(z.string()),
    sources: z.array(z.object({ source: z.string(), eventTime: z.string(), lagSeconds: z.number() })),
    /** There while cells are more than fifteen seconds behind facts: the figure holds less than was processed, or students and sums of two moments. */
    settling: z.optional(z.literal(true)),
  }),
  groups: z.optional(z.array(kpiGroupSchema)),
});

export type KpiAnswer = z.infer<typeof kpiAnswerSchema>;
export type KpiGroup = z.infer<typeof kpiGroupSchema>;
export type KpiMeasures = z.infer<typeof measuresSchema>;
