import type { Role } from "@/lib/access/principal";

export const rooms = ["overview", "sections", "students"] as const;
export type Room = (typeof rooms)[number];

const homes: Readonly<Record<Role, Room>> = {
  admin: "overview",
  dean: "overview",
  faculty: "sections",
  advisor: "students",
  engineer: "overview",
  viewer: "overview",
};

/** Where somebody begins: by the first of their roles, in the order of the roles. */
export const homeOf = (roles: readonly Role[]): Room => {
  const [first] = roles;
  return first === undefined ? "overview" : homes[first];
};

/** The rooms that are of use to these roles. One's home is at `/`, whatever it is. */
export function navigationOf(roles: readonly Role[]): { room: Room; href: string }[] {
  const home = homeOf(roles);
  const useful = new Set<Room>([home, ...roles.map((role) => homes[role]), "overview"]);
  return [...useful].map((room) => ({ room, href: room === home ? "/" : `/${room}` }));
}
