import type { Permission } from "./permissions";

/** The roles that every institution begins with; the demo has a user of each. Their rows are seeded by the migrations. */
export const roles = ["admin", "dean", "faculty", "advisor", "engineer", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Where a role's holders begin. */
export const homes = ["overview", "sections", "students", "data"] as const;
export type Home = (typeof homes)[number];

/** A role as its row says it (app.role). The name of a built-in one is in the messages. */
export type RoleDefinition = {
  id: string;
  name: string;
  nameKo: string | null;
  home: Home;
  permissions: readonly Permission[];
};

const built = (id: Role, home: Home, ...permissions: Permission[]): RoleDefinition => ({ id, name: id, nameKo: null, home, permissions });

/** As the migrations seed them; an institution may change what the built-in ones allow, but for the administrator's. */
export const builtInRoles: Readonly<Record<Role, RoleDefinition>> = {
  admin: built(
    "admin",
    "overview",
    "students:see",
    "people:name",
    "people:contact",
    "rolls:record",
    "data:mend",
    "access:manage",
    "keys:manage",
    "policies:manage",
    "audit:read",
    "view-as:use",
    "reports:manage",
  ),
  dean: built("dean", "overview", "students:see", "people:name", "rolls:record"),
  faculty: built("faculty", "sections", "students:see", "people:name", "rolls:record"),
  advisor: built("advisor", "students", "students:see", "people:name", "people:contact"),
  engineer: built("engineer", "data", "data:mend"),
  viewer: built("viewer", "overview"),
};

export const isBuiltIn = (id: string): id is Role => roles.some((role) => role === id);

/** Built-in ones first, in their order; then by name. */
export function inOrder(held: readonly RoleDefinition[]): RoleDefinition[] {
  const place = ({ id }: RoleDefinition) => (isBuiltIn(id) ? roles.indexOf(id) : roles.length);
  return [...held].sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1));
}

const likes: Readonly<Record<Home, Role>> = { overview: "viewer", sections: "faculty", students: "advisor", data: "engineer" };

/** The built-in role that a role is most like, for help that is written by role. */
export const builtInLike = ({ id, home }: RoleDefinition): Role => (isBuiltIn(id) ? id : likes[home]);
