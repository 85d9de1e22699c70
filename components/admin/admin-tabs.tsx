"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PartLinks } from "../ui/part-links";
import type { AdminRoom } from "./admin-rooms";

/** The parts of administration that are open to the reader. */
export function AdminTabs({ rooms }: { rooms: readonly AdminRoom[] }) {
  const t = useTranslations("admin");
  const path = usePathname();
  return (
    <PartLinks
      label={t("parts")}
      parts={rooms.map((room) => ({ id: room, href: `/admin/${room}`, text: t(`room.${room}`), here: path.startsWith(`/admin/${room}`) }))}
    />
  );
}
