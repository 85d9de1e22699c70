"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { VerificationRun } from "@/lib/aggregator/verify/verification-shape";
import { formatCount, formatInstant } from "../kpi/format";
import { useKnownLocale, useZone } from "../shell/shell-context";
import { WriteButton } from "../shell/write-button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { spanOf } from "./ago";
import { CellExamples } from "./cell-examples";
import { DataProblem, startVerification } from "./fetch-data";
import { PartState } from "./part-state";
import { RunsTable } from "./runs-table";
import { dataKeys, useVerifications } from "./use-data";

/** Whether every figure equals a recomputation from the log: when that was last looked into, and what came of it. */
export function VerificationPart() {
  const t = useTranslations("data.verify");
  const query = useVerifications();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: startVerification,
    onSettled: () => queries.invalidateQueries({ queryKey: dataKeys.verification }),
  });
  return (
    <PartState query={query} height={280}>
      {({ runs }) => {
        const running = runs.find((run) => run.state === "running") ?? null;
        const last = runs.find((run) => run.state === "done") ?? null;
        return (
          <div className="space-y-4">
            <Card title={t("title")} note={t("text")}>
              {last === null ? <EmptyState title={t("none")} text={t("noneHelp")} height={64} /> : <Result run={last} />}
              {running !== null && <Progress run={running} />}
              {start.isError && (
                <p role="alert" className="mt-3 rounded-md bg-warn-soft p-3 text-warn">
                  {start.error instanceof DataProblem && start.error.code === "conflict" ? t("conflict") : t("failedToStart")}
                </p>
              )}
              <div className="mt-3">
                <WriteButton look="strong" disabled={running !== null || start.isPending} onClick={() => start.mutate()}>
                  {t("start")}
                </WriteButton>
              </div>
            </Card>
            {last !== null && last.examples.length > 0 && <CellExamples examples={last.examples} differ={last.differ ?? 0} />}
            {runs.length > 0 && <RunsTable runs={runs} />}
          </div>
        );
      }}
    </PartState>
  );
}

function Result({ run }: { run: VerificationRun }) {
  const t = useTranslations("data.verify");
  const locale = useKnownLocale();
  const zone = useZone();
  const differ = run.differ ?? 0;
  const seconds = Math.round((Date.parse(run.endedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1_000);
  return (
    <div>
      <p className={differ === 0 ? "text-lg font-semibold" : "text-lg font-semibold text-bad"}>
        {t(differ === 0 ? "agrees" : "differs", { compared: formatCount(run.compared ?? 0, locale), differ: formatCount(differ, locale) })}
      </p>
      <p className="text-sm text-soft">{t("when", { time: formatInstant(run.startedAt, locale, zone), ...spanOf(seconds) })}</p>
    </div>
  );
}

function Progress({ run }: { run: VerificationRun }) {
  const t = useTranslations("data.verify");
  const share = Math.round((run.step / Math.max(1, run.steps)) * 100);
  return (
    <div className="mt-3">
      <p className="mb-1 text-sm">{t("running", { step: run.step, steps: run.steps })}</p>
      <div
        role="progressbar"
        aria-label={t("progress")}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        className="h-2 w-full max-w-md overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full bg-accent" style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}
