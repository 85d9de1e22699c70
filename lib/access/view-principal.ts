import { mayBeShown, type Sight } from "./chosen-scope";
import { type Permission, scopedPermissions } from "./permissions";
import { combine, type Grant, type UserPrincipal } from "./principal";
import { holding, type ViewRow } from "./view-row";

/** What a view may have at most: what is seen within scopes, and the data page. Nothing of administration. */
const inViews: ReadonlySet<Permission> = new Set([...scopedPermissions, "data:mend"] as const);

/** Why a view is no more. */
export const viewEndings = ["ended", "time", "permission", "viewed-disabled", "signed-out"] as const;
export type ViewEnding = (typeof viewEndings)[number];

/** Why a view that is under way by its row does not hold at a moment; null where it does. Both sides' grants may have changed since. */
export function lapseOf(view: ViewRow, looker: Pick<UserPrincipal, "may"> & Sight, now: number): ViewEnding | null {
  if (Date.parse(view.ends_at) <= now) return "time";
  if (!looker.may.has("view-as:use") || !mayBeShown(looker, combine(holding(view.grants, now)).scope)) return "permission";
  return view.user !== null && !view.user.active ? "viewed-disabled" : null;
}

/**
 * The grants that are viewed, each with those of its permissions only that the looker has over the whole institution too.
 * What the looker has for a part counts for nothing here, so that no view shows what they could not see by themselves.
 */
export function viewableGrants(held: readonly Grant[], viewed: readonly Grant[]): Grant[] {
  const own = new Set(held.filter(({ scope }) => scope.kind === "institution").flatMap(({ role }) => role.permissions));
  return viewed.map(({ role, scope }) => ({
    scope,
    role: { ...role, permissions: role.permissions.filter((permission) => own.has(permission) && inViews.has(permission)) },
  }));
}

/** Whom a session shows the product to while it is viewed as somebody. */
export function viewedPrincipal(looker: UserPrincipal, held: readonly Grant[], view: ViewRow, viewed: readonly Grant[]): UserPrincipal {
  const grants = viewableGrants(held, viewed);
  return {
    kind: "user",
    // A role is nobody: nothing is kept, or was, for this id.
    userId: view.user?.id ?? view.id,
    sessionId: looker.sessionId,
    name: view.user?.name ?? "",
    email: view.user?.email ?? "",
    viewedBy: {
      userId: looker.userId,
      name: looker.name,
      view: view.id,
      as: view.as,
      person: view.user !== null,
      since: Date.parse(view.began_at),
      until: Date.parse(view.ends_at),
    },
    ...combine(grants),
  };
}
