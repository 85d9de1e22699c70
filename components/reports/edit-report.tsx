"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { AskedSchedule } from "@/lib/reports/manage/asked-schedule";
import type { ShownSchedule } from "@/lib/reports/manage/schedule-shapes";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useShell, useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { draftOf } from "./editor/draft";
import { PreviewCard } from "./editor/preview-card";
import { ScheduleForm } from "./editor/schedule-form";
import { changeSchedule, ReportProblem } from "./fetch-reports";
import { RunsCard } from "./runs-card";
import { useReportChange } from "./use-reports";
import type { NamedRole } from "./words";

type Props = { schedule: ShownSchedule; roles: readonly NamedRole[]; managesAll: boolean; previewsOthers: boolean; stores: boolean };

/**
 * Changes a report. What somebody else saved meanwhile is not overwritten unawares: who did and when is told, and either
 * theirs is taken, or one's own is saved over it.
 */
export function EditReport({ schedule, roles, managesAll, previewsOthers, stores }: Props) {
  const t = useTranslations("reports.editor");
  const { choosesScope } = useShell();
  // What was read again meanwhile is not what is being edited.
  const [edited, setEdited] = useState(schedule);
  const [version, setVersion] = useState(schedule.version);
  const change = useReportChange(
    (asked: AskedSchedule) => changeSchedule(edited.id, { ...asked, version }),
    (saved) => setVersion(saved.version),
  );
  const takeTheirs = () => {
    change.reset();
    setEdited(schedule);
    setVersion(schedule.version);
  };
  const stale = staleOf(change.error);
  return (
    <>
      {change.isSuccess && (
        <p role="status" className="mb-4 rounded-md bg-accent-soft px-3 py-2 text-sm">
          {t("saved")}
        </p>
      )}
      <ScheduleForm
        // Taking theirs begins anew.
        key={edited.version}
        initial={draftOf(edited)}
        roles={roles}
        mayAdd={managesAll && schedule.owner.managesAll}
        choosesScope={choosesScope && schedule.owner.choosesScope}
        stores={stores}
        submit={t("save")}
        busy={change.isPending}
        error={stale === null ? change.error : null}
        onSubmit={change.mutate}
        conflict={
          stale === null ? undefined : (
            <Stale
              stale={stale}
              onTheirs={takeTheirs}
              onMine={() => {
                change.reset();
                setVersion(stale.now);
              }}
            />
          )
        }
        aside={(draft) => (
          <>
            <PreviewCard draft={draft} previewsOthers={previewsOthers} />
            <RunsCard id={schedule.id} />
          </>
        )}
      />
    </>
  );
}

type StaleFacts = { now: number; by: string | null; at: string | null };

function staleOf(error: Error | null): StaleFacts | null {
  const refusal = error instanceof ReportProblem ? error.refusal : null;
  if (refusal?.rule !== "changed-meanwhile" || refusal.now === undefined) return null;
  return { now: refusal.now, by: refusal.by ?? null, at: refusal.at ?? null };
}

function Stale({ stale: { by, at }, onTheirs, onMine }: { stale: StaleFacts; onTheirs: () => void; onMine: () => void }) {
  const t = useTranslations("reports.stale");
  const locale = useKnownLocale();
  const zone = useZone();
  return (
    <div role="alert" className="space-y-2 rounded-md bg-warn-soft p-3 text-sm text-warn">
      <p>{t("text", { by: by ?? t("somebody"), at: at === null ? "–" : formatInstant(at, locale, zone) })}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onTheirs}>{t("theirs")}</Button>
        <Button onClick={onMine}>{t("mine")}</Button>
      </div>
    </div>
  );
}
