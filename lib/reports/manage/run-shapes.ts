import * as z from "zod/mini";
import { runStates } from "./schedule-shapes";

/** Runs as the screens' routes tell them, in zod's smaller form for the browser. */
const instant = z.iso.datetime({ offset: true });

export const deliveryStatesShown = ["waiting", "sending", "sent", "kept", "refused", "failed", "withheld", "cancelled", "bounced"] as const;
export type DeliveryStateShown = (typeof deliveryStatesShown)[number];
const renderingStatesShown = ["waiting", "rendering", "ready", "failed", "cancelled"] as const;

/** What failed: words, and facts such as the tile. */
const causeSchema = z.object({ message: z.string(), facts: z.record(z.string(), z.unknown()) });
export type ShownCause = z.infer<typeof causeSchema>;

export const recipientSchema = z.object({
  /** Of the delivery. */
  id: z.string(),
  name: z.nullable(z.string()),
  /** Of an address outside; a user goes by name. */
  address: z.nullable(z.string()),
  state: z.enum(deliveryStatesShown),
  attempts: z.number(),
  /** What the mail server said, or why it was withheld. */
  detail: z.nullable(z.string()),
  nextTryAt: z.nullable(instant),
  sentAt: z.nullable(instant),
  openedAt: z.nullable(instant),
  /** The reader's own copy is there. */
  own: z.boolean(),
});
export type RunRecipient = z.infer<typeof recipientSchema>;

export const shownRunSchema = z.object({
  id: z.string(),
  name: z.string(),
  purpose: z.enum(["scheduled", "now", "preview"]),
  /** The report, where it is still there. */
  schedule: z.nullable(z.string()),
  owner: z.object({ name: z.string(), own: z.boolean() }),
  dueAt: instant,
  state: z.enum(runStates),
  late: z.boolean(),
  cancelAsked: z.boolean(),
  firedAt: instant,
  startedAt: z.nullable(instant),
  endedAt: z.nullable(instant),
  causes: z.array(causeSchema),
  renderings: z.record(z.enum(renderingStatesShown), z.number()),
  deliveries: z.record(z.enum(deliveryStatesShown), z.number()),
  /** Those that want a look first; not all of a long list. */
  recipients: z.array(recipientSchema),
});
export type ShownRun = z.infer<typeof shownRunSchema>;

export const shownPreviewSchema = z.object({
  state: z.enum(renderingStatesShown),
  title: z.nullable(z.string()),
  pages: z.nullable(z.number()),
  problem: z.nullable(causeSchema),
});
export type ShownPreview = z.infer<typeof shownPreviewSchema>;

export const startedRunSchema = z.object({ run: z.string() });
