import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { combine, type UserPrincipal } from "./principal";
import { reachedBy } from "./reached-by";
import { scopeKey } from "./scope";
import { grantRowSchema } from "./view-row";

const rowSchema = z.object({ name: z.string(), email: z.string(), grants: z.array(grantRowSchema) });

/** `until`: when the first of their grants ends, in milliseconds since the epoch. */
export type Standing = { principal: UserPrincipal; until: number };

/** `demo`: whether the demo's users can sign in; else they are nobody. */
export type When = { now: Date; demo: boolean };

/**
 * Who a user is at a moment, for what is done for them while they are away; null where they are disabled or unknown. There is
 * no session behind it (its id is empty), so that nothing can be entered with it.
 */
export async function principalOfUser(client: Pick<PoolClient, "query">, userId: string, { now, demo }: When): Promise<Standing | null> {
  const found = await client.query(
    `SELECT u.name, u.email, coalesce(jsonb_agg(jsonb_build_object('scope', g.scope, 'ends_at', g.ends_at, 'role', jsonb_build_object(
         'id', r.id, 'name', r.name, 'nameKo', r.name_ko, 'home', r.home, 'permissions', r.permissions
       ))) FILTER (WHERE g.id IS NOT NULL), '[]') AS grants
     FROM app."user" u
     LEFT JOIN app.role_grant g ON g.user_id = u.id AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > $2)
     LEFT JOIN app.role r ON r.id = g.role
     WHERE u.id = $1 AND u.disabled_at IS NULL AND ($3 OR NOT u.demo) GROUP BY u.id`,
    [userId, now, demo],
  );
  if (found.rows[0] === undefined) return null;
  const { name, email, grants } = rowSchema.parse(found.rows[0]);
  const ends = grants.map(({ ends_at }) => (ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(ends_at)));
  return { principal: { kind: "user", userId, sessionId: "", name, email, ...combine(grants) }, until: Math.min(...ends) };
}

/**
 * Under which scope figures are read, and what it reaches today through who teaches and who advises, without saying which:
 * where either is another one now, what was read then is not theirs to see.
 */
export async function eyesOf(
  client: Pick<PoolClient, "query">,
  { scope, studentLevel }: Pick<UserPrincipal, "scope" | "studentLevel">,
): Promise<string> {
  const hash = createHash("sha256")
    .update(scopeKey(scope))
    .update(await reachedBy(client, [scope]))
    .digest("base64url");
  return `${studentLevel ? "exact" : "released"}:${hash}`;
}
