"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { LiveKpi } from "@/lib/live/client/use-live-kpi";

/** Everything that may stand in place of a number, each in the number's own space. */
export function LiveState({ live, height, children }: { live: LiveKpi; height: number; children: (answer: KpiAnswer) => ReactNode }) {
  const t = useTranslations("kpi");
  const box = (content: ReactNode) => (
    <div style={{ minHeight: height }} className="flex flex-col items-start justify-center gap-2 text-soft">
      {content}
    </div>
  );
  if (live.status === "loading") {
    return <div style={{ height }} role="status" aria-label={t("loading")} className="animate-pulse rounded bg-line/60" />;
  }
  if (live.status === "not-found") return box(<p>{t("notFound")}</p>);
  if (live.answer === undefined) {
    return box(
      <>
        <p role="alert">{t("failed")}</p>
        <button type="button" onClick={live.retry} className="rounded border border-line px-3 py-1 text-ink hover:bg-accent-soft">
          {t("retry")}
        </button>
      </>,
    );
  }
  if (live.answer.suppressed) return box(<p>{t("suppressed")}</p>);
  return children(live.answer);
}
