import { z } from "zod";
import { errorCodes } from "@/lib/platform/errors";

/** What a verification's thread is told at its start. */
export const verifyOrderSchema = z.object({
  url: z.string(),
  timeZone: z.string(),
  actor: z.string(),
  night: z.string().nullable(),
});
export type VerifyOrder = z.infer<typeof verifyOrderSchema>;

/** What it says: it began under this id, or why it does not; and then that it came to a result, or why it did not. */
export const fromVerifyThreadSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started"), id: z.string() }),
  z.object({ kind: z.literal("refused"), code: z.enum(errorCodes), message: z.string() }),
  z.object({ kind: z.literal("done") }),
  z.object({ kind: z.literal("failed"), message: z.string() }),
]);
export type FromVerifyThread = z.infer<typeof fromVerifyThreadSchema>;
