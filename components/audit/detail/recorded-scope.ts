import * as z from "zod/mini";

/** A scope as it was given or, of a claim, as it would be filled: told by its kind. */
const ids = z.array(z.string());
const recordedSchema = z.union([
  z.object({ kind: z.enum(["none", "institution"]) }),
  z.object({ kind: z.literal("org-units"), orgUnits: ids }),
  z.object({ kind: z.literal("courses"), courses: ids }),
  z.object({ kind: z.literal("sections"), sections: ids }),
  z.object({ kind: z.enum(["org-units", "courses", "sections"]), ids }),
  z.object({ kind: z.enum(["instructor", "advisor"]), person: z.string() }),
  z.object({ kind: z.enum(["instructor", "advisor"]), personClaim: z.string() }),
  z.object({ kind: z.literal("students"), students: ids }),
]);

export const scopeKinds = ["none", "institution", "org-units", "courses", "sections", "instructor", "advisor", "students"] as const;
type Kind = (typeof scopeKinds)[number];

/** Null for what is no scope of one kind. */
export const scopeKindOf = (value: unknown): Kind | null => recordedSchema.safeParse(value).data?.kind ?? null;

/** What it names: ids of places, pseudonyms, or the claim in whose place they come. */
export function idsOfScope(value: unknown): string[] {
  const scope = recordedSchema.safeParse(value).data;
  if (scope === undefined) return [];
  return Object.entries(scope).flatMap(([name, one]) =>
    name === "kind" ? [] : Array.isArray(one) ? one : name === "personClaim" ? [`{${one}}`] : [String(one)],
  );
}
