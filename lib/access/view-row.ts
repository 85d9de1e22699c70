import { z } from "zod";
import { permissions } from "./permissions";
import { homes } from "./roles";
import { plainScopeSchema } from "./scope-schema";

/** A grant as SQL puts it together for a session, of its user and of whom it is viewed as. */
export const grantRowSchema = z.object({
  role: z.object({
    id: z.string(),
    name: z.string(),
    nameKo: z.string().nullable(),
    home: z.enum(homes),
    permissions: z.array(z.enum(permissions)),
  }),
  scope: plainScopeSchema,
  ends_at: z.iso.datetime({ offset: true }).nullable(),
});
export type GrantRow = z.infer<typeof grantRowSchema>;

/** In milliseconds since the epoch. */
export const endOfGrant = (grant: GrantRow) => (grant.ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(grant.ends_at));
export const holding = (grants: readonly GrantRow[], now: number) => grants.filter((grant) => endOfGrant(grant) > now);

/** A view under way: as a person (`user`), or as a role within a scope; then `user` is null and there is one grant. */
export const viewRowSchema = z.object({
  id: z.uuid(),
  began_at: z.iso.datetime({ offset: true }),
  ends_at: z.iso.datetime({ offset: true }),
  as: z.string(),
  user: z.object({ id: z.uuid(), name: z.string(), email: z.string(), active: z.boolean() }).nullable(),
  grants: z.array(grantRowSchema),
});
export type ViewRow = z.infer<typeof viewRowSchema>;

const roleAsJson = (r: string) =>
  `jsonb_build_object('id', ${r}.id, 'name', ${r}.name, 'nameKo', ${r}.name_ko, 'home', ${r}.home, 'permissions', ${r}.permissions)`;

/** The view of the session `s`; null where it has none. */
export const viewOfSession = `(
  SELECT jsonb_build_object('id', v.id, 'began_at', v.began_at, 'ends_at', v.ends_at,
    'as', coalesce('user:' || v.viewed_user, 'role:' || v.role),
    'user', CASE WHEN w.id IS NOT NULL THEN
      jsonb_build_object('id', w.id, 'name', w.name, 'email', w.email, 'active', w.disabled_at IS NULL) END,
    'grants', CASE WHEN v.role IS NOT NULL
      THEN (SELECT jsonb_build_array(jsonb_build_object('scope', v.scope, 'ends_at', NULL, 'role', ${roleAsJson("o")}))
            FROM app.role o WHERE o.id = v.role)
      ELSE (SELECT coalesce(jsonb_agg(jsonb_build_object('scope', h.scope, 'ends_at', h.ends_at, 'role', ${roleAsJson("o")})), '[]')
            FROM app.role_grant h JOIN app.role o ON o.id = h.role WHERE h.user_id = w.id AND h.revoked_at IS NULL) END)
  FROM app.view_as v LEFT JOIN app."user" w ON w.id = v.viewed_user
  WHERE v.session_id = s.id AND v.ended_at IS NULL)`;
