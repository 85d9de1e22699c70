"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { Button } from "../ui/button";

/** The codes, this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const t = useTranslations("account.recovery");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []); // what was asked for stands here now
  const text = codes.join("\n");
  return (
    <div className="space-y-3">
      <h3 ref={heading} tabIndex={-1} className="font-medium">
        {t("title")}
      </h3>
      <p className="max-w-prose text-sm text-soft">{t("text")}</p>
      <ul className="grid max-w-md grid-cols-1 gap-x-6 gap-y-1 rounded-md bg-sunken p-3 sm:grid-cols-2" aria-label={t("title")}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void navigator.clipboard.writeText(text)}>{t("copy")}</Button>
        <Button look="strong" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </div>
  );
}
