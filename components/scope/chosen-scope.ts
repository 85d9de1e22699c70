import type { PlaceScope } from "@/lib/access/place-scope";

export const scopeKinds = ["institution", "departments", "courses", "sections"] as const;
export type ScopeKind = (typeof scopeKinds)[number];
export type ChosenPlace = { id: string; name: string };
export type ChosenScope = { kind: ScopeKind; places: readonly ChosenPlace[] };

export const emptyScope: ChosenScope = { kind: "institution", places: [] };
/** In one scope. */
export const mostPlaces = 50;

/** Null where no place has been chosen yet. */
export function toScope({ kind, places }: ChosenScope): PlaceScope | null {
  const ids = places.map(({ id }) => id);
  if (kind === "institution") return { kind };
  if (ids.length === 0) return null;
  switch (kind) {
    case "departments":
      return { kind: "org-units", orgUnits: ids };
    case "courses":
      return { kind, courses: ids };
    case "sections":
      return { kind, sections: ids };
  }
}
