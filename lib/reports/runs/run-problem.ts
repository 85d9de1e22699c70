import { z } from "zod";
import { isBellwetherError } from "@/lib/platform/errors";

/** What failed, in words for whose report it is, and the facts: which tile, and what is wrong with it. */
export const causeSchema = z.object({ message: z.string(), facts: z.record(z.string(), z.unknown()) });
export type Cause = z.infer<typeof causeSchema>;

/** Of so many recipients so many were not served, and some of the reasons. */
export const runProblemSchema = z.object({
  /** Not rendered, or not delivered for a fault of ours. */
  failed: z.number().int(),
  /** A mail server will not take it for them. */
  refused: z.number().int(),
  recipients: z.number().int(),
  causes: z.array(causeSchema),
});
export type RunProblem = z.infer<typeof runProblemSchema>;

/** Of what an earlier or a later version wrote, or somebody by hand. */
export const unreadableCause: Cause = { message: "What was kept of it cannot be read.", facts: {} };

/** What is not of our family of errors says nothing of the inside; it is told to whoever runs the service. */
export function causeOf(error: unknown): Cause {
  if (!isBellwetherError(error)) return { message: "Something failed on our side.", facts: {} };
  return { message: error.message, facts: z.record(z.string(), z.unknown()).parse(JSON.parse(JSON.stringify(error.facts))) };
}
