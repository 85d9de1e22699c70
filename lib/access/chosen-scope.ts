import { BellwetherError } from "@/lib/platform/errors";
import type { UserPrincipal } from "./principal";
import { type Scope, scopeKey, scopeSetting } from "./scope";

/** Of somebody: what they see as figures, and what student by student. */
export type Sight = Pick<UserPrincipal, "scope" | "studentScope">;

/** Whether somebody may choose the scope of the figures that they are shown: who sees every student one by one learns nothing by it. */
export const choosesScope = ({ studentScope }: Pick<Sight, "studentScope">): boolean => "everything" in scopeSetting(studentScope);

/**
 * Whether somebody may be shown the figures of a scope as its readers are. Each scope has releases of its own (ADR 27): those of
 * a part, subtracted from those of the whole, tell what either hides. So whoever does not choose is shown their own scope, as it is.
 */
export const mayBeShown = (sight: Sight, asked: Scope): boolean =>
  choosesScope(sight) || [nothing, scopeKey(sight.scope)].includes(scopeKey(asked));

const nothing = scopeKey({ kind: "none" });

/** Throws forbidden, with the field that asks for it. */
export function requireShown(sight: Sight, asked: Scope, field: string): void {
  if (mayBeShown(sight, asked)) return;
  throw new BellwetherError("forbidden", "Figures of another scope than your own need sight of every student of the institution.", {
    field,
    rule: "students:see",
  });
}
