import type { Role, UserPrincipal } from "./principal";
import { plainScopes } from "./scope";

const dataRoles: ReadonlySet<Role> = new Set(["admin", "engineer"]);

/**
 * Whether the data page is theirs: data engineers and administrators of the whole institution. Sources and
 * quarantine are nobody's part of it, so that whoever has a part only sees nothing of them.
 */
export function mayOpenData({ roles, scope }: Pick<UserPrincipal, "roles" | "scope">): boolean {
  return roles.some((role) => dataRoles.has(role)) && plainScopes(scope).some((one) => one.kind === "institution");
}
