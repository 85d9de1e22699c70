"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "../../ui/button";

/** A one-time link: shown here and never again. */
export function LinkOnce({ path, hours }: { path: string; hours: number }) {
  const t = useTranslations("admin.link");
  const [copied, setCopied] = useState<boolean | null>(null);
  const address = `${window.location.origin}${path}`;
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => setCopied(false), // the browser does not let us: it can be selected by hand
    );
  return (
    <div className="space-y-2 rounded-md bg-accent-soft p-3 text-sm">
      <p>{t("text", { hours })}</p>
      <div className="flex flex-wrap items-center gap-2">
        <input
          readOnly
          aria-label={t("label")}
          value={address}
          onFocus={(event) => event.currentTarget.select()}
          className="h-8 min-w-0 flex-1 basis-64 rounded-md border border-edge bg-surface px-2 font-mono text-xs text-ink"
        />
        <Button onClick={() => void copy()}>{t("copy")}</Button>
      </div>
      <p role="status">{copied === null ? "" : copied ? t("copied") : t("notCopied")}</p>
    </div>
  );
}
