"use client";

import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge";
import { EditReport } from "./edit-report";
import { Loaded } from "./loaded";
import { ScheduleActions } from "./schedule-actions";
import { type KnownReport, UnreadableReport, unreadableParts } from "./unreadable-report";
import { useSchedule } from "./use-reports";
import { type NamedRole, useScheduleSentence } from "./words";

type Props = { known: KnownReport; roles: readonly NamedRole[]; managesAll: boolean; previewsOthers: boolean; stores: boolean };

/** A report: what it is, what can be done about it, its editor, and its runs. */
export function ReportPage({ known, ...editor }: Props) {
  const t = useTranslations("reports");
  const query = useSchedule(known.id);
  const sentence = useScheduleSentence();
  const unreadable = query.data === undefined ? unreadableParts(query.error) : null;
  if (unreadable !== null) return <UnreadableReport known={known} parts={unreadable} />;
  return (
    <Loaded query={query} title={t("title")} height={480}>
      {(schedule) => (
        <>
          <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <div className="min-w-0">
              <h2 className="flex flex-wrap items-center gap-2 text-lg font-semibold">
                {schedule.name}
                {schedule.pausedAt !== null && <Badge tone="warn">{t("list.paused")}</Badge>}
                {!schedule.owner.own && <Badge>{t("list.of", { name: schedule.owner.name })}</Badge>}
              </h2>
              <p className="max-w-prose text-soft">{sentence(schedule)}</p>
            </div>
            <ScheduleActions schedule={schedule} />
          </div>
          <EditReport schedule={schedule} {...editor} />
        </>
      )}
    </Loaded>
  );
}
