/**
 * What a role may allow. The set is fixed, for each is asked for somewhere in the code; which role holds which is data
 * of the institution (app.role).
 */

/** These hold within the scope of the grant that gives them. */
export const scopedPermissions = ["students:see", "people:name", "people:contact", "rolls:record"] as const;
export type ScopedPermission = (typeof scopedPermissions)[number];

/** These concern the institution as a whole: only a grant over all of it gives them. */
export const institutionPermissions = [
  "data:mend",
  "access:manage",
  "keys:manage",
  "policies:manage",
  "audit:read",
  "view-as:use",
  "reports:manage",
] as const;
export type InstitutionPermission = (typeof institutionPermissions)[number];

export const permissions = [...scopedPermissions, ...institutionPermissions] as const;
export type Permission = (typeof permissions)[number];
