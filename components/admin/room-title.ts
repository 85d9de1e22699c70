import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { reader } from "../shell/page-context";
import { type AdminRoom, permissionFor } from "./admin-rooms";

/** The browser's title of a part of administration; for whom it is not open it has none. */
export async function adminTitle(room: AdminRoom): Promise<Metadata> {
  const principal = await reader();
  if (principal === null || !principal.may.has(permissionFor[room])) return {};
  return { title: (await getTranslations("admin"))(`room.${room}`) };
}
