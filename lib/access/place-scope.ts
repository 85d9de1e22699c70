import * as z from "zod/mini";
import { isStorable, notStorable } from "@/lib/contracts/storable";
import type { Scope } from "./scope";
import { plainScopes } from "./scope";

const ids = z
  .array(z.string().check(z.minLength(1), z.maxLength(200), z.refine(isStorable, notStorable)))
  .check(z.minLength(1), z.maxLength(50));

/** A scope that is chosen by its places: the whole institution, or some units, courses or sections. */
export const placeScopeSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("institution") }),
  z.strictObject({ kind: z.literal("org-units"), orgUnits: ids }),
  z.strictObject({ kind: z.literal("courses"), courses: ids }),
  z.strictObject({ kind: z.literal("sections"), sections: ids }),
]);
export type PlaceScope = z.infer<typeof placeScopeSchema>;

export type PlaceOfScope = { kind: "departments" | "courses" | "sections"; id: string };

/** The places that a scope names. */
export function placesOf(scope: Scope): PlaceOfScope[] {
  return plainScopes(scope).flatMap((one): PlaceOfScope[] => {
    switch (one.kind) {
      case "org-units":
        return one.orgUnits.map((id) => ({ kind: "departments", id }));
      case "courses":
        return one.courses.map((id) => ({ kind: "courses", id }));
      case "sections":
        return one.sections.map((id) => ({ kind: "sections", id }));
      default:
        return [];
    }
  });
}
