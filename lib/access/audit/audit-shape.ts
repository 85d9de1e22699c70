import * as z from "zod/mini";
import { findingSchema } from "./finding";

export const auditEntrySchema = z.object({
  entry: z.number(),
  at: z.string(),
  actor: z.string(),
  /** The name of the user or API key; null for others, and for who is no more. */
  name: z.nullable(z.string()),
  action: z.string(),
  subject: z.nullable(z.string()),
  /** The name of the user or API key that it is about, where it is one. */
  subjectName: z.nullable(z.string()),
  /** How many persons it is about, and the one where it is one: the pseudonym, and a label that says nothing. */
  people: z.number(),
  person: z.nullable(z.object({ id: z.string(), label: z.string() })),
  because: z.nullable(z.object({ reason: z.string(), note: z.nullable(z.string()) })),
  /** What else was recorded of it, as it was recorded. */
  detail: z.array(z.object({ name: z.string(), value: z.unknown() })),
});
export type AuditEntryShown = z.infer<typeof auditEntrySchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** The number before which the next page begins. */
  next: z.nullable(z.number()),
  choices: z.object({
    actors: z.array(z.object({ actor: z.string(), name: z.nullable(z.string()) })),
    actions: z.array(z.string()),
  }),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

export const auditStateSchema = z.object({
  entries: z.number(),
  check: z.nullable(z.object({ at: z.string(), through: z.number(), anchors: z.number(), finding: z.nullable(findingSchema) })),
  anchor: z.nullable(z.object({ at: z.string(), entries: z.number(), key: z.string() })),
});
export type AuditState = z.infer<typeof auditStateSchema>;

export const foundPersonSchema = z.object({ person: z.uuid() });
