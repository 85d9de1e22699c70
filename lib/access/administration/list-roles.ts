import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { inOrder } from "../roles";
import { activeGrant } from "./active-grant";
import { type ShownRole, shownRoleSchema } from "./shapes";

/** So many holders of a role are named. */
const mostNamed = 10;

/** Who holds a role now. SQL of a JSON object; `now` numbers the parameter of the moment. */
export const heldBySql = (role: string, now: string) => `(SELECT jsonb_build_object('count', count(*)::int,
    'first', coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'name', h.name) ORDER BY h.name, h.id) FILTER (WHERE h.place <= ${mostNamed}), '[]'))
  FROM (SELECT u.id, u.name, row_number() OVER (ORDER BY u.name, u.id) AS place FROM app."user" u
    WHERE EXISTS (SELECT FROM app.role_grant g WHERE g.user_id = u.id AND g.role = ${role} AND ${activeGrant("g", now)})) h)`;

/** The roles that can be given, with who holds them: built-in ones first. */
export async function listRoles({ owner }: Database, now: Date): Promise<ShownRole[]> {
  const found = await owner.query(
    `SELECT r.id, r.name, r.name_ko AS "nameKo", r.home, r.permissions, r.built_in AS "builtIn", ${heldBySql("r.id", "$1")} AS "heldBy"
     FROM app.role r WHERE r.removed_at IS NULL`,
    [now],
  );
  const roles = z.array(shownRoleSchema).parse(found.rows);
  const byId = new Map(roles.map((role) => [role.id, role]));
  return inOrder(roles).flatMap(({ id }) => byId.get(id) ?? []);
}
