"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { LiveKpi } from "@/lib/live/client/use-live-kpi";

/** How fresh the number is, or why it stands still (FRESH-1). */
export function Freshness({ live }: { live: LiveKpi }) {
  const t = useTranslations("kpi");
  const format = useFormatter();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (live.status === "disconnected") {
    return <span className="text-bad">{t("disconnected", { time: format.dateTime(new Date(live.since), { timeStyle: "short" }) })}</span>;
  }
  if (live.status === "stale") return <span className="text-warn-ink">{t("stale")}</span>;
  const through = live.answer?.watermark.processedThrough;
  if (through === null || through === undefined || now === null) return null;
  const seconds = Math.max(0, Math.round((now - Date.parse(through)) / 1_000));
  return (
    <span className="number text-soft">{seconds < 90 ? t("fresh", { seconds }) : t("minutes", { minutes: Math.round(seconds / 60) })}</span>
  );
}
