import * as z from "zod/mini";
import { namedScopeSchema, roleNameSchema } from "@/lib/access/administration/shapes";

/** What access can be asked about: a unit, a course, a section by its id, a student by pseudonym. */
export const thingKinds = ["departments", "courses", "sections", "students"] as const;
export type ThingKind = (typeof thingKinds)[number];
export type Thing = { kind: ThingKind; id: string };

/** What may be seen of it and done to it. `figures` null: nothing. */
export const levelsSchema = z.object({
  figures: z.nullable(z.enum(["exact", "suppressed"])),
  /** Not all of it: only those sections or students of it that are theirs. */
  partOnly: z.boolean(),
  students: z.boolean(),
  names: z.boolean(),
  rolls: z.boolean(),
});
export type Levels = z.infer<typeof levelsSchema>;

const stepSchema = z.object({ kind: z.enum(["departments", "courses", "sections"]), id: z.string(), name: z.string() });
/** From a section or course up to what the grant names, each hanging on the next. */
export type Step = z.infer<typeof stepSchema>;

export const reasonSchema = z.object({
  grant: z.uuid(),
  role: roleNameSchema,
  scope: namedScopeSchema,
  until: z.nullable(z.iso.date()),
  levels: levelsSchema,
  /** The sections of the scope through which a student is reached, or in which students of the scope are: the first of them. */
  through: z.array(z.string()),
  line: z.array(stepSchema),
});
export type Reason = z.infer<typeof reasonSchema>;

export const explanationSchema = z.object({
  thing: z.object({ kind: z.enum(thingKinds), id: z.string(), name: z.string() }),
  /** The user may not sign in at all, whatever the grants say. */
  disabled: z.boolean(),
  levels: levelsSchema,
  /** Fewer students than this are not shown where figures are suppressed. */
  threshold: z.number(),
  reasons: z.array(reasonSchema),
  /** Roles for which figures are suppressed: one grant that does not allow students hides small counts in all. */
  suppressedBy: z.array(roleNameSchema),
});
export type Explanation = z.infer<typeof explanationSchema>;

const some = z.object({ count: z.number(), first: z.array(z.object({ id: z.string(), name: z.string() })) });
/** What somebody sees now, over all terms. */
export const sightSchema = z.object({
  everything: z.boolean(),
  disabled: z.boolean(),
  figures: z.nullable(z.enum(["exact", "suppressed"])),
  units: some,
  courses: some,
  sections: some,
  /** Whom they may see one by one, may call by name, and sections where they may record. */
  students: z.number(),
  named: z.number(),
  recordable: z.number(),
  may: z.array(z.string()),
});
export type Sight = z.infer<typeof sightSchema>;
