"use client";

import { useTranslations } from "next-intl";
import type { Foreseen } from "@/lib/reports/manage/schedule-shapes";
import type { Timing } from "@/lib/reports/timing-shape";
import { formatDay, formatInstant } from "../../kpi/format";
import { useKnownLocale, useZone } from "../../shell/shell-context";
import { Badge } from "../../ui/badge";
import { Card } from "../../ui/card";
import { Skeleton } from "../../ui/skeleton";
import { useSettled } from "../../ui/use-settled";
import { useForeseen } from "../use-reports";
import { useDayWords } from "../words";
import { wholeTiming } from "./draft";

/** Whether the server asked says so once nobody changes the timing any more. */
export function NextRuns({ timing }: { timing: Timing }) {
  const t = useTranslations("reports.next");
  const settled = useSettled(JSON.stringify(timing)) === JSON.stringify(timing);
  const whole = wholeTiming(timing);
  const query = useForeseen(settled ? whole : null);
  return (
    <Card title={t("title")} note={t("zone", { zone: query.data?.zone ?? timing.zone })}>
      <div aria-live="polite" aria-busy={query.isFetching}>
        {whole === null ? (
          <p className="text-sm text-soft">{t("notWhole")}</p>
        ) : query.isError ? (
          <p className="text-sm text-warn">{t("failed")}</p>
        ) : query.data === undefined ? (
          <Skeleton height={140} label={t("loading")} />
        ) : (
          <Runs foreseen={query.data} />
        )}
      </div>
    </Card>
  );
}

/** In the zone that was asked for: the one that is being typed is none yet. */
function Runs({ foreseen: { runs, leftOut, noTerm, zone } }: { foreseen: Foreseen }) {
  const t = useTranslations("reports.next");
  const locale = useKnownLocale();
  const own = useZone();
  const weekday = useDayWords();
  if (runs.length === 0) return <p className="text-sm text-warn">{noTerm ? t("noTerm") : t("none")}</p>;
  return (
    <>
      <ol className="space-y-1.5">
        {runs.map(({ at, day, time, holiday, inTerm, movedFrom }) => (
          <li key={at} className="flex flex-wrap items-baseline gap-x-2">
            <time dateTime={at} className="number font-medium">
              {t("at", { weekday: weekday([weekdayOf(day)]), day: formatDay(day, locale, true), time })}
            </time>
            {zone !== own && <span className="text-xs text-soft">{t("here", { at: formatInstant(at, locale, own), zone: own })}</span>}
            {holiday !== null && <Badge tone="warn">{t("holiday", { name: holiday })}</Badge>}
            {!inTerm && <Badge>{t("outsideTerm")}</Badge>}
            {movedFrom !== null && (
              <Badge tone="accent">{t("movedFrom", { day: formatDay(movedFrom.day, locale), name: movedFrom.holiday })}</Badge>
            )}
          </li>
        ))}
      </ol>
      {leftOut.holidays.length > 0 && (
        <p className="mt-3 text-sm text-soft">
          {t("leftOut", {
            days: leftOut.holidays.map(({ day, holiday }) => t("leftOutDay", { day: formatDay(day, locale), name: holiday })).join(", "),
          })}
        </p>
      )}
      {leftOut.outsideTerms > 0 && <p className="mt-1 text-sm text-soft">{t("leftOutTerms", { count: leftOut.outsideTerms })}</p>}
    </>
  );
}

/** ISO: Monday is 1. */
const weekdayOf = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
