import { z } from "zod";
import { placeScopeSchema } from "@/lib/access/place-scope";
import { idSchema } from "@/lib/contracts/values";

/**
 * Who gets a report: each of them one of their own, under their own scope at the time of sending. A role may be narrowed to
 * those whose grants lie within a unit. An address outside has a fixed scope, and suppression is always on for it.
 */
export const recipientSchema = z.discriminatedUnion("to", [
  z.strictObject({ to: z.literal("user"), user: z.uuid() }),
  z.strictObject({ to: z.literal("role"), role: idSchema, within: idSchema.nullable().default(null) }),
  z.strictObject({ to: z.literal("address"), address: z.email().max(254), scope: placeScopeSchema, language: z.enum(["en", "ko"]) }),
]);
export type Recipient = z.infer<typeof recipientSchema>;
export const recipientsSchema = z.array(recipientSchema).min(1).max(200);

/** How it reaches them; the archive has it in any case. `link`: the mail holds the headline figures and a link that needs a sign-in. */
export const deliverySchema = z.strictObject({
  email: z.enum(["attached", "link", "none"]).default("attached"),
  /** A copy of each into the folder or store that the institution has set. */
  store: z.boolean().default(false),
});
export type Delivery = z.infer<typeof deliverySchema>;
