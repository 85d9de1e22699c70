"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReportKind } from "@/lib/reports/content-shape";
import type { AskedSchedule } from "@/lib/reports/manage/asked-schedule";
import { useShell, useZone } from "../shell/shell-context";
import { newDraft } from "./editor/draft";
import { PreviewCard } from "./editor/preview-card";
import { ScheduleForm } from "./editor/schedule-form";
import { makeSchedule } from "./fetch-reports";
import { useReportChange } from "./use-reports";
import type { NamedRole } from "./words";

type Props = { kind: ReportKind; roles: readonly NamedRole[]; managesAll: boolean; previewsOthers: boolean; stores: boolean };

/** Schedules a report, and goes on to where it is looked after. */
export function NewReport({ kind, roles, managesAll, previewsOthers, stores }: Props) {
  const t = useTranslations("reports.editor");
  const router = useRouter();
  const { userId, today, choosesScope } = useShell();
  const zone = useZone();
  const make = useReportChange(
    (asked: AskedSchedule) => makeSchedule(asked),
    ({ id }) => router.push(`/reports/${id}`),
  );
  return (
    <ScheduleForm
      initial={newDraft({ userId, today, zone, kind })}
      roles={roles}
      mayAdd={managesAll}
      choosesScope={choosesScope}
      stores={stores}
      submit={t("schedule")}
      busy={make.isPending || make.isSuccess}
      error={make.error}
      onSubmit={make.mutate}
      aside={(draft) => <PreviewCard draft={draft} previewsOthers={previewsOthers} />}
    />
  );
}
