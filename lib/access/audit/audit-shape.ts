import { z } from "zod";
import { findingSchema } from "./finding";

export const auditEntrySchema = z.object({
  entry: z.number(),
  at: z.string(),
  actor: z.string(),
  /** The name of the user or API key; null for others, and for who is no more. */
  name: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  /** The name of the user or API key that it is about, where it is one. */
  subjectName: z.string().nullable(),
  /** How many persons it is about, and the one where it is one: the pseudonym, and a label that says nothing. */
  people: z.number(),
  person: z.object({ id: z.string(), label: z.string() }).nullable(),
  because: z.object({ reason: z.string(), note: z.string().nullable() }).nullable(),
  /** What else was recorded of it, each as text. */
  detail: z.array(z.object({ name: z.string(), text: z.string() })),
});
export type AuditEntryShown = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** The number before which the next page begins. */
  next: z.number().nullable(),
  choices: z.object({
    actors: z.array(z.object({ actor: z.string(), name: z.string().nullable() })),
    actions: z.array(z.string()),
  }),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditStateSchema = z.object({
  entries: z.number(),
  check: z.object({ at: z.string(), through: z.number(), anchors: z.number(), finding: findingSchema.nullable() }).nullable(),
  anchor: z.object({ at: z.string(), entries: z.number(), key: z.string() }).nullable(),
});
export type AuditState = z.infer<typeof auditStateSchema>;

export const foundPersonSchema = z.object({ person: z.uuid() });
