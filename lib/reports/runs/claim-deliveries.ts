import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { locales } from "@/lib/platform/locale";
import { inOwnWord } from "@/lib/platform/mail/own-words";
import { renderedContentSchema } from "../content-shape";
import { eyesSchema } from "../recipients/eyes";
import { claimReadable } from "./claim-readable";
import { endDelivery } from "./end-delivery";
import type { Held } from "./held";
import { reportDocuments } from "./schedule-row";

const rowSchema = z.object({
  id: z.uuid(),
  recipient: z.string(),
  messageId: z.string(),
  attempts: z.number().int(),
  lease: z.number().int(),
  run: z.object({ id: z.uuid(), schedule: z.uuid().nullable(), owner: z.uuid(), cancelAsked: z.boolean(), ...reportDocuments }),
  rendering: z.object({ id: z.uuid(), eyes: eyesSchema, reached: z.string(), content: renderedContentSchema, locale: z.enum(locales) }),
});
export type ClaimedDelivery = z.infer<typeof rowSchema>;

/** Milliseconds from claim to the beginning of sending, which has a lease of its own (end-delivery.ts). */
export const deliveryLease = 2 * 60_000;

/**
 * So many deliveries that are due and whose rendering is ready, the longest waiting first, or whose process is gone. The
 * number of the lease is raised: who had it before writes nothing more. What cannot be understood fails.
 */
export function claimDeliveries(database: Database, most: number, claiming: Claiming): Promise<ClaimedDelivery[]> {
  const { now, onError } = claiming;
  return claimReadable(rowSchema, "delivery", most, {
    take: (room) => take(database, room, claiming),
    giveUp: (row) => endDelivery(database, row, "given-up", { detail: inOwnWord("unreadable"), now }),
    onError,
  });
}

/** `held`: what this process works at. */
export type Claiming = { now: Date; held: readonly string[]; onError: (error: unknown) => void };

async function take({ owner }: Database, most: number, { now, held }: Claiming): Promise<Held[]> {
  if (most <= 0) return [];
  const claimed = await owner.query<Held>(
    `WITH due AS MATERIALIZED (
       SELECT c.id FROM app.report_delivery c JOIN app.report_rendering ready ON ready.id = c.rendering AND ready.state = 'ready'
       WHERE c.state IN ('waiting', 'sending') AND c.next_try_at <= $1 AND (c.lease_until IS NULL OR c.lease_until <= $1) AND c.id <> ALL($4::uuid[])
       ORDER BY c.next_try_at, c.id LIMIT $2 FOR UPDATE OF c SKIP LOCKED)
     UPDATE app.report_delivery d SET lease = d.lease + 1, lease_until = $3 FROM due, app.report_run r, app.report_rendering g
     WHERE d.id = due.id AND r.id = d.run AND g.id = d.rendering
     RETURNING d.id, d.recipient, d.message_id AS "messageId", d.attempts, d.lease, jsonb_build_object('id', r.id, 'schedule', r.schedule, 'owner', r.owner,
         'cancelAsked', r.cancel_asked_at IS NOT NULL, 'content', r.content, 'recipients', r.recipients, 'delivery', r.delivery) AS run,
       jsonb_build_object('id', g.id, 'eyes', g.eyes, 'reached', g.reached, 'content', g.content, 'locale', g.locale) AS rendering`,
    [now, most, new Date(now.getTime() + deliveryLease), held],
  );
  return claimed.rows;
}
