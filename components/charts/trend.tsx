"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, memo, type PointerEvent, Suspense, useCallback, useMemo, useState } from "react";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "@/lib/live/protocol";
import { loadAgain } from "@/lib/platform/load-again";
import { Offered } from "../exports/offered";
import type { Palette } from "../exports/palette";
import { formatDays, formatValue } from "../kpi/format";
import { useNoneWords } from "../kpi/use-none-words";
import { daysOfWeek, weekNumber } from "../kpi/weeks";
import { useKnownLocale, useShell, useTerm } from "../shell/shell-context";
import { EmptyState } from "../ui/empty-state";
import { Cell, ColumnHead, HeadRow, Row, RowHead, Table } from "../ui/table";
import { Toggle } from "../ui/toggle";
import { VisuallyHidden } from "../ui/visually-hidden";
import { TrendPicture } from "./trend-picture";
import { hidesWeeks, isCumulative, type TrendPoint, weeklyPoints } from "./weekly-points";

const height = 152;
/** The whole block, with its legend and toggle: what a skeleton in its place must take. */
export const trendHeight = height + 36;

const TrendChart = lazy(() => loadAgain(() => import("./trend-chart")).then((module) => ({ default: module.TrendChart })));

type Props = {
  title: string;
  /** What the answer answers. */
  view: ViewQuery;
  answer: KpiAnswer;
  before?: { answer: KpiAnswer; label: string } | undefined;
  /** Its weeks lead to the page narrowed to them. */
  linked?: boolean;
};

/** A trend by weeks: picture or table, as the reader likes; the table is always there for screen readers. */
export function Trend({ title, view, answer, before, linked = true }: Props) {
  const t = useTranslations();
  const { today, threshold } = useShell();
  const [shape, setShape] = useState<"chart" | "table">("chart");
  const none = useNoneWords(view, answer);
  const term = useTerm(answer.term);
  const other = useTerm(before?.answer.term ?? answer.term);
  const { hrefOf, chosen } = useWeekLinks();
  const locale = useKnownLocale();
  const [pointed, setPointed] = useState(false);
  const points = useMemo(() => {
    if (term === null) return [];
    const past = before === undefined || other === null ? null : { answer: before.answer, days: other };
    return weeklyPoints({ answer, days: term }, past, today);
  }, [answer, before?.answer, term, other, today]);
  const names = useMemo(() => ({ now: term?.name ?? "", before: before?.label ?? "" }), [term, before?.label]);
  const nameOf = useCallback(
    (point: TrendPoint) => {
      const days = daysOfWeek(point.week);
      const name = t("week.days", {
        week: weekNumber(point.week),
        days: days === null ? "" : formatDays(days.from, days.to, locale),
      });
      return point.underWay ? t("week.soFar", { week: name }) : name;
    },
    [t, locale],
  );
  if (term === null) return <EmptyState {...none} height={trendHeight} />;
  if (isCumulative(answer.kpi) && hidesWeeks(answer)) {
    return <EmptyState title={t("kpi.weeksHidden")} text={t("kpi.weeksHiddenHelp", { threshold })} height={trendHeight} />;
  }
  if (points.every((point) => point.value === null)) {
    return <EmptyState {...none} height={trendHeight} />;
  }
  const table = (
    <TrendTable title={title} points={points} unit={answer.unit} names={names} nameOf={nameOf} withBefore={before !== undefined} />
  );
  const picture = {
    points,
    unit: answer.unit,
    fromZero: isCumulative(answer.kpi),
    locale,
    height,
    label: t("chart.of", { title }),
    chosen,
    nameOf,
    hrefOf: linked ? hrefOf : null,
    names,
  };
  const saved = () => ({
    view,
    answer,
    sheet: async () => (await import("../exports/trend-sheet")).trendSheet(points, answer, before?.answer),
    picture: async (palette: Palette) =>
      (await import("../exports/weeks-picture")).weeksPicture({ ...picture, withBefore: before !== undefined }, palette),
  });
  return (
    <div style={{ height: trendHeight }}>
      <Offered kind="weeks" drawn={shape === "chart"} make={saved} />
      <div className="flex h-9 items-center justify-between gap-2">
        <ul className="flex min-w-0 flex-wrap gap-x-3 text-xs text-soft">
          <li className="flex items-center gap-1.5">
            <span className="inline-block w-4 border-t-2 border-series" aria-hidden="true" />
            {names.now}
          </li>
          {before !== undefined && (
            <li className="flex items-center gap-1.5">
              <span className="inline-block w-4 border-t-2 border-dashed border-series-before" aria-hidden="true" />
              {names.before}
            </li>
          )}
        </ul>
        <Toggle
          label={t("chart.shape", { title })}
          value={shape}
          options={[
            { value: "chart", label: t("chart.chart") },
            { value: "table", label: t("chart.table") },
          ]}
          onChange={setShape}
        />
      </div>
      {shape === "table" ? (
        <div style={{ height }} className="overflow-y-auto">
          {table}
        </div>
      ) : (
        <>
          {/* A mouse may point into it. A finger or a key goes straight to a week, and what is under it must not change. */}
          <div onPointerEnter={(event) => setPointed(isMouse(event))} onPointerLeave={() => setPointed(false)}>
            {pointed ? (
              <Suspense fallback={<TrendPicture {...picture} />}>
                <TrendChart {...picture} />
              </Suspense>
            ) : (
              <TrendPicture {...picture} />
            )}
          </div>
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
    </div>
  );
}

const isMouse = ({ pointerType }: PointerEvent) => pointerType === "mouse";

/** Addresses of this page narrowed to a week; the week that it is narrowed to leads back to the whole term. */
function useWeekLinks() {
  const path = usePathname();
  const parameters = useSearchParams();
  const chosen = parameters.get("week");
  const hrefOf = useCallback(
    (week: string) => {
      const next = new URLSearchParams(parameters);
      if (week === chosen) next.delete("week");
      else next.set("week", week);
      next.delete("from");
      next.delete("to");
      return `${path}?${next}`;
    },
    [path, parameters, chosen],
  );
  return { hrefOf, chosen };
}

type TableProps = {
  title: string;
  points: TrendPoint[];
  unit: KpiAnswer["unit"];
  names: { now: string; before: string };
  nameOf: (point: TrendPoint) => string;
  withBefore: boolean;
};

const TrendTable = memo(function TrendTable({ title, points, unit, names, nameOf, withBefore }: TableProps) {
  const t = useTranslations("week");
  const locale = useKnownLocale();
  return (
    <Table label={title}>
      <HeadRow>
        <ColumnHead>{t("week")}</ColumnHead>
        <ColumnHead figure>{names.now}</ColumnHead>
        {withBefore && <ColumnHead figure>{names.before}</ColumnHead>}
      </HeadRow>
      <tbody>
        {points
          .filter((point) => point.value !== null || point.before !== null)
          .map((point) => (
            <Row key={point.week}>
              <RowHead>{nameOf(point)}</RowHead>
              <Cell figure>{formatValue(point.value, unit, locale)}</Cell>
              {withBefore && (
                <Cell figure className="text-soft">
                  {formatValue(point.before, unit, locale)}
                </Cell>
              )}
            </Row>
          ))}
      </tbody>
    </Table>
  );
});
