"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatTime } from "../kpi/format";
import { useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { ReportProblem } from "./fetch-reports";

type Props<T> = { query: UseQueryResult<T>; title: string; height: number; children: (data: T) => ReactNode };

/** What is asked for once it is there; before that its place, and where it does not come, why and what to do. */
export function Loaded<T>({ query, title, height, children }: Props<T>) {
  const t = useTranslations("reports");
  const zone = useZone();
  const retry = <Button onClick={() => void query.refetch()}>{t("retry")}</Button>;
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton height={height} label={t("loading")} />;
    const gone = query.error instanceof ReportProblem && query.error.refusal?.code === "not-found";
    return (
      <Card title={title}>
        {gone ? (
          <EmptyState alert title={t("notThere")} text={t("notThereHelp")} />
        ) : (
          <EmptyState alert title={t("loadFailed")} text={t("loadFailedHelp")} action={retry} />
        )}
      </Card>
    );
  }
  return (
    <>
      {query.isError && (
        <div role="status" className="mb-4 flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {t("notRenewed", { time: formatTime(query.dataUpdatedAt, zone) })} {retry}
        </div>
      )}
      {children(query.data)}
    </>
  );
}
