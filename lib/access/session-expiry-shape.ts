import * as z from "zod/mini";

/**
 * When a session ends if nobody does anything more: in how many milliseconds, as the server says it, and whether for not
 * being used or because nobody stays longer. `warnMs`: so long before its end whoever sits there is told.
 */
export const sessionExpirySchema = z.object({ by: z.enum(["idle", "absolute"]), inMs: z.number(), warnMs: z.number() });
export type SessionExpiry = z.infer<typeof sessionExpirySchema>;
