import type { PoolClient } from "pg";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId, Vault } from "@/lib/privacy/vault";
import { endSessionsOf } from "../end-sessions";
import { type Permission, permissions } from "../permissions";
import { writeAudit } from "../write-audit";
import { type Administrator, administer } from "./administer";
import type { PersonChange } from "./asked-shapes";
import { boundId, findBound } from "./bound-person";
import { refuseMoreThanHeld } from "./held-permissions";
import { type LockedPerson, lockPerson } from "./lock-person";
import { refuseStale } from "./refuse-stale";

type Ports = { database: Database; vault: Vault };

/**
 * Changes a user's name, whom of the records they are, and whether they may sign in at all. Throws not-found,
 * forbidden, bad-request, and conflict where something was changed meanwhile or nobody could administer any more.
 */
export async function changePerson(ports: Ports, by: Administrator, userId: string, change: PersonChange): Promise<void> {
  const wanted = change.boundTo;
  const person = typeof wanted === "string" ? await findBound(ports.vault, wanted, "boundTo") : wanted;
  await administer(ports.database, by, async (client) => {
    const user = await lockPerson(client, by, userId);
    const { name, disabled } = user;
    await refuseStale(client, `user:${userId}`, change.seen, { name, boundTo: await boundId(ports.vault, user.person), disabled });
    const rename = change.name !== undefined && change.name !== name;
    const bind = person !== undefined && person !== user.person;
    if (rename) await client.query(`UPDATE app."user" SET name = $2 WHERE id = $1`, [userId, change.name]);
    if (bind) await bindTo(client, by, user, { person, called: wanted ?? "" });
    if (rename || bind) {
      const detail = { changed: [...(rename ? ["name"] : []), ...(bind ? ["person"] : [])], ...(bind ? { person } : {}) };
      await writeAudit(client, { actor: by.actor, action: "user.changed", subject: `user:${userId}`, detail });
    }
    if (change.disabled !== undefined && change.disabled !== disabled) await setDisabled(client, by, user, change.disabled);
  });
}

/** What follows the person follows the new one: which is as good as giving it, to oneself too. */
async function bindTo(
  client: PoolClient,
  by: Administrator,
  { id }: LockedPerson,
  to: { person: PersonId | null; called: string },
): Promise<void> {
  const { person, called } = to;
  await client.query(`UPDATE app."user" SET person = $2 WHERE id = $1`, [id, person]);
  const following = `user_id = $1 AND revoked_at IS NULL AND scope->>'kind' IN ('instructor', 'advisor')`;
  if (person !== null) {
    await refuseMoreThanHeld(client, by, await allowedBy(client, id, following), { field: "boundTo", found: called });
    await client.query(`UPDATE app.role_grant SET scope = scope || jsonb_build_object('person', $2::text) WHERE ${following}`, [
      id,
      person,
    ]);
    return;
  }
  const found = await client.query<{ role: string }>(`SELECT role FROM app.role_grant WHERE ${following} LIMIT 1`, [id]);
  const role = found.rows[0]?.role;
  if (role === undefined) return;
  throw new BellwetherError("conflict", "A grant follows this person; end it first.", { field: "boundTo", rule: "followed", found: role });
}

async function allowedBy(client: PoolClient, id: string, which: string): Promise<Permission[]> {
  const found = await client.query(
    `SELECT DISTINCT unnest(r.permissions) AS permission FROM app.role_grant JOIN app.role r ON r.id = role WHERE ${which}`,
    [id],
  );
  return z
    .array(z.object({ permission: z.enum(permissions) }))
    .parse(found.rows)
    .map(({ permission }) => permission);
}

/** Whoever is disabled is signed out everywhere; no link that is still open lets them in, nor a first factor that was shown. */
export async function setDisabled(
  client: PoolClient,
  by: Administrator,
  { id }: Pick<LockedPerson, "id">,
  disabled: boolean,
): Promise<void> {
  await client.query(`UPDATE app."user" SET disabled_at = $2 WHERE id = $1`, [id, disabled ? by.now : null]);
  await writeAudit(client, { actor: by.actor, action: disabled ? "user.disabled" : "user.enabled", subject: `user:${id}` });
  if (!disabled) return;
  await client.query("UPDATE app.sign_in_link SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", [id, by.now]);
  await endSessionsOf(client, id, { actor: by.actor, why: "disabled", now: by.now });
}
