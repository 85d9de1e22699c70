import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { mailLease } from "@/lib/platform/mail/mail-times";
import { noticeSchema } from "../notices/notification-shape";
import { mostAttempts } from "./backoff";

/** Milliseconds; a post takes ten seconds at most (../webhooks/post.ts), and one that was broken off need not wait as a mail does. */
const postLease = 120_000;

const rowSchema = z.object({
  id: z.uuid(),
  notification: z.uuid(),
  lease: z.number().int(),
  attempts: z.number().int(),
  user_id: z.uuid(),
  kind: z.string(),
  detail: z.unknown(),
  link: z.string(),
  eyes: z.string().nullable(),
  at: z.date(),
});

const deliverySchema = rowSchema.transform(({ user_id, kind, detail, ...delivery }, context) => {
  const notice = noticeSchema.safeParse({ kind, detail });
  if (notice.success) return { ...delivery, user: user_id, notice: notice.data };
  for (const { path } of notice.error.issues) context.addIssue({ code: "custom", path, message: "It has another form." });
  return z.NEVER;
});
export type ClaimedDelivery = z.infer<typeof deliverySchema>;

/** What goes out together: the mails of one user that were due, or one post to a webhook. */
export type Claim =
  | { channel: "email"; mail: string; user: string; deliveries: ClaimedDelivery[] }
  | { channel: "webhook"; webhook: string; user: string; deliveries: ClaimedDelivery[] };

const open = "(d.state = 'waiting' AND d.next_try_at <= $1 OR d.state = 'sending' AND d.lease_until < $1)";

/** Takes what has been due longest, so that no other process does for longer than an attempt takes; null where nothing is due. */
export async function claimDelivery(database: Database, now: Date): Promise<Claim | null> {
  await giveUp(database, now);
  for (;;) {
    const claim = await claimFirst(database, now);
    // Nothing is left of one whose notifications cannot be read: the next one is due.
    if (claim === null || claim.deliveries.length > 0) return claim;
  }
}

/** What was begun as often as there are attempts and never settled: its process ended, or it failed on our side each time. */
async function giveUp({ owner }: Database, now: Date): Promise<void> {
  await owner.query(
    `UPDATE app.notification_delivery SET state = 'failed', lease_until = NULL, detail = 'It was tried too often.'
     WHERE id IN (SELECT d.id FROM app.notification_delivery d WHERE ${open} AND d.attempts >= $2 FOR UPDATE SKIP LOCKED)`,
    [now, mostAttempts],
  );
}

async function claimFirst(database: Database, now: Date): Promise<Claim | null> {
  return withTransaction(database.owner, async (client) => {
    const found = await client.query<{
      id: string;
      channel: "email" | "webhook";
      webhook: string | null;
      mail: string | null;
      user: string;
    }>(
      `SELECT d.id, d.channel, d.webhook, d.mail, n.user_id AS user
       FROM app.notification_delivery d JOIN app.notification n ON n.id = d.notification
       WHERE ${open} ORDER BY d.next_try_at, d.id LIMIT 1 FOR UPDATE OF d SKIP LOCKED`,
      [now],
    );
    const first = found.rows[0];
    if (first === undefined) return null;
    if (first.channel === "webhook") {
      const deliveries = await take(client, now, "d.id = $3::uuid", first.id, null);
      return { channel: "webhook", webhook: first.webhook ?? "", user: first.user, deliveries };
    }
    const mail = first.mail ?? randomUUID();
    // One that was tried before is the same mail again; else all that waits for this user by now goes into one.
    const deliveries =
      first.mail === null
        ? await take(client, now, "n.user_id = $3::uuid AND d.channel = 'email' AND d.mail IS NULL", first.user, mail)
        : await take(client, now, "d.mail = $3::uuid", first.mail, mail);
    return { channel: "email", mail, user: first.user, deliveries };
  });
}

async function take(client: PoolClient, now: Date, which: string, value: string, mail: string | null): Promise<ClaimedDelivery[]> {
  const taken = await client.query<{ id: string }>(
    `WITH due AS MATERIALIZED (
       SELECT d.id FROM app.notification_delivery d JOIN app.notification n ON n.id = d.notification
       WHERE ${open} AND ${which} ORDER BY d.id LIMIT 100 FOR UPDATE OF d SKIP LOCKED)
     UPDATE app.notification_delivery t SET state = 'sending', attempts = attempts + 1, lease = lease + 1, lease_until = $2, mail = coalesce($4::uuid, mail)
     FROM app.notification n WHERE n.id = t.notification AND t.id IN (SELECT id FROM due)
     RETURNING t.id, t.notification, t.lease, t.attempts, n.user_id, n.kind, n.detail, n.link, n.eyes, n.at`,
    [now, new Date(now.getTime() + (mail === null ? postLease : mailLease)), value, mail],
  );
  const readable: ClaimedDelivery[] = [];
  for (const row of taken.rows) {
    const { data, error } = deliverySchema.safeParse(row);
    if (data !== undefined) readable.push(data);
    else await failUnreadable(client, row.id, error);
  }
  return readable.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));
}

/** No later attempt reads it better, and the others go on. Which part it is is said, and nothing of what stands there. */
async function failUnreadable(client: PoolClient, id: string, { issues }: z.ZodError): Promise<void> {
  const parts = new Set(issues.map(({ path }) => path.join(".")));
  await client.query("UPDATE app.notification_delivery SET state = 'failed', lease_until = NULL, detail = $2 WHERE id = $1", [
    id,
    `The notification cannot be read: ${[...parts].join(", ")}`.slice(0, 500),
  ]);
}

/** When the next one is due; null where nothing waits. */
export async function nextDue(database: Database): Promise<Date | null> {
  const found = await database.owner.query<{ at: Date | null }>(
    "SELECT min(CASE state WHEN 'waiting' THEN next_try_at ELSE lease_until END) AS at FROM app.notification_delivery WHERE state IN ('waiting', 'sending')",
  );
  return found.rows[0]?.at ?? null;
}
