"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";

/** What a query has come to: waiting, failed, or its data. */
export function AccountState<T>({
  query,
  height,
  children,
}: {
  query: UseQueryResult<T>;
  height: number;
  children: (data: T) => ReactNode;
}) {
  const t = useTranslations("kpi");
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Skeleton height={height} label={t("loading")} />;
  const retry = <Button onClick={() => void query.refetch()}>{t("retry")}</Button>;
  return <EmptyState alert title={t("failed")} text={t("failedHelp")} height={height} action={retry} />;
}
