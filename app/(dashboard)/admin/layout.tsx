import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { adminRoomsFor } from "@/components/admin/admin-rooms";
import { AdminTabs } from "@/components/admin/admin-tabs";
import { reader } from "@/components/shell/page-context";
import { PageMessages } from "@/components/shell/page-messages";

/** For others than those to whom some part of administration is open, there is no such page. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const principal = await reader();
  const rooms = principal === null ? [] : adminRoomsFor(principal.may);
  if (rooms.length === 0) notFound();
  const t = await getTranslations("admin");
  return (
    <PageMessages of={["admin", "audit", "data", "keys"]}>
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <AdminTabs rooms={rooms} />
      {children}
    </PageMessages>
  );
}
