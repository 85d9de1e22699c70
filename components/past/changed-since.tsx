"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import { useMoment } from "@/lib/live/client/moment";
import type { ViewQuery } from "@/lib/live/protocol";
import { definitionText } from "../kpi/definition-text";
import { useKnownLocale } from "../shell/shell-context";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";
import { ChangesText } from "./changes-text";

/** On a page of the past: what has changed its headlines since then. On a page of now there is nothing to say. */
export function ChangedSince({ views }: { views: readonly ViewQuery[] }) {
  const t = useTranslations("past");
  const moment = useMoment();
  if (moment === null) return null;
  return (
    <Card title={t("changed")} note={t("changedHelp")}>
      <div className="grid gap-4 lg:grid-cols-3">
        {views.map((view) => (
          <OfOne key={view.kpi} view={view} since={moment} />
        ))}
      </div>
    </Card>
  );
}

function OfOne({ view, since }: { view: ViewQuery; since: string }) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const changes = useQuery({
    queryKey: ["changes", canonicalQuery(view), since],
    queryFn: async () => (await import("./fetch-changes")).fetchChanges(view, since),
    retry: false,
  });
  return (
    <div role="group" aria-label={definitionText(view.kpi, locale)} className="border-l-2 border-line pl-3">
      <h3 className="font-medium">{definitionText(view.kpi, locale)}</h3>
      {changes.isPending ? (
        <Skeleton height={64} label={t("kpi.loading")} />
      ) : changes.isError ? (
        <EmptyState
          alert
          title={t("kpi.failed")}
          text={t("kpi.failedHelp")}
          action={<Button onClick={() => void changes.refetch()}>{t("kpi.retry")}</Button>}
        />
      ) : changes.data === null ? (
        <p className="text-sm text-soft">{t("past.notKept")}</p>
      ) : (
        <ChangesText changes={changes.data} />
      )}
    </div>
  );
}
