import type { PoolClient } from "pg";
import { z } from "zod";
import { instantSql } from "@/lib/platform/instant-sql";
import { permissions } from "../permissions";
import { homes } from "../roles";
import { plainScopeSchema } from "../scope-schema";
import { activeGrant } from "./active-grant";

/** A grant as its row says it. */
export const grantRowSchema = z.object({
  id: z.uuid(),
  role: z.object({
    id: z.string(),
    name: z.string(),
    nameKo: z.string().nullable(),
    home: z.enum(homes),
    permissions: z.array(z.enum(permissions)),
  }),
  scope: plainScopeSchema,
  givenAt: z.string(),
  givenBy: z.string().nullable(),
  endsAt: z.string().nullable(),
  over: z.boolean(),
});
export type GrantRow = z.infer<typeof grantRowSchema>;

/** SQL: a user's grants as a JSON array, those that hold first; `now` numbers the parameter of the moment. */
export const grantsSql = (user: string, now: string, { past }: { past: boolean }) => `(SELECT coalesce(jsonb_agg(jsonb_build_object(
    'id', g.id, 'scope', g.scope, 'givenAt', ${instantSql("g.created_at")}, 'endsAt', ${instantSql("least(g.ends_at, g.revoked_at)")},
    'givenBy', giver.name, 'over', NOT (${activeGrant("g", now)}),
    'role', jsonb_build_object('id', r.id, 'name', r.name, 'nameKo', r.name_ko, 'home', r.home, 'permissions', r.permissions))
    ORDER BY (${activeGrant("g", now)}) DESC, g.created_at, g.id), '[]')
  FROM app.role_grant g JOIN app.role r ON r.id = g.role LEFT JOIN app."user" giver ON g.given_by = 'user:' || giver.id
  WHERE g.user_id = ${user}${past ? "" : ` AND ${activeGrant("g", now)}`})`;

/** The grants of a user that hold at a moment. */
export async function readHeldGrants(client: Pick<PoolClient, "query">, userId: string, now: Date): Promise<GrantRow[]> {
  const found = await client.query(`SELECT ${grantsSql("$1::uuid", "$2", { past: false })} AS grants`, [userId, now]);
  return z.array(grantRowSchema).parse(found.rows[0]?.grants);
}

/** SQL: what has become of a user. */
export const stateSql = (user: string, now: string) => `CASE
  WHEN ${user}.disabled_at IS NOT NULL THEN 'disabled'
  WHEN NOT EXISTS (SELECT FROM app.role_grant g WHERE g.user_id = ${user}.id AND ${activeGrant("g", now)}) THEN 'without-access'
  WHEN ${user}.password_hash IS NULL AND NOT ${user}.demo AND NOT EXISTS (SELECT FROM app.session s WHERE s.user_id = ${user}.id) THEN 'invited'
  ELSE 'active' END`;
