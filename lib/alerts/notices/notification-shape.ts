import * as z from "zod/mini";
import { watchSchema } from "../rules/rule-shape";

/** What somebody is told. Browser-safe: what is said is put into words where it is read. */
const figureSchema = z.object({
  value: z.nullable(z.number()),
  reference: z.nullable(z.number()),
  /** False where `n` is the least that there are; those of before it was kept say nothing of it. */
  nExact: z._default(z.boolean(), true),
  n: z.nullable(z.number()),
  unit: z.enum(["ratio", "points", "minutes"]),
  source: z.nullable(z.string()),
});

/** A name in both languages. */
export const namedSchema = z.object({ en: z.string(), ko: z.string() });
export type Named = z.infer<typeof namedSchema>;

export const alertDetailSchema = z.object({
  rule: z.object({ id: z.uuid(), name: z.string() }),
  watch: watchSchema,
  place: namedSchema,
  program: z.nullable(namedSchema),
  /** Null where none was read, and for who sees under another scope by now. */
  figure: z.nullable(figureSchema),
});
export type AlertDetail = z.infer<typeof alertDetailSchema>;

const heldDetailSchema = z.extend(alertDetailSchema, { because: z.enum(["scope", "question"]) });

export const noticeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("alert.fired"), detail: alertDetailSchema }),
  z.object({ kind: z.literal("alert.resolved"), detail: alertDetailSchema }),
  z.object({ kind: z.literal("alert.held"), detail: heldDetailSchema }),
  /** `problem`: what failed, as the run says it. */
  z.object({ kind: z.literal("report.failed"), detail: z.object({ name: z.string(), problem: z.nullable(z.string()) }) }),
  z.object({ kind: z.literal("webhook.disabled"), detail: z.object({ name: z.string(), answer: z.string() }) }),
]);
export type Notice = z.infer<typeof noticeSchema>;

export const notificationSchema = z.object({
  id: z.uuid(),
  subject: z.string(),
  link: z.string(),
  at: z.string(),
  read: z.boolean(),
  /** Its figures are not shown, for its reader's scope is another one by now. */
  withheld: z.boolean(),
  notice: noticeSchema,
  /** How the rule stands now; null where it is about none, or the rule is gone. */
  rule: z.nullable(z.object({ state: z.enum(["quiet", "pending", "firing", "acknowledged"]), mutedUntil: z.nullable(z.string()) })),
});
export type NotificationShown = z.infer<typeof notificationSchema>;

export const notificationsSchema = z.object({ unread: z.number(), notifications: z.array(notificationSchema) });
export type Notifications = z.infer<typeof notificationsSchema>;
