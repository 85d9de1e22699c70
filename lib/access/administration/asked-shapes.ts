import { z } from "zod";
import { isOneLine, notOneLine } from "@/lib/contracts/storable";
import { dateSchema, idSchema, textSchema } from "@/lib/contracts/values";
import { permissions } from "../permissions";
import { homes } from "../roles";
import { nameLength, seenGrantSchema, seenPersonSchema } from "./shapes";

const name = textSchema.pipe(z.string().trim().min(nameLength.shortest).max(nameLength.longest)).refine(isOneLine, notOneLine);
const id = idSchema;

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
  seen: seenPersonSchema,
  name: name.optional(),
  /** The institution's id of a person; null for nobody. */
  boundTo: id.nullable().optional(),
  disabled: z.boolean().optional(),
});
export type PersonChange = z.infer<typeof personChangeSchema>;

export const grantChangeSchema = z.strictObject({
  seen: seenGrantSchema,
  until: dateSchema.nullable(),
});
export type GrantChange = z.infer<typeof grantChangeSchema>;

export const roleContentSchema = z.strictObject({
  name,
  nameKo: name.nullable(),
  home: z.enum(homes),
  permissions: z.array(z.enum(permissions)).max(permissions.length),
});
export type RoleContent = z.infer<typeof roleContentSchema>;
export const roleChangeSchema = z.strictObject({ seen: roleContentSchema, to: roleContentSchema });
export type RoleChange = z.infer<typeof roleChangeSchema>;
