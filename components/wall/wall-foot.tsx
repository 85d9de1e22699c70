"use client";

import { Pause, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import { formatInstant, formatTime } from "../kpi/format";
import { ConnectionMark } from "../shell/controls";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";

type Props = { index: number; count: number; paused: boolean; every: number; onPause: () => void; onLeave: () => void };

/** Where the round is, whether it goes on, the time, and how far the figures are. */
export function WallFoot({ index, count, paused, every, onPause, onLeave }: Props) {
  const t = useTranslations("wall");
  const locale = useKnownLocale();
  const zone = useZone();
  const { answer } = useLiveKpi({ kpi: "attendance-rate" }, locale);
  const through = answer?.watermark.processedThrough ?? null;
  return (
    <footer className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-soft">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Clock />
        <ConnectionMark />
        {through !== null && <span className="number">{t("through", { time: formatInstant(through, locale, zone) })}</span>}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="number">{t("stop", { stop: index + 1, stops: count })}</span>
        <span>{paused ? t("paused") : t("every", { seconds: every })}</span>
        <Button onClick={onPause} aria-keyshortcuts="Space">
          {paused ? <Play className="size-4" aria-hidden="true" /> : <Pause className="size-4" aria-hidden="true" />}
          {paused ? t("resume") : t("pause")}
        </Button>
        <Button onClick={onLeave} aria-keyshortcuts="Escape">
          {t("leave")}
        </Button>
      </div>
    </footer>
  );
}

/** The institution's time; nothing before the page lives, since the server's second is over by then. */
function Clock() {
  const zone = useZone();
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time className="number text-xl font-semibold text-ink" data-clock>
      {now === null ? "" : formatTime(now, zone)}
    </time>
  );
}
