import type { PoolClient } from "pg";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { writeAudit } from "../write-audit";
import { type Administrator, administer } from "./administer";
import type { GrantChange } from "./asked-shapes";
import { requireGivableRole } from "./find-role";
import { refuseMoreThanHeld } from "./held-permissions";
import { endOfDay } from "./last-day";
import { lockPerson } from "./lock-person";
import { refuseStale } from "./refuse-stale";

const rowSchema = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  role: z.string(),
  endsAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
type GrantRow = z.infer<typeof rowSchema>;

/** Sets, moves or takes away the last day of a grant that holds. */
export function changeGrant(database: Database, by: Administrator, grantId: string, change: GrantChange, timeZone: string): Promise<void> {
  return administer(database, by, async (client) => {
    const grant = await lockGrant(client, by, grantId);
    await refuseStale(client, `user:${grant.userId}`, change.seen, { endsAt: grant.endsAt?.toISOString() ?? null });
    const endsAt = endOfDay(change.until, timeZone, by.now);
    if (endsAt?.getTime() === grant.endsAt?.getTime()) return;
    // A longer grant is more than was given before.
    const role = await requireGivableRole(client, grant.role);
    await refuseMoreThanHeld(client, by, role.permissions, { field: "role", found: grant.role });
    await client.query("UPDATE app.role_grant SET ends_at = $2 WHERE id = $1", [grant.id, endsAt]);
    const detail = { grant: grant.id, role: grant.role, was: grant.endsAt, endsAt };
    await writeAudit(client, { actor: by.actor, action: "grant.changed", subject: `user:${grant.userId}`, detail });
  });
}

/** Ends a grant now. Open sockets hear of it at once. */
export function endGrant(database: Database, by: Administrator, grantId: string): Promise<void> {
  return administer(database, by, async (client) => {
    const grant = await lockGrant(client, by, grantId);
    await client.query("UPDATE app.role_grant SET revoked_at = $2 WHERE id = $1", [grant.id, by.now]);
    const detail = { grant: grant.id, role: grant.role };
    await writeAudit(client, { actor: by.actor, action: "grant.ended", subject: `user:${grant.userId}`, detail });
  });
}

/** A grant that holds. Throws not-found, forbidden where its holder may more, and conflict where it is over. */
async function lockGrant(client: PoolClient, by: Administrator, grantId: string): Promise<GrantRow> {
  const found = z.uuid().safeParse(grantId).success
    ? await client.query(
        `SELECT id, user_id AS "userId", role, ends_at AS "endsAt", revoked_at AS "revokedAt" FROM app.role_grant WHERE id = $1 FOR NO KEY UPDATE`,
        [grantId],
      )
    : null;
  const row = found?.rows[0];
  if (row === undefined) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "grant" });
  const grant = rowSchema.parse(row);
  await lockPerson(client, by, grant.userId);
  const over = grant.revokedAt ?? (grant.endsAt !== null && grant.endsAt <= by.now ? grant.endsAt : null);
  if (over === null) return grant;
  throw new BellwetherError("conflict", "This grant is over; give another.", { field: "grant", rule: "over", found: over.toISOString() });
}
