"use client";

import { useTranslations } from "next-intl";
import { lazy, Suspense } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import type { UnreadableSchedule } from "@/lib/reports/manage/schedule-shapes";
import { Badge } from "../ui/badge";
import { TextLink } from "../ui/text-link";

const ScheduleActions = lazy(() => loadAgain(() => import("./schedule-actions")).then((module) => ({ default: module.ScheduleActions })));

/** A report that cannot be read: its page says which parts; what can be done about it is done here too. */
export function UnreadableItem({ schedule }: { schedule: UnreadableSchedule }) {
  const t = useTranslations("reports.list");
  const { id, name, owner, pausedAt } = schedule;
  return (
    <li className="space-y-2 border-t border-line py-3 first:border-t-0">
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        <TextLink href={`/reports/${id}`}>{name}</TextLink>
        {pausedAt !== null && <Badge tone="warn">{t("paused")}</Badge>}
        {!owner.own && <Badge>{t("of", { name: owner.name })}</Badge>}
      </h3>
      <p className="text-sm text-warn">{t("unreadable")}</p>
      <Suspense>
        <ScheduleActions schedule={schedule} />
      </Suspense>
    </li>
  );
}
