"use client";

import { useTranslations } from "next-intl";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { ReportProblem } from "./fetch-reports";
import { RunsCard } from "./runs-card";
import { ScheduleActions } from "./schedule-actions";

/** What is sure of a report, whatever else of it can be read. */
export type KnownReport = { id: string; name: string; pausedAt: string | null };

/** Which parts of a report cannot be read; null where that is not what is wrong. */
export function unreadableParts(error: Error | null): readonly string[] | null {
  const refusal = error instanceof ReportProblem ? error.refusal : null;
  return refusal?.rule === "unreadable" ? (refusal.parts ?? []) : null;
}

/** A report that cannot be read: which parts of it, what can be done, and what it sent before. */
export function UnreadableReport({ known, parts }: { known: KnownReport; parts: readonly string[] }) {
  const t = useTranslations("reports.list");
  return (
    <div className="space-y-4">
      <Card title={known.name} aside={known.pausedAt === null ? undefined : <Badge tone="warn">{t("paused")}</Badge>}>
        <div className="space-y-3">
          <p role="alert" className="max-w-prose text-sm text-warn">
            {t("unreadable")}
          </p>
          {parts.length > 0 && <p className="text-sm text-soft">{t("unreadableParts", { parts: parts.join(", ") })}</p>}
          <ScheduleActions schedule={known} />
        </div>
      </Card>
      <RunsCard id={known.id} />
    </div>
  );
}
