"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { memo, useEffect, useMemo, useRef } from "react";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { Offered } from "../exports/offered";
import { formatDay, formatDays, formatValue, type Locale } from "../kpi/format";
import { Freshness } from "../kpi/freshness";
import { HiddenNote } from "../kpi/hidden-note";
import { LiveState } from "../kpi/live-state";
import { useNoneWords } from "../kpi/use-none-words";
import { daysOfWeek, weekNumber } from "../kpi/weeks";
import { addToQuery } from "../shell/query";
import { useKnownLocale } from "../shell/shell-context";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { TextLink } from "../ui/text-link";
import { type Heat, heatOf, shadeOf } from "./heat-rows";

type Props = {
  title: string;
  /** Grouped by a member and the week. */
  view: ViewQuery;
  to: "departments" | "courses" | "sections";
  /** What the members are called. */
  member: string;
  query: string;
};

/** Members by weeks, as a table: the number stands in every cell, the shade only helps the eye, each cell leads on. */
export function HeatMap({ title, view, to, member, query }: Props) {
  const t = useTranslations();
  const locale = useKnownLocale();
  const live = useLiveKpi(view, locale);
  const none = useNoneWords(view, live.answer);
  return (
    <Card title={title} aside={<Freshness live={live} />}>
      <LiveState live={live} height={300}>
        {(answer) => {
          const heat = heatOf(answer);
          if (heat.rows.length === 0) return <EmptyState {...none} height={300} />;
          return (
            <>
              <Offered
                kind="table"
                drawn
                make={() => ({
                  view,
                  answer,
                  sheet: async () => (await import("../exports/figure-sheet")).groupsSheet(answer, view.groupBy ?? "", answer.groups ?? []),
                  picture: async (palette) =>
                    (await import("../exports/heat-picture")).heatPicture(heat, palette, {
                      week: (week) => t("week.short", { week: weekNumber(week) }),
                      value: (value) => formatValue(value, answer.unit, locale).replace("%", ""),
                      hidden: t("kpi.hidden"),
                    }),
                })}
              />
              <HeatTable title={title} heat={heat} unit={answer.unit} locale={locale} to={to} member={member} query={query} />
              <Legend heat={heat} unit={answer.unit} locale={locale} />
              <HiddenNote groups={answer.groups ?? []} />
            </>
          );
        }}
      </LiveState>
    </Card>
  );
}

type TableProps = Pick<Props, "title" | "to" | "member" | "query"> & { heat: Heat; unit: "ratio" | "points"; locale: Locale };

function HeatTable({ title, heat, unit, locale, to, member, query }: TableProps) {
  const t = useTranslations();
  const box = useRef<HTMLDivElement>(null);
  const count = heat.weeks.length;
  const columns = heat.weeks.join();
  const weeks = useMemo(() => columns.split(",").map((week) => columnOf(week, locale)), [columns, locale]);
  // The latest weeks are what one came for: on a narrow screen they are in sight, older ones a swipe away.
  useEffect(() => {
    if (box.current !== null && count > 0) box.current.scrollLeft = box.current.scrollWidth;
  }, [count]);
  return (
    <div ref={box} className="overflow-x-auto wrap-normal" tabIndex={0} role="group" aria-label={title}>
      <table className="w-full border-separate border-spacing-0.5 text-xs">
        <thead className="text-soft">
          <tr>
            <th scope="col" className="sticky left-0 z-10 bg-surface text-left align-bottom font-normal">
              {member}
            </th>
            {weeks.map(({ week, from }) => (
              <th key={week} scope="col" className="number whitespace-nowrap px-0.5 font-normal">
                <span className="block text-ink">{t("week.short", { week: weekNumber(week) })}</span>
                {from}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {heat.rows.map((row) => (
            <tr key={row.key}>
              <th
                scope="row"
                className="sticky left-0 z-10 w-28 min-w-28 bg-surface pr-2 text-left font-normal sm:w-48 sm:min-w-48 sm:text-sm"
              >
                <TextLink href={`/${to}/${encodeURIComponent(row.key)}${query}`}>{row.label}</TextLink>
              </th>
              {weeks.map(({ week, days }) => {
                const value = row.values.get(week);
                return (
                  <HeatCell
                    key={week}
                    value={value}
                    shade={typeof value === "number" ? shadeOf(value, heat) : 0}
                    unit={unit}
                    locale={locale}
                    href={`/${to}/${encodeURIComponent(row.key)}${addToQuery(query, { week, from: null, to: null })}`}
                    title={`${row.label}, ${days}`}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function columnOf(week: string, locale: Locale): { week: string; from: string; days: string } {
  const days = daysOfWeek(week);
  const from = formatDay(days?.from ?? "1970-01-01", locale);
  return { week, from, days: days === null ? week : formatDays(days.from, days.to, locale) };
}

type CellProps = { value: number | null | undefined; shade: number; unit: "ratio" | "points"; locale: Locale; href: string; title: string };

/** One of hundreds: drawn again only where something of it is another. */
const HeatCell = memo(function HeatCell({ value, shade, unit, locale, href, title }: CellProps) {
  const t = useTranslations("kpi");
  return (
    <td
      className="number rounded-sm p-0 text-center"
      style={typeof value === "number" ? { background: `color-mix(in srgb, var(--heat) ${shade * 100}%, var(--surface))` } : {}}
    >
      {typeof value === "number" ? (
        <Link prefetch={false} href={href} title={title} className="block min-w-10 px-1 py-1.5 hover:underline">
          {formatValue(value, unit, locale).replace("%", "")}
        </Link>
      ) : (
        <span className="text-soft">{value === null ? t("hidden") : "·"}</span>
      )}
    </td>
  );
});

function Legend({ heat, unit, locale }: { heat: Heat; unit: "ratio" | "points"; locale: Locale }) {
  const t = useTranslations("heat");
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-soft">
      <span className="number">{formatValue(heat.low, unit, locale)}</span>
      <span
        aria-hidden="true"
        className="h-3 w-28 rounded-sm border border-line"
        style={{ background: "linear-gradient(to right, color-mix(in srgb, var(--heat) 45%, var(--surface)), var(--surface))" }}
      />
      <span className="number">{formatValue(heat.high, unit, locale)}</span>
      <span>{t("legend", { unit })}</span>
    </p>
  );
}
