"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { PartLinks } from "../ui/part-links";

/** The rooms of reports; a mailbox is there in the demo alone. */
export function ReportParts({ mailbox }: { mailbox: boolean }) {
  const t = useTranslations("archive");
  const path = usePathname();
  const apart = ["/reports/archive", "/reports/mailbox"];
  // A schedule that is made or changed, and its runs, are of the schedules.
  const room = apart.find((one) => path === one) ?? "/reports";
  const part = (id: "schedules" | "archive" | "mailbox", href: string) => ({ id, href, text: t(`part.${id}`), here: href === room });
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
