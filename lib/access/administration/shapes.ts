import * as z from "zod/mini";
import { permissions } from "../permissions";
import { homes } from "../roles";

/** `without-access`: no grant holds now · `invited`: has never signed in. */
export const personStates = ["active", "invited", "without-access", "disabled"] as const;
export type PersonState = (typeof personStates)[number];

export const nameLength = { shortest: 1, longest: 200 } as const;

export const roleNameSchema = z.object({ id: z.string(), name: z.string(), nameKo: z.nullable(z.string()) });
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
  z.object({ kind: z.literal("students"), students: z.array(z.object({ student: z.uuid(), called: z.nullable(z.string()) })) }),
]);
export type NamedScope = z.infer<typeof namedScopeSchema>;

/** `until`: the last local day that it holds. `over`: ended, by its time or by somebody. */
export const grantSchema = z.object({
  id: z.uuid(),
  role: roleNameSchema,
  scope: namedScopeSchema,
  givenAt: z.string(),
  givenBy: z.nullable(z.string()),
  endsAt: z.nullable(z.string()),
  until: z.nullable(z.iso.date()),
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
export const peoplePageSchema = z.object({ people: z.array(listedPersonSchema), total: z.number(), next: z.nullable(z.uuid()) });
export type PeoplePage = z.infer<typeof peoplePageSchema>;

export const shownPersonSchema = z.object({
  ...personHead,
  createdAt: z.string(),
  lastSignInAt: z.nullable(z.string()),
  /** The institution's id of who they are in its records. */
  boundTo: z.nullable(z.string()),
  /** It is the reader's own page. */
  own: z.boolean(),
  grants: z.array(grantSchema),
});
export type ShownPerson = z.infer<typeof shownPersonSchema>;

/** What administration is told of somebody's sessions; `here`: it is the one that asks. */
export const personSessionsSchema = z.object({
  sessions: z.array(
    z.object({
      id: z.uuid(),
      /** As its maker spells it; null where it said nothing. */
      browser: z.nullable(z.string()),
      beganAt: z.iso.datetime(),
      lastSeenAt: z.iso.datetime(),
      here: z.boolean(),
    }),
  ),
});
export type PersonSessions = z.infer<typeof personSessionsSchema>;
export type PersonSession = PersonSessions["sessions"][number];

/** What an editor saw of a user, a grant, a role: sent along with a change. */
export const seenPersonSchema = z.strictObject({ name: z.string(), boundTo: z.nullable(z.string()), disabled: z.boolean() });
export const seenGrantSchema = z.strictObject({ endsAt: z.nullable(z.iso.datetime()) });
const roleContent = {
  name: z.string(),
  nameKo: z.nullable(z.string()),
  home: z.enum(homes),
  permissions: z.array(z.enum(permissions)),
};
export const seenRoleSchema = z.strictObject(roleContent);

export const shownRoleSchema = z.object({
  ...roleContent,
  id: z.string(),
  builtIn: z.boolean(),
  /** Of those with whom a grant of it holds now: how many, and the first of them. */
  heldBy: z.object({ count: z.number(), first: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
});
export type ShownRole = z.infer<typeof shownRoleSchema>;

export const linkSchema = z.object({ path: z.string(), hours: z.number() });
