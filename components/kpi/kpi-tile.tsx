"use client";

import { useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { type LiveKpi, useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { Offered } from "../exports/offered";
import { applicable } from "../filters/applicable";
import { UnappliedNote } from "../filters/unapplied-note";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { Comparison } from "./comparison";
import { definitionText } from "./definition-text";
import { formatCount, formatValue } from "./format";
import { Freshness } from "./freshness";
import { LiveState } from "./live-state";
import { TrendBlock } from "./trend-block";
import { useNoneWords } from "./use-none-words";
import { Why } from "./why";

type Props = {
  view: ViewQuery;
  trend?: ViewQuery | undefined;
  coverage?: ViewQuery | undefined;
  /** What the figures cover, in words. */
  where?: string | undefined;
};

/** Value, comparison and n stand in this much room, whether they are there or not. */
export const headHeight = 88;

/** A headline: value, unit, n, comparison, trend, freshness and its reasons, following the feed. */
export function KpiTile({ view: asked, trend, coverage, where }: Props) {
  const view = applicable(asked);
  const locale = useKnownLocale();
  const live = useLiveKpi(view, locale);
  const none = useNoneWords(view, live.answer);
  const title = definitionText(view.kpi, locale);
  return (
    <Card title={title} aside={<Freshness live={live} />} data-kpi={view.kpi}>
      <LiveState live={live} height={headHeight}>
        {(answer) => (
          <div style={{ minHeight: headHeight }}>
            <Figure text={formatValue(answer.value, answer.unit, locale)} />
            {!isEmpty(answer) && <Comparison answer={answer} asked={view.compare} />}
            <p className="flex flex-wrap gap-x-3 text-sm text-soft">
              {isEmpty(answer) ? <span>{none.text}</span> : <Students answer={answer} />}
              {coverage !== undefined && <Coverage view={coverage} />}
            </p>
            <UnappliedNote view={view} />
            <Offered
              kind="headline"
              make={() => ({ view, answer, sheet: async () => (await import("../exports/figure-sheet")).headlineSheet(answer) })}
            />
          </div>
        )}
      </LiveState>
      {trend !== undefined && hasTrend(live) && (
        <div className="mt-2">
          <TrendBlock title={title} view={trend} comparison={live.answer?.comparison} />
        </div>
      )}
      <TileFoot answer={live.answer} view={view} where={where} />
    </Card>
  );
}

/** Nothing has been counted yet: not a value of zero, but none. */
const isEmpty = (answer: KpiAnswer | undefined) =>
  answer !== undefined && !answer.suppressed && answer.value === null && (answer.n ?? 0) === 0;

/** Under a headline that stands for nothing, a trend would say the same again. */
const hasTrend = ({ answer, status }: LiveKpi) => (answer === undefined ? status === "loading" : !answer.suppressed && !isEmpty(answer));

/** Takes its room before there is anything to ask about. */
export function TileFoot({ answer, view, where }: { answer: KpiAnswer | undefined; view: ViewQuery; where: string | undefined }) {
  return <footer className="mt-auto min-h-7 pt-2">{answer !== undefined && <Why answer={answer} view={view} where={where} />}</footer>;
}

/** The number itself. A change settles in place. */
export function Figure({ text }: { text: string }) {
  return (
    <p key={text} className="number settle text-figure font-semibold tracking-tight" data-testid="value">
      {text}
    </p>
  );
}

export function Students({ answer }: { answer: KpiAnswer }) {
  const t = useTranslations("kpi");
  const locale = useKnownLocale();
  if (answer.n === undefined) return null;
  const said = { count: answer.n, n: formatCount(answer.n, locale) };
  return <span className="number">{answer.nExact === false ? t("nAtLeast", said) : t("n", said)}</span>;
}

function Coverage({ view: asked }: { view: ViewQuery }) {
  const t = useTranslations("kpi");
  const locale = useKnownLocale();
  const view = applicable(asked);
  const { answer } = useLiveKpi(view, locale);
  if (answer === undefined || answer.value === null) return null;
  const share = formatValue(answer.value, "ratio", locale);
  // Meetings have no program: beside a figure that is narrowed to one, theirs is of all and says so.
  return <span className="number">{view.program === asked.program ? t("coverage", { share }) : t("coverageOfAll", { share })}</span>;
}
