"use client";

import { useLocale, useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { definitionText } from "./definition-text";
import { formatGap, formatValue } from "./format";
import { Freshness } from "./freshness";
import { LiveState } from "./live-state";
import { TrendLine } from "./trend-line";
import { Why } from "./why";

type Props = { view: ViewQuery; trend?: ViewQuery | undefined; coverage?: ViewQuery | undefined };

/** A headline: value, unit, n, comparison, trend, freshness and its reasons, following the feed. */
export function KpiTile({ view, trend, coverage }: Props) {
  const locale = useLocale() === "ko" ? "ko" : "en";
  const live = useLiveKpi(view, locale);
  return (
    <section className="rounded-lg border border-line bg-surface p-4" aria-label={definitionText(view.kpi, locale)} data-kpi={view.kpi}>
      <header className="flex items-baseline justify-between gap-2">
        <h2 className="font-medium">{definitionText(view.kpi, locale)}</h2>
        <span className="text-xs">
          <Freshness live={live} />
        </span>
      </header>
      <LiveState live={live} height={84}>
        {(answer) => (
          <div style={{ minHeight: 84 }}>
            <p className="number settle text-4xl font-semibold tracking-tight" data-testid="value">
              {formatValue(answer.value, answer.unit, locale)}
            </p>
            <p className="flex flex-wrap gap-x-3 text-xs text-soft">
              <Students answer={answer} />
              <Comparison answer={answer} locale={locale} />
              {coverage !== undefined && <Coverage view={coverage} locale={locale} />}
            </p>
            <Why answer={answer} locale={locale} />
          </div>
        )}
      </LiveState>
      {trend !== undefined && <Trend view={trend} locale={locale} />}
    </section>
  );
}

function Students({ answer }: { answer: KpiAnswer }) {
  const t = useTranslations("kpi");
  if (answer.value === null && (answer.n ?? 0) === 0) return <span>{t("none")}</span>;
  if (answer.scales !== undefined) return <span>{t("mixedScales")}</span>;
  if (answer.n === undefined) return null;
  return <span className="number">{answer.nExact === false ? t("nAtLeast", { n: answer.n }) : t("n", { n: answer.n })}</span>;
}

function Comparison({ answer, locale }: { answer: KpiAnswer; locale: "en" | "ko" }) {
  const t = useTranslations("kpi");
  const { comparison, value } = answer;
  if (comparison === undefined || comparison.value === null || value === null) return null;
  return (
    <span className="number">{t("gap", { gap: formatGap(value - comparison.value, answer.unit, locale), label: comparison.label })}</span>
  );
}

function Coverage({ view, locale }: { view: ViewQuery; locale: "en" | "ko" }) {
  const t = useTranslations("kpi");
  const { answer } = useLiveKpi(view, locale);
  if (answer === undefined || answer.value === null) return null;
  return <span className="number">{t("coverage", { share: formatValue(answer.value, "ratio", locale) })}</span>;
}

function Trend({ view, locale }: { view: ViewQuery; locale: "en" | "ko" }) {
  const live = useLiveKpi(view, locale);
  return (
    <div className="mt-3">
      <LiveState live={live} height={120}>
        {(answer) => <TrendLine answer={answer} locale={locale} height={120} />}
      </LiveState>
    </div>
  );
}
