import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { AccountPage } from "@/components/account/account-page";
import { reader } from "@/components/shell/page-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("title") };
}

export default async function Account() {
  const user = await reader();
  if (user === null) notFound();
  // Where somebody is signed in, and how, is not seen by who looks as them.
  if (user.viewedBy !== undefined) redirect("/overview");
  return <AccountPage user={user} />;
}
