"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { useIdentity } from "@/lib/live/client/live-provider";
import type { LiveKpi } from "@/lib/live/client/use-live-kpi";
import { useShell } from "../shell/shell-context";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Skeleton } from "../ui/skeleton";

type Props = { live: LiveKpi; height: number; children: (answer: KpiAnswer) => ReactNode };

/** Everything that may stand in place of a number, each in the number's own space. */
export function LiveState({ live, height, children }: Props) {
  const t = useTranslations("kpi");
  const { threshold, seesFigures } = useShell();
  const holdsNothing = useIdentity()?.access === "";
  if (live.status === "loading") return <Skeleton height={height} label={t("loading")} />;
  if (live.status === "not-found" || !seesFigures || holdsNothing)
    return <EmptyState title={t("notFound")} text={t("notFoundHelp")} height={height} />;
  if (live.status === "not-then") return <EmptyState title={t("notThen")} text={t("notThenHelp")} height={height} />;
  if (live.answer === undefined) {
    return (
      <EmptyState
        alert
        title={t("failed")}
        text={t("failedHelp")}
        height={height}
        action={<Button onClick={live.retry}>{t("retry")}</Button>}
      />
    );
  }
  if (live.answer.suppressed) return <EmptyState title={t("suppressed", { threshold })} text={t("suppressedHelp")} height={height} />;
  return children(live.answer);
}
