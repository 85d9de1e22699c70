"use client";

import { useTranslations } from "next-intl";
import type { ShownRun } from "@/lib/reports/manage/run-shapes";
import { formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { TextLink } from "../ui/text-link";
import { CancelRun } from "./cancel-run";
import { Causes } from "./causes";
import { Loaded } from "./loaded";
import { RunProgress } from "./run-progress";
import { RunRecipients } from "./run-recipients";
import { RunStateBadge } from "./run-words";
import { useRun } from "./use-reports";

/** A run as it goes: how far it is, what became of whom, and what failed. */
export function RunPage({ id }: { id: string }) {
  const t = useTranslations("reports.run");
  const query = useRun(id);
  return (
    <Loaded query={query} title={t("title")} height={360}>
      {(run) => (
        <div className="space-y-4">
          <Head run={run} />
          <Card title={t("progress")}>
            <RunProgress run={run} />
          </Card>
          {run.causes.length > 0 && (
            <Card title={t("causes")} note={t("causesText")}>
              <Causes causes={run.causes} />
            </Card>
          )}
          <Card title={t("recipients")}>
            <RunRecipients run={run} />
          </Card>
        </div>
      )}
    </Loaded>
  );
}

function Head({ run }: { run: ShownRun }) {
  const t = useTranslations("reports.run");
  const locale = useKnownLocale();
  const zone = useZone();
  const at = (instant: string) => formatInstant(instant, locale, zone);
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h2 className="flex flex-wrap items-center gap-2 text-lg font-semibold">
          {run.schedule === null ? run.name : <TextLink href={`/reports/${run.schedule}`}>{run.name}</TextLink>}
          <RunStateBadge state={run.state} />
          {run.late && <Badge tone="warn">{t("late")}</Badge>}
          {!run.owner.own && <Badge>{t("of", { name: run.owner.name })}</Badge>}
        </h2>
        <p className="number text-soft">
          {t(`purpose.${run.purpose}`, { at: at(run.dueAt) })}
          {run.endedAt !== null && ` · ${t("ended", { at: at(run.endedAt), seconds: secondsOf(run) })}`}
        </p>
      </div>
      {(run.state === "waiting" || run.state === "working") && <CancelRun run={run} />}
    </div>
  );
}

const secondsOf = ({ firedAt, endedAt }: ShownRun): number =>
  endedAt === null ? 0 : Math.round((Date.parse(endedAt) - Date.parse(firedAt)) / 1_000);
