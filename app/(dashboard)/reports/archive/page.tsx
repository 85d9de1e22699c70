import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { archiveReader } from "@/components/archive/archive-reader";
import { ArchiveRoom } from "@/components/archive/archive-room";
import { PageMessages } from "@/components/shell/page-messages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("archive"))("title") };
}

/** What the reader was sent. */
export default async function Archive() {
  await archiveReader();
  const t = await getTranslations("archive");
  return (
    <PageMessages of={["data"]}>
      <p className="mb-3 max-w-prose text-soft">{t("text")}</p>
      <ArchiveRoom />
    </PageMessages>
  );
}
