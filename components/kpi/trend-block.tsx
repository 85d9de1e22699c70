"use client";

import type { KpiAnswer } from "@/lib/kpis/answer";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { Trend, trendHeight } from "../charts/trend";
import { useKnownLocale } from "../shell/shell-context";
import { LiveState } from "./live-state";

type Props = {
  title: string;
  /** By weeks, over the whole term. */
  view: ViewQuery;
  comparison?: KpiAnswer["comparison"];
  linked?: boolean;
};

/** The trend of a figure beside that of the term compared with. */
export function TrendBlock({ title, view, comparison, linked = true }: Props) {
  const live = useLiveKpi(view, useKnownLocale());
  const other = comparison?.term;
  return (
    <LiveState live={live} height={trendHeight}>
      {(answer) =>
        other === undefined ? (
          <Trend title={title} view={view} answer={answer} linked={linked} />
        ) : (
          <Beside title={title} answer={answer} view={{ ...view, term: other }} label={comparison?.label ?? other} linked={linked} />
        )
      }
    </LiveState>
  );
}

type BesideProps = { title: string; answer: KpiAnswer; view: ViewQuery; label: string; linked: boolean };

function Beside({ title, answer, view, label, linked }: BesideProps) {
  const { answer: before } = useLiveKpi(view, useKnownLocale());
  const usable = before !== undefined && !before.suppressed;
  return <Trend title={title} view={view} answer={answer} before={usable ? { answer: before, label } : undefined} linked={linked} />;
}
