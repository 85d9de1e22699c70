import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { adminReader } from "@/components/admin/admin-reader";
import { AuditRoom } from "@/components/audit/audit-room";

export async function generateMetadata(): Promise<Metadata> {
  await adminReader("audit");
  return { title: (await getTranslations("admin"))("room.audit") };
}

/** Who did and saw what. */
export default async function Audit() {
  await adminReader("audit");
  return <AuditRoom />;
}
