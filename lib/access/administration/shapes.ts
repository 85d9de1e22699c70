import { z } from "zod";
import { dateSchema, idSchema, textSchema } from "@/lib/contracts/values";
import { permissions } from "../permissions";
import { homes } from "../roles";

/** `without-access`: no grant holds now · `invited`: has never signed in. */
export const personStates = ["active", "invited", "without-access", "disabled"] as const;
export type PersonState = (typeof personStates)[number];

export const nameLength = { shortest: 1, longest: 200 } as const;
const name = textSchema.pipe(z.string().trim().min(nameLength.shortest).max(nameLength.longest));
const id = idSchema;

export const roleNameSchema = z.object({ id: z.string(), name: z.string(), nameKo: z.string().nullable() });
export type RoleName = z.infer<typeof roleNameSchema>;

/** A scope with what its members are called; a member that nobody has defined is called by its id. */
const member = z.object({ id: z.string(), name: z.string() });
export const namedScopeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("institution") }),
  z.object({ kind: z.literal("org-units"), members: z.array(member) }),
  z.object({ kind: z.literal("courses"), members: z.array(member) }),
  z.object({ kind: z.literal("sections"), members: z.array(member) }),
  z.object({ kind: z.literal("instructor") }),
  z.object({ kind: z.literal("advisor") }),
  /** `called`: by name or number, for who may see them; null for others. */
  z.object({ kind: z.literal("students"), students: z.array(z.object({ student: z.uuid(), called: z.string().nullable() })) }),
]);
export type NamedScope = z.infer<typeof namedScopeSchema>;

/** `until`: the last local day that it holds. `over`: ended, by its time or by somebody. */
export const grantSchema = z.object({
  id: z.uuid(),
  role: roleNameSchema,
  scope: namedScopeSchema,
  givenAt: z.string(),
  givenBy: z.string().nullable(),
  endsAt: z.string().nullable(),
  until: z.iso.date().nullable(),
  over: z.boolean(),
});
export type GrantShown = z.infer<typeof grantSchema>;

const personHead = {
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  demo: z.boolean(),
  state: z.enum(personStates),
};
export const listedPersonSchema = z.object({ ...personHead, grants: z.array(grantSchema) });
export type ListedPerson = z.infer<typeof listedPersonSchema>;
export const peoplePageSchema = z.object({ people: z.array(listedPersonSchema), total: z.number(), next: z.uuid().nullable() });
export type PeoplePage = z.infer<typeof peoplePageSchema>;

export const shownPersonSchema = z.object({
  ...personHead,
  createdAt: z.string(),
  lastSignInAt: z.string().nullable(),
  /** The institution's id of who they are in its records. */
  boundTo: z.string().nullable(),
  /** It is the reader's own page. */
  own: z.boolean(),
  grants: z.array(grantSchema),
});
export type ShownPerson = z.infer<typeof shownPersonSchema>;

/** What a grant may reach, as it is asked for: `instructor` and `advisor` follow the person that the user is bound to. */
const most = 200;
export const askedScopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("institution") }),
  z.strictObject({ kind: z.literal("org-units"), orgUnits: z.array(id).min(1).max(most) }),
  z.strictObject({ kind: z.literal("courses"), courses: z.array(id).min(1).max(most) }),
  z.strictObject({ kind: z.literal("sections"), sections: z.array(id).min(1).max(most) }),
  z.strictObject({ kind: z.literal("instructor") }),
  z.strictObject({ kind: z.literal("advisor") }),
  z.strictObject({ kind: z.literal("students"), students: z.array(z.uuid()).min(1).max(most) }),
]);
export type AskedScope = z.infer<typeof askedScopeSchema>;

export const newGrantSchema = z.strictObject({ role: id, scope: askedScopeSchema, until: dateSchema.nullable() });
export type NewGrant = z.infer<typeof newGrantSchema>;

export const invitationSchema = newGrantSchema.extend({ email: z.email().max(320), name, person: id.nullable() });
export type Invitation = z.infer<typeof invitationSchema>;

/** `seen`: what the editor saw. Who changes what has changed meanwhile is told so, and nothing is overwritten. */
export const personChangeSchema = z.strictObject({
  seen: z.strictObject({ name: z.string(), boundTo: z.string().nullable(), disabled: z.boolean() }),
  name: name.optional(),
  /** The institution's id of a person; null for nobody. */
  boundTo: id.nullable().optional(),
  disabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof personChangeSchema>;

export const grantChangeSchema = z.strictObject({
  seen: z.strictObject({ endsAt: z.iso.datetime().nullable() }),
  until: dateSchema.nullable(),
});
export type GrantChange = z.infer<typeof grantChangeSchema>;

/** Roles. */
export const roleContentSchema = z.strictObject({
  name,
  nameKo: name.nullable(),
  home: z.enum(homes),
  permissions: z.array(z.enum(permissions)).max(permissions.length),
});
export type RoleContent = z.infer<typeof roleContentSchema>;
export const roleChangeSchema = z.strictObject({ seen: roleContentSchema, to: roleContentSchema });
export type RoleChange = z.infer<typeof roleChangeSchema>;
export const shownRoleSchema = roleContentSchema.extend({
  id: z.string(),
  builtIn: z.boolean(),
  /** Of those with whom a grant of it holds now: how many, and the first of them. */
  heldBy: z.object({ count: z.number(), first: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
});
export type ShownRole = z.infer<typeof shownRoleSchema>;

export const linkSchema = z.object({ path: z.string(), hours: z.number() });
