"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { ShownSchedule } from "@/lib/reports/manage/schedule-shapes";
import { WriteButton } from "../shell/write-button";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { pauseSchedule, removeSchedule, resumeSchedule, runNow } from "./fetch-reports";
import { RefusedText } from "./refused-text";
import { useReportChange } from "./use-reports";

type Acted = Pick<ShownSchedule, "id" | "name" | "pausedAt"> & Partial<Pick<ShownSchedule, "recipients">>;

/** What can be done about a report: run it now (where it can be read), pause it, go on with it, end it. */
export function ScheduleActions({ schedule: { id, name, pausedAt, recipients } }: { schedule: Acted }) {
  const t = useTranslations("reports.actions");
  const router = useRouter();
  const [asking, setAsking] = useState<"run" | "remove" | null>(null);
  const run = useReportChange(
    () => runNow(id),
    (started) => router.push(`/reports/runs/${started.run}`),
  );
  const pause = useReportChange(
    () => (pausedAt === null ? pauseSchedule(id) : resumeSchedule(id)),
    // Of one that cannot be read the page itself says whether it is paused.
    () => recipients === undefined && router.refresh(),
  );
  const remove = useReportChange(
    () => removeSchedule(id),
    () => router.push("/reports"),
  );
  const ask = (what: "run" | "remove") => {
    run.reset();
    remove.reset();
    setAsking(what);
  };
  const act = asking === "run" ? run : remove;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap gap-2">
        {recipients !== undefined && <WriteButton onClick={() => ask("run")}>{t("run")}</WriteButton>}
        <WriteButton disabled={pause.isPending} onClick={() => pause.mutate(undefined)}>
          {t(pausedAt === null ? "pause" : "resume")}
        </WriteButton>
        <WriteButton onClick={() => ask("remove")}>{t("remove")}</WriteButton>
      </div>
      <RefusedText error={pause.error} />
      <Dialog
        title={t(asking === "remove" ? "removeTitle" : "runTitle", { name })}
        close={t("close")}
        open={asking !== null && !act.isSuccess}
        onOpenChange={(open) => !open && setAsking(null)}
      >
        <div className="space-y-4">
          <p className="max-w-prose">{asking === "remove" ? t("removeText") : t("runText", { count: recipients?.length ?? 0 })}</p>
          <RefusedText error={act.error} />
          <div className="flex flex-wrap gap-3">
            <Button look="strong" disabled={act.isPending} onClick={() => act.mutate(undefined)}>
              {t(asking === "remove" ? "remove" : "run")}
            </Button>
            <Button onClick={() => setAsking(null)}>{t("cancel")}</Button>
          </div>
        </div>
      </Dialog>
    </div>
  );
}
