"use client";

import { useTranslations } from "next-intl";
import type { ShownSchedule } from "@/lib/reports/manage/schedule-shapes";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { TextLink } from "../ui/text-link";
import { RunStateBadge, useRunTime } from "./run-words";
import { useScheduleSentence } from "./words";

/** One report of the list: what it is in a sentence, when it comes next, and how it went last. */
export function ScheduleItem({ schedule }: { schedule: ShownSchedule }) {
  const t = useTranslations("reports.list");
  const sentence = useScheduleSentence();
  const runTime = useRunTime();
  const locale = useKnownLocale();
  const zone = useZone();
  const { id, name, owner, pausedAt, next, last } = schedule;
  return (
    <li className="grid gap-x-6 gap-y-2 border-t border-line py-3 first:border-t-0 lg:grid-cols-[minmax(0,1fr)_14rem_16rem]">
      <div className="min-w-0">
        <h3 className="flex flex-wrap items-center gap-2 font-medium">
          <TextLink href={`/reports/${id}`}>{name}</TextLink>
          {pausedAt !== null && <Badge tone="warn">{t("paused")}</Badge>}
          {!owner.own && <Badge>{t("of", { name: owner.name })}</Badge>}
        </h3>
        <p className="mt-0.5 text-sm text-soft">{sentence(schedule)}</p>
      </div>
      <dl className="contents text-sm">
        <div className="min-w-0">
          <dt className="text-xs text-soft">{t("next")}</dt>
          <dd className="number">{next === null ? t(pausedAt === null ? "over" : "whilePaused") : formatInstant(next, locale, zone)}</dd>
        </div>
        <div className="min-w-0">
          <dt className="text-xs text-soft">{t("last")}</dt>
          <dd className="flex flex-wrap items-center gap-2">
            {last === null ? (
              t("noRun")
            ) : (
              <>
                <TextLink className="number" href={`/reports/runs/${last.id}`}>
                  {runTime(last)}
                </TextLink>
                <RunStateBadge state={last.state} />
                {last.failed > 0 && <Badge tone="bad">{t("failed", { count: last.failed })}</Badge>}
              </>
            )}
          </dd>
        </div>
      </dl>
    </li>
  );
}
