import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { archiveReader } from "@/components/archive/archive-reader";
import { ArchiveRoom } from "@/components/archive/archive-room";
import { ReportParts } from "@/components/archive/report-parts";
import { PageMessages } from "@/components/shell/page-messages";
import { keepsMails } from "@/lib/reports/delivery/keeps-mails";
import { getServices } from "@/lib/runtime/services";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("archive"))("title") };
}

/** What the reader was sent. */
export default async function Archive() {
  await archiveReader();
  const t = await getTranslations("archive");
  return (
    <PageMessages of={["archive", "data"]}>
      <h1 className="text-xl font-semibold tracking-tight">{t("title")}</h1>
      <p className="mb-3 max-w-prose text-soft">{t("text")}</p>
      <ReportParts mailbox={keepsMails(getServices().config)} />
      <ArchiveRoom />
    </PageMessages>
  );
}
