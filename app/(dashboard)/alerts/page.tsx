import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AlertsPage } from "@/components/alerts/alerts-page";
import { reader } from "@/components/shell/page-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("alerts"))("title") };
}

export default async function Alerts() {
  const user = await reader();
  if (user === null) notFound();
  // What somebody is told is not seen by who looks as them.
  if (user.viewedBy !== undefined) redirect("/overview");
  return <AlertsPage user={user} />;
}
