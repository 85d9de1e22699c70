import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { archiveReader } from "@/components/archive/archive-reader";
import { MailboxRoom } from "@/components/archive/mailbox-room";
import { PageMessages } from "@/components/shell/page-messages";
import { keepsMails } from "@/lib/reports/delivery/keeps-mails";
import { getServices } from "@/lib/runtime/services";

const isThere = () => keepsMails(getServices().config);

export async function generateMetadata(): Promise<Metadata> {
  return isThere() ? { title: (await getTranslations("archive"))("mailbox.title") } : {};
}

/** In the demo, what would have been sent. Where mails are sent there is no such page. */
export default async function MailboxPage() {
  if (!isThere()) notFound();
  await archiveReader();
  return (
    <PageMessages of={["data"]}>
      <MailboxRoom />
    </PageMessages>
  );
}
