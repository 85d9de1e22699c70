"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useReadOnly } from "../shell/shell-context";

/** The way to a new report; not while the page is seen as somebody else. */
export function NewReportLink() {
  const t = useTranslations("reports.list");
  if (useReadOnly()) return null;
  return (
    <Link
      prefetch={false}
      href="/reports/new"
      className="inline-flex h-8 items-center justify-center gap-2 rounded-md border border-accent bg-accent px-3 text-sm font-medium text-on-accent hover:opacity-90"
    >
      <Plus className="size-4" aria-hidden="true" />
      {t("new")}
    </Link>
  );
}
