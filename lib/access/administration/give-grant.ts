import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { PlainScope } from "../scope";
import { writeAudit } from "../write-audit";
import { activeGrant } from "./active-grant";
import { type Administrator, administer } from "./administer";
import type { NewGrant } from "./asked-shapes";
import { requireGivableRole } from "./find-role";
import { refuseMoreThanHeld } from "./held-permissions";
import { endOfDay } from "./last-day";
import { type LockedPerson, lockPerson } from "./lock-person";
import { resolveScope } from "./resolve-scope";

/**
 * Gives a user a role over a scope; it holds at once, on open sockets too. Returns the grant's id. Throws not-found,
 * bad-request with field, rule and found, forbidden for more than is held, and conflict where it is given already.
 */
export function giveGrant(database: Database, by: Administrator, userId: string, wanted: NewGrant, timeZone: string): Promise<string> {
  return administer(database, by, async (client) => insertGrant(client, by, await lockPerson(client, by, userId), wanted, timeZone));
}

/** The same within a change that goes on. */
export async function insertGrant(
  client: PoolClient,
  by: Administrator,
  user: Pick<LockedPerson, "id" | "person">,
  { role: roleId, scope: asked, until }: NewGrant,
  timeZone: string,
): Promise<string> {
  const role = await requireGivableRole(client, roleId);
  await refuseMoreThanHeld(client, by, role.permissions, { field: "role", found: role.id });
  const scope = await resolveScope(client, asked, user.person);
  const endsAt = endOfDay(until, timeZone, by.now);
  const same = await client.query(
    `SELECT FROM app.role_grant g WHERE user_id = $1 AND role = $2 AND scope = $3::jsonb AND ${activeGrant("g", "$4")}`,
    [user.id, role.id, JSON.stringify(scope), by.now],
  );
  if (same.rowCount !== 0) {
    throw new BellwetherError("conflict", "This role is given over this scope already.", { field: "role", rule: "unique", found: role.id });
  }
  return writeGrant(client, by, user.id, { role: role.id, scope, endsAt });
}

/** Writes a grant that was checked, and what the audit says of it. */
export async function writeGrant(
  client: PoolClient,
  by: Administrator,
  userId: string,
  { role, scope, endsAt }: { role: string; scope: PlainScope; endsAt: Date | null },
): Promise<string> {
  const id = randomUUID();
  await client.query("INSERT INTO app.role_grant (id, user_id, role, scope, ends_at, given_by) VALUES ($1, $2, $3, $4, $5, $6)", [
    id,
    userId,
    role,
    JSON.stringify(scope),
    endsAt,
    by.actor,
  ]);
  const detail = { grant: id, role, scope, endsAt };
  await writeAudit(client, { actor: by.actor, action: "grant.given", subject: `user:${userId}`, detail });
  return id;
}
