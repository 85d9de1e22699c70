import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { mailDueAt } from "./due-at";
import type { Notice } from "./notification-shape";
import { readNoticeSettings } from "./settings";

export type Notifying = Notice & {
  user: string;
  /** What it is about, such as `alert:<rule>` or `report:<run>`. */
  subject: string;
  /** The page that shows it, as an address within the product. */
  link: string;
  /** Under which scope its figures were read (lib/access/principal-of-user.ts); null: it holds none. */
  eyes: string | null;
  email: boolean;
  webhooks: readonly string[];
};

export type NotifyContext = { now: Date; timeZone: string };

/**
 * Tells one user something: in the bell at once, by mail when their hours allow it, by webhook at once. In the transaction of
 * what it is about, so that neither is without the other. Returns the notification's id.
 */
export async function notify(client: PoolClient, notice: Notifying, { now, timeZone }: NotifyContext): Promise<string> {
  const id = randomUUID();
  const { user, kind, subject, detail, link, eyes } = notice;
  await client.query(
    `INSERT INTO app.notification (id, user_id, kind, subject, detail, link, eyes, at) VALUES ($1, $2, $3, $4, $5::jsonb, $6, $7, $8)`,
    [id, user, kind, subject, JSON.stringify(detail), link, eyes, now],
  );
  const deliver = (channel: "email" | "webhook", webhook: string | null, at: Date) =>
    client.query(
      `INSERT INTO app.notification_delivery (id, notification, channel, webhook, state, next_try_at) VALUES ($1, $2, $3, $4, 'waiting', $5)`,
      [randomUUID(), id, channel, webhook, at],
    );
  if (notice.email) await deliver("email", null, mailDueAt((await readNoticeSettings(client, user, { timeZone })).timing, now));
  const reached = await client.query<{ id: string }>(
    "SELECT id FROM app.webhook WHERE id = ANY($1::uuid[]) AND owner = $2 AND disabled_at IS NULL AND removed_at IS NULL",
    [[...notice.webhooks], user],
  );
  for (const webhook of reached.rows) await deliver("webhook", webhook.id, now);
  return id;
}
