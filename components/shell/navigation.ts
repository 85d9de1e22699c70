import type { InstitutionPermission } from "@/lib/access/permissions";
import type { UserPrincipal } from "@/lib/access/principal";
import { opensAdministration } from "../admin/admin-rooms";

export const rooms = ["overview", "sections", "students", "reports", "data", "admin"] as const;
export type Room = (typeof rooms)[number];

type Reader = Pick<UserPrincipal, "roles" | "may">;

/** Where somebody begins: by the first of their roles, in the order of the roles. Whom the data page is closed to begins elsewhere. */
export const homeOf = (reader: Reader): Room => {
  const [first] = homesOf(reader);
  return first ?? "overview";
};

const opensData = (may: ReadonlySet<InstitutionPermission>) => may.has("data:mend");

const homesOf = ({ roles, may }: Reader): Room[] => roles.map(({ home }) => home).filter((room) => room !== "data" || opensData(may));

/** The rooms that are of use to these roles. One's home is at `/`, whatever it is. */
export function navigationOf(reader: Reader): { room: Room; href: string }[] {
  const home = homeOf(reader);
  const useful = new Set<Room>([home, ...homesOf(reader), "overview"]);
  // Whoever sees something may have it sent to them.
  if (reader.roles.length > 0) useful.add("reports");
  if (opensData(reader.may)) useful.add("data");
  if (opensAdministration(reader.may)) useful.add("admin");
  return [...useful].map((room) => ({ room, href: room === home ? "/" : `/${room}` }));
}
