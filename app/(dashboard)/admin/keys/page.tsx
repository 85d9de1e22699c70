import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { adminReader } from "@/components/admin/admin-reader";
import { KeysPart } from "@/components/admin/keys/keys-part";

export async function generateMetadata(): Promise<Metadata> {
  await adminReader("keys");
  return { title: (await getTranslations("keys"))("title") };
}

/** The keys of machines, for who manages them. */
export default async function Keys() {
  await adminReader("keys");
  return <KeysPart />;
}
