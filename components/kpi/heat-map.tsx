"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { formatValue } from "./format";
import { LiveState } from "./live-state";

/** Departments by weeks, as a table: the number stands in every cell, and colour only helps the eye. */
export function HeatMap({ title, view, query }: { title: string; view: ViewQuery; query: string }) {
  const locale = useLocale() === "ko" ? "ko" : "en";
  const t = useTranslations("kpi");
  const live = useLiveKpi(view, locale);
  return (
    <section className="rounded-lg border border-line bg-surface p-4" aria-label={title}>
      <h2 className="mb-2 font-medium">{title}</h2>
      <LiveState live={live} height={240}>
        {(answer) => {
          const map = toMap(answer);
          if (map.rows.length === 0) return <p className="text-soft">{t("noneHelp")}</p>;
          return (
            <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={title}>
              <table className="w-full border-separate border-spacing-0.5 text-xs">
                <thead>
                  <tr>
                    <th scope="col" className="sticky left-0 bg-surface text-left font-normal text-soft">
                      {t("group")}
                    </th>
                    {map.weeks.map((week) => (
                      <th key={week} scope="col" className="number px-1 font-normal text-soft">
                        {week.slice(5)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {map.rows.map((row) => (
                    <tr key={row.key}>
                      <th scope="row" className="sticky left-0 max-w-48 truncate bg-surface pr-2 text-left font-normal">
                        <Link href={`/departments/${encodeURIComponent(row.key)}${query}`} className="text-accent hover:underline">
                          {row.label}
                        </Link>
                      </th>
                      {map.weeks.map((week) => {
                        const value = row.values.get(week) ?? null;
                        return (
                          <td
                            key={week}
                            className="number rounded-sm px-1 py-1.5 text-center"
                            style={value === null ? {} : { background: `rgb(var(--heat) / ${shade(value, map)})` }}
                          >
                            {value === null ? "·" : formatValue(value, answer.unit, locale).replace("%", "")}
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </LiveState>
    </section>
  );
}

type HeatRow = { key: string; label: string; values: Map<string, number | null> };

function toMap(answer: KpiAnswer) {
  const rows = new Map<string, HeatRow>();
  const weeks = new Set<string>();
  for (const group of answer.groups ?? []) {
    const [unit, week] = group.keys ?? [];
    if (unit === null || unit === undefined || week === null || week === undefined) continue;
    weeks.add(week);
    const row = rows.get(unit) ?? { key: unit, label: group.labels?.[0] ?? unit, values: new Map() };
    row.values.set(week, group.suppressed ? null : group.value);
    rows.set(unit, row);
  }
  const values = [...rows.values()].flatMap((row) => [...row.values.values()]).filter((value) => value !== null);
  return { rows: [...rows.values()], weeks: [...weeks].sort(), low: Math.min(...values), high: Math.max(...values) };
}

/** The further below the best, the deeper the shade; text keeps its contrast at the deepest. */
const shade = (value: number, { low, high }: { low: number; high: number }) => (high === low ? 0 : ((high - value) / (high - low)) * 0.45);
