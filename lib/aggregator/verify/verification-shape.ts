import * as z from "zod/mini";

/** Running; done; failed with an error; cut off, where its process ended before it did. */
export const verificationStates = ["running", "done", "failed", "cut-off"] as const;

const measures = z.record(z.string(), z.unknown());

/** A cell that differs, without the keys of persons. */
export const cellExampleSchema = z.object({ table: z.string(), keys: measures, expected: measures, stored: measures });
export type CellExample = z.infer<typeof cellExampleSchema>;

export const verificationSchema = z.object({
  id: z.uuid(),
  state: z.enum(verificationStates),
  /** A user's name; null: the product itself, at night or from the command line. */
  by: z.nullable(z.string()),
  nightly: z.boolean(),
  startedAt: z.string(),
  endedAt: z.nullable(z.string()),
  step: z.int(),
  steps: z.int(),
  compared: z.nullable(z.int()),
  differ: z.nullable(z.int()),
  examples: z.array(cellExampleSchema),
});
export type VerificationRun = z.infer<typeof verificationSchema>;

/** The newest first. */
export const verificationsSchema = z.object({ runs: z.array(verificationSchema) });

/** What the newest run that came to its end found, in short. */
export const verifiedSchema = z.object({ endedAt: z.string(), compared: z.int(), differ: z.int() });
export type Verified = z.infer<typeof verifiedSchema>;

export function lastVerified(runs: readonly VerificationRun[]): Verified | null {
  for (const { state, endedAt, compared, differ } of runs)
    if (state === "done" && endedAt !== null && compared !== null && differ !== null) return { endedAt, compared, differ };
  return null;
}
