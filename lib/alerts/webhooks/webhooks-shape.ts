import * as z from "zod/mini";

export const webhookItemSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  createdAt: z.string(),
  failingSince: z.nullable(z.string()),
  lastAnswer: z.nullable(z.string()),
  disabledAt: z.nullable(z.string()),
});
export type WebhookItem = z.infer<typeof webhookItemSchema>;
export const webhooksSchema = z.object({ webhooks: z.array(webhookItemSchema) });

export const newWebhookSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)),
  url: z.string().check(z.maxLength(2_000)),
});
export type NewWebhook = z.infer<typeof newWebhookSchema>;
/** The secret is in this answer and nowhere else. */
export const madeWebhookSchema = z.object({ id: z.uuid(), secret: z.string() });
