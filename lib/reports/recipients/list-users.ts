import type { PoolClient } from "pg";
import { z } from "zod";
import { activeGrant } from "@/lib/access/administration/active-grant";
import { grantRowSchema, grantsSql } from "@/lib/access/administration/read-grants";
import { locales } from "@/lib/platform/locale";
import type { Recipient } from "../recipients-shape";
import { grantWithin } from "./grant-within";

const rowSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  demo: z.boolean(),
  disabled: z.boolean(),
  /** In which they are told of things; null where they said nothing yet. */
  locale: z.enum(locales).nullable(),
  /** Holds one of the roles. */
  byRole: z.boolean(),
  grants: z.array(grantRowSchema),
});
export type ListedUser = z.infer<typeof rowSchema>;

type Named = {
  users: readonly string[];
  roles: readonly Omit<Extract<Recipient, { to: "role" }>, "to">[];
  /** Of these, the one alone. */
  only: string | null;
};

/** Users that are named, and who holds a role that is, at a moment; each once, with the grants that hold. `today`: the institution's day. */
export async function listUsers(
  client: Pick<PoolClient, "query">,
  { users, roles, only }: Named,
  { now, today }: { now: Date; today: string },
): Promise<ListedUser[]> {
  const found = await client.query(
    `WITH named AS MATERIALIZED (
       SELECT role, within, CASE WHEN within IS NOT NULL THEN
         warehouse.org_unit_subtree(ARRAY(SELECT org_unit_key FROM warehouse.dim_org_unit unit WHERE unit.id = within)) END AS units
       FROM jsonb_to_recordset($2::jsonb) AS asked(role text, within text)),
     holder AS MATERIALIZED (
       SELECT DISTINCT g.user_id FROM app.role_grant g JOIN named ON named.role = g.role
       WHERE ${activeGrant("g", "$3")} AND ($5::uuid IS NULL OR g.user_id = $5)
         AND (named.within IS NULL OR ${grantWithin("g.scope", "named.units", "$4")}))
     SELECT u.id, u.name, u.email, u.demo, u.disabled_at IS NOT NULL AS disabled, told.locale,
       u.id IN (SELECT user_id FROM holder) AS "byRole", ${grantsSql("u.id", "$3", { past: false })} AS grants
     FROM app."user" u LEFT JOIN app.notification_setting told ON told.user_id = u.id
     WHERE ($5::uuid IS NULL OR u.id = $5) AND (u.id = ANY($1::uuid[]) OR u.id IN (SELECT user_id FROM holder))
     ORDER BY u.id`,
    [users, JSON.stringify(roles), now, today, only],
  );
  return found.rows.map((row) => rowSchema.parse(row));
}
