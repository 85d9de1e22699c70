import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { scopeKey } from "../scope";
import { plainScopeSchema } from "../scope-schema";
import { writeAudit } from "../write-audit";
import type { MappedGrant } from "./claim-mapping";

const keyOf = ({ role, scope }: MappedGrant) => `${role} ${scopeKey(scope)}`;

/**
 * Makes a user's grants by claim those that the claims give now: others end, and each lasts as long as the session that
 * brought it. Grants given by hand are left alone.
 */
export async function renewGrants(
  client: PoolClient,
  userId: string,
  wanted: readonly MappedGrant[],
  endsAt: Date,
  now: Date,
): Promise<void> {
  const kept = await client.query<{ id: string; role: string; scope: unknown }>(
    "SELECT id, role, scope FROM app.role_grant WHERE user_id = $1 AND origin = 'claim' AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $2)",
    [userId, now],
  );
  const held = new Map(kept.rows.map(({ id, role, scope }) => [keyOf({ role, scope: plainScopeSchema.parse(scope) }), id]));
  const told = (what: string, { role, scope }: MappedGrant) =>
    writeAudit(client, { actor: "system", action: "grant.from-claim", subject: `user:${userId}`, detail: { what, role, scope } });
  for (const grant of wanted) {
    const id = held.get(keyOf(grant));
    if (id !== undefined) {
      await client.query("UPDATE app.role_grant SET ends_at = $2 WHERE id = $1", [id, endsAt]);
      continue;
    }
    await client.query("INSERT INTO app.role_grant (id, user_id, role, scope, origin, ends_at) VALUES ($1, $2, $3, $4, 'claim', $5)", [
      randomUUID(),
      userId,
      grant.role,
      JSON.stringify(grant.scope),
      endsAt,
    ]);
    await told("given", grant);
  }
  const stays = new Set(wanted.map(keyOf));
  for (const { id, role, scope } of kept.rows) {
    const grant = { role, scope: plainScopeSchema.parse(scope) };
    if (stays.has(keyOf(grant))) continue;
    await client.query("UPDATE app.role_grant SET revoked_at = $2 WHERE id = $1", [id, now]);
    await told("ended", grant);
  }
}
