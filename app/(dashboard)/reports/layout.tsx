import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ReportParts } from "@/components/archive/report-parts";
import { PageMessages } from "@/components/shell/page-messages";
import { keepsMails } from "@/lib/reports/delivery/keeps-mails";
import { getServices } from "@/lib/runtime/services";

/** Schedules, archive and, where mails are kept, the mailbox: under one head. */
export default async function ReportsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("nav");
  return (
    <PageMessages of={["reports", "archive"]}>
      <h1 className="mb-3 text-xl font-semibold tracking-tight">{t("reports")}</h1>
      <ReportParts mailbox={keepsMails(getServices().config)} />
      {children}
    </PageMessages>
  );
}
