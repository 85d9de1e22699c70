import { z } from "zod";

/** What the load generator is told, and what it tells, between the two processes. */
export const loadPlanSchema = z.object({
  url: z.url(),
  key: z.string(),
  /** The campus itself, marks alone, or marks with some activity. */
  what: z.enum(["roster", "marks", "mixed"]),
  /** The first of them, and how many; of the roster always all. */
  from: z.number().int().min(0),
  events: z.number().int().min(0),
  batch: z.number().int().positive(),
  connections: z.number().int().positive(),
  /** Events a second to offer, whatever the answers do; null: as fast as the connections take them. */
  rate: z.number().positive().nullable(),
  /** Whether a body without an answer, or with one that says to come again, is sent again; otherwise it ends the run. */
  patient: z.boolean().default(false),
});
export type LoadPlan = z.input<typeof loadPlanSchema>;

export const loadResultSchema = z.object({
  accepted: z.number(),
  /** From the first request to the last answer. */
  seconds: z.number(),
  /** Answers 429, after which the body was sent again. */
  refusals: z.number(),
  /** Bodies that were sent again because there was no answer, or one of an error. */
  repeats: z.number(),
  /** Bodies in the order in which they were due: when that was and when they were acknowledged, in wall-clock milliseconds with fractions, and their events. */
  bodies: z.array(z.object({ dueAt: z.number(), takenAt: z.number(), events: z.number() })),
});
export type LoadResult = z.infer<typeof loadResultSchema>;

export const reportSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("done"), result: loadResultSchema }),
]);
export type Report = z.infer<typeof reportSchema>;
