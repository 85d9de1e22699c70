import * as z from "zod/mini";

/** What the demo's mailbox tells. Browser-safe. */

export const keptMailSchema = z.object({ id: z.string(), subject: z.string(), to: z.string(), at: z.string() });
export type KeptMail = z.infer<typeof keptMailSchema>;

/** `all`: reports to everybody too, and not one's own mails alone. */
export const mailboxSchema = z.object({ mails: z.array(keptMailSchema), next: z.nullable(z.string()), all: z.boolean() });
export type Mailbox = z.infer<typeof mailboxSchema>;

export const readMailSchema = z.object({
  id: z.string(),
  subject: z.string(),
  from: z.string(),
  to: z.string(),
  at: z.string(),
  messageId: z.string(),
  text: z.string(),
  html: z.nullable(z.string()),
  /** As they stand in the message, folded lines joined. */
  headers: z.array(z.string()),
  attachments: z.array(z.object({ name: z.string(), bytes: z.int() })),
  /** The reader may have the attachments: the mail is to them. */
  own: z.boolean(),
});
export type ReadMail = z.infer<typeof readMailSchema>;
