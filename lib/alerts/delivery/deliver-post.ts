import type { PoolClient } from "pg";
import { eyesOf, principalOfUser } from "@/lib/access/principal-of-user";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";
import { notify } from "../notices/notify";
import { readNoticeSettings } from "../notices/settings";
import { type PostOutcome, postWebhook } from "../webhooks/post";
import { signedHeaders } from "../webhooks/sign";
import type { Claim } from "./claim";
import { postBody } from "./post-body";
import { settle } from "./settle";

export type PostContext = {
  database: Database;
  vault: Vault;
  allowPrivate: boolean;
  baseUrl: string;
  timeZone: string;
  /** Whether the demo's users can sign in. */
  demo: boolean;
  now: () => Date;
  signal: AbortSignal;
};

/** A webhook that nothing came through to for this long is not used any more. */
const longestFailure = 3 * 24 * 3_600_000;

type Hook = { url: string; secret: Buffer; name: string; failing_since: Date | null };

/** Posts one notification to a webhook, where its owner may still have one and sees under the scope that its figures were read under. */
export async function deliverPost(
  { webhook, user, deliveries }: Extract<Claim, { channel: "webhook" }>,
  context: PostContext,
): Promise<void> {
  const { database, vault, allowPrivate, baseUrl, timeZone, signal } = context;
  const now = context.now();
  const withhold = (detail: string) => settle(database.owner, deliveries, { outcome: "withheld", detail }, now);
  const [delivery] = deliveries;
  if (delivery === undefined) return;
  const found = await database.owner.query<Hook>(
    "SELECT url, secret, name, failing_since FROM app.webhook WHERE id = $1 AND disabled_at IS NULL AND removed_at IS NULL",
    [webhook],
  );
  const hook = found.rows[0];
  const owner = await principalOfUser(database.owner, user, { now, demo: context.demo });
  if (hook === undefined) return withhold("The webhook is not used any more.");
  if (owner === null || !owner.principal.may.has("reports:manage")) return withhold("Its owner may have no webhooks any more.");
  if (delivery.eyes !== null && delivery.eyes !== (await eyesOf(database.owner, owner.principal)))
    return withhold("Its owner sees under another scope by now.");
  const { locale } = await readNoticeSettings(database.owner, user, { timeZone });
  const body = postBody(delivery, { locale, baseUrl });
  const headers = signedHeaders(vault.openWebhookSecret(hook.secret), delivery.id, now, body);
  const outcome = await postWebhook(hook.url, headers, body, { allowPrivate, signal });
  if (signal.aborted && outcome.outcome === "failed") return; // we stop: the lease ends, and it is tried again
  const at = context.now();
  await withTransaction(database.owner, async (client) => {
    // The webhook before its deliveries, as who disables it locks them.
    await client.query("SELECT FROM app.webhook WHERE id = $1 FOR UPDATE", [webhook]);
    const settled = { taken: "sent", failed: "later", gone: "failed" } as const;
    await settle(client, deliveries, { outcome: settled[outcome.outcome], detail: outcome.answer }, at);
    await noteAnswer(client, { id: webhook, user, ...hook }, outcome, { now: at, timeZone });
  });
}

type Noted = Hook & { id: string; user: string };

async function noteAnswer(
  client: PoolClient,
  hook: Noted,
  { outcome, answer }: PostOutcome,
  context: { now: Date; timeZone: string },
): Promise<void> {
  const { now } = context;
  if (outcome === "taken") {
    await client.query("UPDATE app.webhook SET failing_since = NULL, last_answer = $2 WHERE id = $1", [hook.id, answer]);
    return;
  }
  const noted = await client.query<{ failing_since: Date }>(
    "UPDATE app.webhook SET failing_since = coalesce(failing_since, $2), last_answer = $3 WHERE id = $1 AND disabled_at IS NULL RETURNING failing_since",
    [hook.id, now, answer],
  );
  const since = noted.rows[0]?.failing_since;
  if (since === undefined || (outcome !== "gone" && now.getTime() - since.getTime() < longestFailure)) return;
  await client.query("UPDATE app.webhook SET disabled_at = $2 WHERE id = $1", [hook.id, now]);
  await client.query(
    "UPDATE app.notification_delivery SET state = 'withheld', detail = 'disabled' WHERE webhook = $1 AND state IN ('waiting', 'sending')",
    [hook.id],
  );
  await writeAudit(client, { actor: "system", action: "webhook.disabled", subject: `webhook:${hook.id}`, detail: { answer } });
  const told = { user: hook.user, subject: `webhook:${hook.id}`, link: "/alerts", eyes: null, email: true, webhooks: [] };
  await notify(client, { ...told, kind: "webhook.disabled", detail: { name: hook.name, answer } }, context);
}
