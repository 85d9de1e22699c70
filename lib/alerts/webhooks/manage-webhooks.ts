import { randomUUID } from "node:crypto";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { Vault } from "@/lib/privacy/vault";
import { hostOf, webhookUrl } from "./check-url";
import { newWebhookSecret } from "./sign";
import type { NewWebhook, WebhookItem } from "./webhooks-shape";

const most = 20;

/** One's own, the newest first. */
export async function listWebhooks(database: Database, userId: string): Promise<WebhookItem[]> {
  const found = await database.owner.query<{
    id: string;
    name: string;
    url: string;
    created_at: Date;
    failing_since: Date | null;
    last_answer: string | null;
    disabled_at: Date | null;
  }>(
    `SELECT id, name, url, created_at, failing_since, last_answer, disabled_at FROM app.webhook
     WHERE owner = $1 AND removed_at IS NULL ORDER BY created_at DESC, id`,
    [userId],
  );
  return found.rows.map(({ created_at, failing_since, last_answer, disabled_at, ...row }) => ({
    ...row,
    createdAt: created_at.toISOString(),
    failingSince: failing_since?.toISOString() ?? null,
    lastAnswer: last_answer,
    disabledAt: disabled_at?.toISOString() ?? null,
  }));
}

type Making = { database: Database; vault: Vault; allowPrivate: boolean; now: Date };

/** Throws bad-request for an address that may not be, and conflict where there are too many. */
export async function makeWebhook(
  { database, vault, allowPrivate, now }: Making,
  user: UserPrincipal,
  { name, url }: NewWebhook,
): Promise<{ id: string; secret: string }> {
  const checked = webhookUrl(url, allowPrivate);
  const [id, secret] = [randomUUID(), newWebhookSecret()];
  await withTransaction(database.owner, async (client) => {
    await client.query(`SELECT FROM app."user" WHERE id = $1 FOR UPDATE`, [user.userId]);
    const there = await client.query<{ count: number }>("SELECT count(*)::int FROM app.webhook WHERE owner = $1 AND removed_at IS NULL", [
      user.userId,
    ]);
    if ((there.rows[0]?.count ?? 0) >= most)
      throw new BellwetherError("conflict", `At most ${most} webhooks.`, { field: "url", rule: "most" });
    await client.query("INSERT INTO app.webhook (id, owner, name, url, secret, created_at) VALUES ($1, $2, $3, $4, $5, $6)", [
      id,
      user.userId,
      name,
      checked.href,
      vault.sealWebhookSecret(secret),
      now,
    ]);
    // What follows the host may be a secret of the receiver.
    const detail = { name, host: hostOf(checked) };
    await writeAudit(client, inAudit(user, { action: "webhook.made", subject: `webhook:${id}`, detail }));
  });
  return { id, secret };
}

/** Throws not-found for what is not one's own, and for what is not there, alike. */
export async function changeWebhook(
  database: Database,
  user: UserPrincipal,
  id: string,
  to: "enabled" | "disabled" | "removed",
  now: Date,
): Promise<void> {
  const set = {
    enabled: "disabled_at = NULL, failing_since = NULL, last_answer = NULL, removed_at = $3",
    disabled: "disabled_at = $3",
    removed: "removed_at = $3, secret = ''",
  }[to];
  await withTransaction(database.owner, async (client) => {
    const changed = await client.query(`UPDATE app.webhook SET ${set} WHERE id = $1 AND owner = $2 AND removed_at IS NULL`, [
      id,
      user.userId,
      to === "enabled" ? null : now,
    ]);
    if (changed.rowCount === 0) throw new BellwetherError("not-found", "There is nothing here.");
    if (to !== "enabled") {
      await client.query(
        "UPDATE app.notification_delivery SET state = 'withheld', detail = $2 WHERE webhook = $1 AND state IN ('waiting', 'sending')",
        [id, to],
      );
    }
    await writeAudit(client, inAudit(user, { action: `webhook.${to}`, subject: `webhook:${id}` }));
  });
}
