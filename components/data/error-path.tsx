"use client";

import { useTranslations } from "next-intl";

/** Where in an event: a field by its path, or in words the whole of it. */
export function ErrorPath({ path }: { path: string }) {
  const t = useTranslations("data.quarantine");
  return path === "" ? <span>{t("whole")}</span> : <code>{path}</code>;
}
