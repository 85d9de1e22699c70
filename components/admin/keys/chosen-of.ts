import type { KeyItem } from "@/lib/access/keys-shape";
import { type ChosenScope, emptyScope } from "../../scope/chosen-scope";

/** A key's scope as the chooser has it. */
export function chosenOf({ scope, places }: Pick<KeyItem, "scope" | "places">): ChosenScope {
  const named = places.map(({ id, name }) => ({ id, name }));
  switch (scope?.kind) {
    case "org-units":
      return { kind: "departments", places: named };
    case "courses":
    case "sections":
      return { kind: scope.kind, places: named };
    default:
      return emptyScope;
  }
}
