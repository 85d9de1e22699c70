"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { loadAgain } from "@/lib/platform/load-again";
import { isCumulative, weeklyPoints } from "../charts/weekly-points";
import { Comparison } from "../kpi/comparison";
import { definitionText } from "../kpi/definition-text";
import { formatValue } from "../kpi/format";
import { Freshness } from "../kpi/freshness";
import { Students } from "../kpi/kpi-tile";
import { LiveState } from "../kpi/live-state";
import { useKnownLocale, useShell, useTerm } from "../shell/shell-context";
import { Card } from "../ui/card";

const TrendChart = dynamic(() => loadAgain(() => import("../charts/trend-chart")).then((module) => module.TrendChart), { ssr: false });
const chart = { height: 190, text: 17 };

type Props = { view: ViewQuery; trend?: boolean };

/** One figure, to be read from across the room. */
export function WallTile({ view, trend = true }: Props) {
  const locale = useKnownLocale();
  const live = useLiveKpi({ ...view, compare: "previous-year" }, locale);
  return (
    <Card title={definitionText(view.kpi, locale)} aside={<Freshness live={live} />} data-kpi={view.kpi}>
      <LiveState live={live} height={chart.height}>
        {(answer) => (
          <>
            <p className="number settle text-wall font-semibold tracking-tight" data-testid="value">
              {formatValue(answer.value, answer.unit, locale)}
            </p>
            <Comparison answer={answer} asked="previous-year" />
            <p className="text-soft">
              <Students answer={answer} />
            </p>
            {trend && <WallTrend view={view} own={answer} />}
          </>
        )}
      </LiveState>
    </Card>
  );
}

function WallTrend({ view, own }: { view: ViewQuery; own: KpiAnswer }) {
  const t = useTranslations("chart");
  const locale = useKnownLocale();
  const { today } = useShell();
  const { answer } = useLiveKpi({ ...view, groupBy: "week" }, locale);
  const term = useTerm(own.term);
  if (answer === undefined || answer.suppressed || term === null) return <div style={{ height: chart.height }} />;
  const title = definitionText(view.kpi, locale);
  return (
    <TrendChart
      points={weeklyPoints({ answer, days: term }, null, today)}
      unit={answer.unit}
      fromZero={isCumulative(view.kpi)}
      locale={locale}
      height={chart.height}
      textSize={chart.text}
      label={t("of", { title })}
      chosen={null}
      nameOf={(point) => point.week}
      hrefOf={null}
      names={{ now: term.name, before: "" }}
    />
  );
}
