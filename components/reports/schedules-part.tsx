"use client";

import { useTranslations } from "next-intl";
import type { ListedSchedules } from "@/lib/reports/manage/schedule-shapes";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Loaded } from "./loaded";
import { NewReportLink } from "./new-report-link";
import { ScheduleItem } from "./schedule-item";
import { UnreadableItem } from "./unreadable-item";
import { useSchedules } from "./use-reports";

/** One's own reports, and for who manages all those of others. */
export function SchedulesPart() {
  const t = useTranslations("reports.list");
  const query = useSchedules();
  return (
    <Loaded query={query} title={t("own")} height={240}>
      {(listed) => {
        const own = listedOf(listed, true);
        const others = listedOf(listed, false);
        return (
          <div className="space-y-4">
            {(!isEmpty(own) || isEmpty(others)) && <Schedules title={t("own")} listed={own} />}
            {!isEmpty(others) && <Schedules title={t("others")} listed={others} />}
          </div>
        );
      }}
    </Loaded>
  );
}

const listedOf = ({ schedules, unreadable }: ListedSchedules, own: boolean): ListedSchedules => ({
  schedules: schedules.filter(({ owner }) => owner.own === own),
  unreadable: unreadable.filter(({ owner }) => owner.own === own),
});
const isEmpty = ({ schedules, unreadable }: ListedSchedules) => schedules.length + unreadable.length === 0;

function Schedules({ title, listed }: { title: string; listed: ListedSchedules }) {
  const t = useTranslations("reports.list");
  return (
    <Card title={title}>
      {isEmpty(listed) ? (
        <EmptyState title={t("none")} text={t("noneHelp")} action={<NewReportLink />} />
      ) : (
        <ul>
          {listed.schedules.map((schedule) => (
            <ScheduleItem key={schedule.id} schedule={schedule} />
          ))}
          {listed.unreadable.map((schedule) => (
            <UnreadableItem key={schedule.id} schedule={schedule} />
          ))}
        </ul>
      )}
    </Card>
  );
}
