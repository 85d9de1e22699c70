import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { type Permission, permissions } from "../permissions";
import { activeGrant } from "./active-grant";
import type { Administrator } from "./administer";

type Client = Pick<PoolClient, "query">;
const rowSchema = z.object({ permission: z.enum(permissions) });

async function heldBy(client: Client, userId: string, now: Date, where: string): Promise<Set<Permission>> {
  const found = await client.query(
    `SELECT DISTINCT unnest(r.permissions) AS permission FROM app.role_grant g JOIN app.role r ON r.id = g.role
     WHERE g.user_id = $1 AND ${activeGrant("g", "$2")} AND ${where}`,
    [userId, now],
  );
  return new Set(found.rows.map((row) => rowSchema.parse(row).permission));
}

/** What somebody may over the whole institution: of what they can give, this is the most. */
const heldOverAll = (client: Client, userId: string, now: Date) => heldBy(client, userId, now, "g.scope->>'kind' = 'institution'");

/** Nobody gives what they do not hold over the whole institution themselves. Throws forbidden. */
export async function refuseMoreThanHeld(
  client: Client,
  by: Administrator,
  given: readonly Permission[],
  named: { field: string; found: string },
): Promise<void> {
  if (by.userId === null) return;
  const held = await heldOverAll(client, by.userId, by.now);
  const missing = given.filter((permission) => !held.has(permission));
  if (missing.length === 0) return;
  throw new BellwetherError("forbidden", "You cannot give more than you hold.", { ...named, rule: "more-than-held", missing });
}

/**
 * Whoever may more than the editor is not theirs to change: a new link for somebody is as good as being them. Throws
 * forbidden.
 */
export async function refuseAbove(client: Client, by: Administrator, userId: string): Promise<void> {
  if (by.userId === null || by.userId === userId) return;
  const held = await heldBy(client, userId, by.now, "true");
  const own = await heldOverAll(client, by.userId, by.now);
  if ([...held].every((permission) => own.has(permission))) return;
  throw new BellwetherError("forbidden", "This person may more than you.", { field: "person", rule: "holds-more" });
}
