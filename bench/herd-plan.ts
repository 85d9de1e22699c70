import { z } from "zod";

/** What the herd of viewers is told, and what it tells, between the two processes. */
export const herdPlanSchema = z.object({
  url: z.url(),
  /** Of each user the cookie headers of their sessions. Views are shared out among users, and viewers of a user take sessions in turns. */
  users: z.array(z.array(z.string()).min(1)).min(1),
  viewers: z.number().int().positive(),
  /** The parameters of each view; viewers take them in turns. */
  views: z.array(z.record(z.string(), z.string())).min(1),
});
export type HerdPlan = z.infer<typeof herdPlanSchema>;

/** How many marks a view counted, at a wall-clock moment in milliseconds; the first viewer of each view tells. */
const sightSchema = z.object({ view: z.number(), marks: z.number(), at: z.number() });
export type Sight = z.infer<typeof sightSchema>;

export const herdReportSchema = z.discriminatedUnion("kind", [
  /** Everybody has a first snapshot. */
  z.object({ kind: z.literal("ready") }),
  z.object({
    kind: z.literal("seen"),
    sights: z.array(sightSchema),
    /** Frames that all viewers had between `start` and `stop`, the fewest of one, and their bytes. */
    frames: z.number(),
    fewest: z.number(),
    bytes: z.number(),
    seconds: z.number(),
    /** Lines that were lost. */
    lost: z.number(),
  }),
]);
export type HerdReport = z.infer<typeof herdReportSchema>;
