"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useMoment } from "@/lib/live/client/moment";
import type { LiveKpi } from "@/lib/live/client/use-live-kpi";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { formatInstant, formatTime } from "./format";

/** Figures that stand for longer than this are behind (FRESH-1). */
const staleAfterSeconds = 30;

/** How fresh the number is, or why it stands still (FRESH-1). */
export function Freshness({ live }: { live: LiveKpi }) {
  const t = useTranslations("kpi");
  const zone = useZone();
  const now = useNow();
  const moment = useMoment();
  const locale = useKnownLocale();
  if (moment !== null) return <span className="number text-soft">{t("past", { time: formatInstant(moment, locale, zone) })}</span>;
  if (live.status === "disconnected") {
    return <span className="font-medium text-bad">{t("disconnected", { time: formatTime(live.since, zone) })}</span>;
  }
  const through = live.answer?.watermark.processedThrough;
  if (through === null || through === undefined || now === null) return null;
  if (live.answer?.watermark.settling === true) {
    return <span className="rounded-sm bg-warn-soft px-1 font-medium text-warn">{t("settling")}</span>;
  }
  const seconds = Math.max(0, Math.round((now - Date.parse(through)) / 1_000));
  if (live.status === "stale" || seconds > staleAfterSeconds) {
    return <span className="number rounded-sm bg-warn-soft px-1 font-medium text-warn">{t("stale", { age: ageOf(seconds, t) })}</span>;
  }
  return <span className="number text-soft">{t("fresh", { seconds })}</span>;
}

function ageOf(seconds: number, t: ReturnType<typeof useTranslations<"kpi">>): string {
  if (seconds < 90) return t("seconds", { seconds });
  return seconds < 5_400 ? t("minutes", { minutes: Math.round(seconds / 60) }) : t("hours", { hours: Math.round(seconds / 3_600) });
}

/** The reader's clock by the second; null until the page lives, since the server has another. */
function useNow(): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
