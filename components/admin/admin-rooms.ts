import type { InstitutionPermission } from "@/lib/access/permissions";

/** The parts of administration, each a page at /admin/<room> that one permission opens. */
export const adminRooms = ["people", "roles", "sign-in", "keys", "policies", "audit"] as const;
export type AdminRoom = (typeof adminRooms)[number];

export const permissionFor: Readonly<Record<AdminRoom, InstitutionPermission>> = {
  people: "access:manage",
  roles: "access:manage",
  "sign-in": "access:manage",
  keys: "keys:manage",
  policies: "policies:manage",
  audit: "audit:read",
};

export const adminRoomsFor = (may: ReadonlySet<InstitutionPermission>): AdminRoom[] =>
  adminRooms.filter((room) => may.has(permissionFor[room]));

export const opensAdministration = (may: ReadonlySet<InstitutionPermission>): boolean => adminRoomsFor(may).length > 0;
