"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatTime } from "../kpi/format";
import { useZone } from "../shell/shell-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { DataProblem } from "./fetch-data";

/** What a query has come to: waiting, failed, or its data; data that could not be renewed says since when. */
export function PartState<T>({ query, height, children }: { query: UseQueryResult<T>; height: number; children: (data: T) => ReactNode }) {
  const t = useTranslations();
  const zone = useZone();
  const retry = <Button onClick={() => void query.refetch()}>{t("kpi.retry")}</Button>;
  if (query.data === undefined) {
    if (query.isPending) return <Skeleton height={height} label={t("kpi.loading")} />;
    const code = query.error instanceof DataProblem ? query.error.code : null;
    if (code === "not-found") return <EmptyState alert title={t("kpi.notFound")} text={t("kpi.notFoundHelp")} height={height} />;
    // Asked again it is refused again.
    if (code === "bad-request") return <EmptyState alert title={t("data.unfit")} text={t("data.unfitHelp")} height={height} />;
    return <EmptyState alert title={t("kpi.failed")} text={t("kpi.failedHelp")} height={height} action={retry} />;
  }
  return (
    <>
      {query.isError && (
        <div role="status" className="mb-3 flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-1.5 text-sm text-warn">
          {t("data.notRenewed", { time: formatTime(query.dataUpdatedAt, zone) })} {retry}
        </div>
      )}
      {children(query.data)}
    </>
  );
}
