import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageMessages } from "@/components/shell/page-messages";

export default async function ReportsLayout({ children }: { children: ReactNode }) {
  const t = await getTranslations("nav");
  return (
    <PageMessages of={["reports"]}>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">{t("reports")}</h1>
      {children}
    </PageMessages>
  );
}
