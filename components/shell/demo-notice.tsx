"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Notice } from "../ui/notice";
import { demoNoticeCookie } from "./demo-notice-cookie";
import { keepCookie } from "./keep-cookie";

/** What of the demo is simulated and what is real; the whole story on demand, so that figures stay in sight. */
export function DemoNotice() {
  const t = useTranslations("demo");
  const [shown, setShown] = useState(true);
  if (!shown) return null;
  const dismiss = () => {
    keepCookie(demoNoticeCookie, "seen");
    setShown(false);
  };
  return (
    <Notice tone="warn" label={t("title")}>
      <div className="flex items-start justify-between gap-3">
        <details>
          <summary className="cursor-pointer">
            <strong className="font-semibold">{t("title")}</strong> {t("short")}
          </summary>
          <p className="max-w-prose pt-1">{t("text")}</p>
        </details>
        <button
          type="button"
          aria-label={t("dismiss")}
          title={t("dismiss")}
          onClick={dismiss}
          className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm hover:bg-surface"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      </div>
    </Notice>
  );
}
