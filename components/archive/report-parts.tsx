"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PartLinks } from "../ui/part-links";

/** The rooms of reports; a mailbox is there in the demo alone. */
export function ReportParts({ mailbox }: { mailbox: boolean }) {
  const t = useTranslations("archive");
  const path = usePathname();
  const part = (id: "schedules" | "archive" | "mailbox", href: string) => ({ id, href, text: t(`part.${id}`), here: path === href });
  return (
    <PartLinks
      label={t("parts")}
      parts={[
        part("schedules", "/reports"),
        part("archive", "/reports/archive"),
        ...(mailbox ? [part("mailbox", "/reports/mailbox")] : []),
      ]}
    />
  );
}
