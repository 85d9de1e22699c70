import { z } from "zod";

/** What a principal may see. A closed union; whoever holds no grant has `none`. */
const id = z.string().min(1).max(200);

export const plainScopeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("institution") }),
  z.object({ kind: z.literal("org-units"), orgUnits: z.array(id).min(1) }),
  z.object({ kind: z.literal("courses"), courses: z.array(id).min(1) }),
  z.object({ kind: z.literal("sections"), sections: z.array(id).min(1) }),
  z.object({ kind: z.literal("instructor"), person: z.uuid() }),
  z.object({ kind: z.literal("advisor"), person: z.uuid() }),
  /** Single students, by pseudonym. */
  z.object({ kind: z.literal("students"), students: z.array(z.uuid()).min(1) }),
]);
export type PlainScope = z.infer<typeof plainScopeSchema>;

export const scopeSchema = z.union([plainScopeSchema, z.object({ kind: z.literal("union"), scopes: z.array(plainScopeSchema) })]);
export type Scope = z.infer<typeof scopeSchema>;
