import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import type { Asking } from "@/lib/kpis/answer-request";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { keepNoticeLanguage } from "../notices/settings";
import { beginning } from "../rules/evaluate";
import type { Channels } from "../rules/rule-shape";
import { checkRule } from "./check-rule";
import type { RuleInput } from "./rules-shape";

const mostRules = 50;

/** Makes a rule of one's own. Throws bad-request, not-found (its place) or conflict (too many). */
export async function makeRule(asking: Asking, user: UserPrincipal, { name, watch, channels }: RuleInput): Promise<string> {
  await checkRule(asking, user, watch);
  const { database, now, timeZone, locale } = asking;
  const id = randomUUID();
  const { state, ...standing } = beginning;
  await withTransaction(database.owner, async (client) => {
    await requireOwnWebhooks(client, user, channels);
    await client.query(`SELECT FROM app."user" WHERE id = $1 FOR UPDATE`, [user.userId]);
    const there = await client.query<{ count: number }>(
      "SELECT count(*)::int FROM app.alert_rule WHERE owner = $1 AND removed_at IS NULL",
      [user.userId],
    );
    if ((there.rows[0]?.count ?? 0) >= mostRules)
      throw new BellwetherError("conflict", `At most ${mostRules} rules.`, { field: "name", rule: "most" });
    await keepNoticeLanguage(client, user.userId, { timeZone, locale });
    await client.query(
      `INSERT INTO app.alert_rule (id, owner, name, watch, channels, state, standing, created_at, changed_at)
       VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7::jsonb, $8, $8)`,
      [id, user.userId, name, JSON.stringify(watch), JSON.stringify(channels), state, JSON.stringify(standing), now],
    );
    await writeAudit(client, inAudit(user, { action: "alert.made", subject: `alert:${id}`, detail: { watch, channels } }));
  });
  return id;
}

/** Changes one's own rule as it was at a version; it begins anew. Throws not-found, and conflict where it was changed meanwhile. */
export async function changeRule(
  asking: Asking,
  user: UserPrincipal,
  id: string,
  { name, watch, channels, version }: RuleInput & { version: number },
): Promise<void> {
  const { database, now } = asking;
  const found = await database.owner.query<{ version: number }>(
    "SELECT version FROM app.alert_rule WHERE id = $1 AND owner = $2 AND removed_at IS NULL",
    [id, user.userId],
  );
  if (found.rows[0] === undefined) throw new BellwetherError("not-found", "There is nothing here.");
  await checkRule(asking, user, watch);
  const { state, ...standing } = beginning;
  await withTransaction(database.owner, async (client) => {
    await requireOwnWebhooks(client, user, channels);
    const changed = await client.query(
      `UPDATE app.alert_rule SET name = $4, watch = $5::jsonb, channels = $6::jsonb, changed_at = $7, version = version + 1, turn = turn + 1,
         state = $8, standing = $9::jsonb, held_since = NULL, held_because = NULL
       WHERE id = $1 AND owner = $2 AND version = $3 AND removed_at IS NULL`,
      [id, user.userId, version, name, JSON.stringify(watch), JSON.stringify(channels), now, state, JSON.stringify(standing)],
    );
    if (changed.rowCount === 0)
      throw new BellwetherError("conflict", "This rule was changed meanwhile.", { field: "version", rule: "stale" });
    await writeAudit(client, inAudit(user, { action: "alert.changed", subject: `alert:${id}`, detail: { watch, channels } }));
  });
}

/** Webhooks are for who may send out of the house; others' are as unknown ones. */
async function requireOwnWebhooks(client: PoolClient, user: UserPrincipal, { webhooks }: Channels): Promise<void> {
  if (webhooks.length === 0) return;
  const own = await client.query<{ id: string }>("SELECT id FROM app.webhook WHERE owner = $1 AND removed_at IS NULL", [user.userId]);
  const known = new Set(user.may.has("reports:manage") ? own.rows.map(({ id }) => id) : []);
  const missing = webhooks.find((id) => !known.has(id));
  if (missing === undefined) return;
  throw new BellwetherError("bad-request", "channels.webhooks must be your own.", {
    field: "channels.webhooks",
    rule: "known",
    found: missing,
  });
}
