import { z } from "zod";
import { policySchema } from "@/lib/kpis/policy";
import { policyChangeSchema } from "./diff-policies";

/** What the page of policies is told. Browser-safe. */

export const versionStates = ["holds", "ahead", "over", "replaced", "withdrawn"] as const;
export const versionSchema = z.object({
  version: z.number().int(),
  /** Null: from the beginning. */
  validFrom: z.string().nullable(),
  state: z.enum(versionStates),
  madeAt: z.string(),
  /** Null: Bellwether itself, or the command line. */
  by: z.string().nullable(),
  reason: z.string().nullable(),
  withdrawnAt: z.string().nullable(),
  /** Against what held on its first day before it. */
  changes: z.array(policyChangeSchema),
});
export type VersionRow = z.infer<typeof versionSchema>;

export const letterSchema = z.object({ letter: z.string(), points: z.number().nullable(), failing: z.boolean(), low: z.boolean() });
export const scaleSchema = z.object({ scale: z.string(), own: z.boolean(), grades: z.boolean(), letters: z.array(letterSchema) });
export type ScaleRow = z.infer<typeof scaleSchema>;

export const termSchema = z.object({
  term: z.string(),
  name: z.string().nullable(),
  academicYear: z.string().nullable(),
  startsOn: z.string().nullable(),
  endsOn: z.string().nullable(),
  censusOn: z.string().nullable(),
  source: z.string().nullable(),
});
export type TermRow = z.infer<typeof termSchema>;

export const recomputationSchema = z.object({
  id: z.string(),
  scale: z.string(),
  by: z.string().nullable(),
  beganAt: z.string(),
  endedAt: z.string().nullable(),
  terms: z.number().int(),
  termsDone: z.number().int(),
  grades: z.number().int(),
});
export type RecomputationRow = z.infer<typeof recomputationSchema>;

export const policiesSchema = z.object({
  today: z.string(),
  timeZone: z.string(),
  /** The version that holds today. */
  current: z.object({ version: z.number().int(), policy: policySchema }),
  latest: z.number().int(),
  versions: z.array(versionSchema),
  scales: z.array(scaleSchema),
  terms: z.array(termSchema),
  units: z.array(z.object({ id: z.string(), name: z.string() })),
  recomputations: z.array(recomputationSchema),
});
export type Policies = z.infer<typeof policiesSchema>;
