import { notFound } from "next/navigation";
import type { UserPrincipal } from "@/lib/access/principal";
import { reader } from "../shell/page-context";
import { type AdminRoom, permissionFor } from "./admin-rooms";

/** Who reads a part of administration; for whom it is not open there is no such page. */
export async function adminReader(room: AdminRoom): Promise<UserPrincipal> {
  const principal = await reader();
  if (principal === null || !principal.may.has(permissionFor[room])) notFound();
  return principal;
}
