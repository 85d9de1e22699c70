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
  scales: z.optional(scalesSchema),
});

export const kpiAnswerSchema = z.object({
  kpi: z.string(),
  /** Null where the denominator is zero, scales are mixed or the cell is suppressed. */
  value: z.nullable(z.number()),
  n: z.optional(z.int()),
  nExact: z.optional(z.boolean()),
  measures: z.optional(measuresSchema),
  unit: z.enum(["ratio", "points"]),
  policyVersion: z.int(),
  suppressed: z.boolean(),
  term: z.nullable(z.string()),
  /** `term`: the term compared with, absent for a target and where there is none; then the label is empty. */
  comparison: z.optional(z.object({ label: z.string(), value: z.nullable(z.number()), term: z.optional(z.string()) })),
  scales: z.optional(scalesSchema),
  watermark: z.object({
    position: z.string(),
    processedThrough: z.nullable(z.string()),
    sources: z.array(z.object({ source: z.string(), eventTime: z.string(), lagSeconds: z.number() })),
  }),
  groups: z.optional(z.array(kpiGroupSchema)),
});

export type KpiAnswer = z.infer<typeof kpiAnswerSchema>;
export type KpiGroup = z.infer<typeof kpiGroupSchema>;
export type KpiMeasures = z.infer<typeof measuresSchema>;
