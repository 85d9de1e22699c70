import type { Role } from "@/lib/access/principal";

export const rooms = ["overview", "sections", "students", "data"] as const;
export type Room = (typeof rooms)[number];

const homes: Readonly<Record<Role, Room>> = {
  admin: "overview",
  dean: "overview",
  faculty: "sections",
  advisor: "students",
  engineer: "data",
  viewer: "overview",
};

/** Where somebody begins: by the first of their roles, in the order of the roles. Whom the data page is closed to begins elsewhere. */
export const homeOf = (roles: readonly Role[], opensData: boolean): Room => {
  const [first] = homesOf(roles, opensData);
  return first ?? "overview";
};

const homesOf = (roles: readonly Role[], opensData: boolean): Room[] =>
  roles.map((role) => homes[role]).filter((room) => room !== "data" || opensData);

/** The rooms that are of use to these roles. One's home is at `/`, whatever it is. */
export function navigationOf(roles: readonly Role[], opensData: boolean): { room: Room; href: string }[] {
  const home = homeOf(roles, opensData);
  const useful = new Set<Room>([home, ...homesOf(roles, opensData), "overview", ...(opensData ? (["data"] as const) : [])]);
  return [...useful].map((room) => ({ room, href: room === home ? "/" : `/${room}` }));
}
