import * as z from "zod/mini";
import { policySchema } from "@/lib/kpis/policy";
import { policyChangeSchema } from "./diff-policies";

/** What the page of policies is told. Browser-safe. */

export const versionStates = ["holds", "ahead", "over", "replaced", "withdrawn"] as const;
export const versionSchema = z.object({
  version: z.int(),
  /** Null: from the beginning. */
  validFrom: z.nullable(z.string()),
  state: z.enum(versionStates),
  madeAt: z.string(),
  /** Null: Bellwether itself, or the command line. */
  by: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  withdrawnAt: z.nullable(z.string()),
  /** Against what held on its first day before it. */
  changes: z.array(policyChangeSchema),
});
export type VersionRow = z.infer<typeof versionSchema>;

export const letterSchema = z.object({ letter: z.string(), points: z.nullable(z.number()), failing: z.boolean(), low: z.boolean() });
export const scaleSchema = z.object({ scale: z.string(), own: z.boolean(), grades: z.boolean(), letters: z.array(letterSchema) });
export type ScaleRow = z.infer<typeof scaleSchema>;

export const termSchema = z.object({
  term: z.string(),
  name: z.nullable(z.string()),
  academicYear: z.nullable(z.string()),
  startsOn: z.nullable(z.string()),
  endsOn: z.nullable(z.string()),
  censusOn: z.nullable(z.string()),
  source: z.nullable(z.string()),
});
export type TermRow = z.infer<typeof termSchema>;

export const recomputationSchema = z.object({
  id: z.string(),
  scale: z.string(),
  by: z.nullable(z.string()),
  beganAt: z.string(),
  endedAt: z.nullable(z.string()),
  terms: z.int(),
  termsDone: z.int(),
  grades: z.int(),
});
export type RecomputationRow = z.infer<typeof recomputationSchema>;

export const policiesSchema = z.object({
  today: z.string(),
  timeZone: z.string(),
  /** The version that holds today. */
  current: z.object({ version: z.int(), policy: policySchema }),
  latest: z.int(),
  versions: z.array(versionSchema),
  scales: z.array(scaleSchema),
  terms: z.array(termSchema),
  units: z.array(z.object({ id: z.string(), name: z.string() })),
  recomputations: z.array(recomputationSchema),
});
export type Policies = z.infer<typeof policiesSchema>;
