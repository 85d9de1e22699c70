"use client";

import { useTranslations } from "next-intl";
import type { ShownSchedule } from "@/lib/reports/manage/schedule-shapes";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Loaded } from "./loaded";
import { NewReportLink } from "./new-report-link";
import { ScheduleItem } from "./schedule-item";
import { useSchedules } from "./use-reports";

/** One's own reports, and for who manages all those of others. */
export function SchedulesPart() {
  const t = useTranslations("reports.list");
  const query = useSchedules();
  return (
    <Loaded query={query} title={t("own")} height={240}>
      {({ schedules }) => {
        const own = schedules.filter(({ owner }) => owner.own);
        const others = schedules.filter(({ owner }) => !owner.own);
        return (
          <div className="space-y-4">
            {(own.length > 0 || others.length === 0) && <Schedules title={t("own")} schedules={own} />}
            {others.length > 0 && <Schedules title={t("others")} schedules={others} />}
          </div>
        );
      }}
    </Loaded>
  );
}

function Schedules({ title, schedules }: { title: string; schedules: readonly ShownSchedule[] }) {
  const t = useTranslations("reports.list");
  return (
    <Card title={title}>
      {schedules.length === 0 ? (
        <EmptyState title={t("none")} text={t("noneHelp")} action={<NewReportLink />} />
      ) : (
        <ul>
          {schedules.map((schedule) => (
            <ScheduleItem key={schedule.id} schedule={schedule} />
          ))}
        </ul>
      )}
    </Card>
  );
}
