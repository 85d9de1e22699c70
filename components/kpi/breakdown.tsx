"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useLiveKpi } from "@/lib/live/client/use-live-kpi";
import type { ViewQuery } from "@/lib/live/protocol";
import { formatValue } from "./format";
import { LiveState } from "./live-state";

type Props = {
  title: string;
  view: ViewQuery;
  /** Where a group leads to: `/departments`, `/courses`, `/sections`. */
  to?: "departments" | "courses" | "sections" | undefined;
  query: string;
};

/** A breakdown as a table with bars: what is deeper is a link. */
export function Breakdown({ title, view, to, query }: Props) {
  const locale = useLocale() === "ko" ? "ko" : "en";
  const t = useTranslations("kpi");
  const format = useFormatter();
  const live = useLiveKpi(view, locale);
  return (
    <section className="rounded-lg border border-line bg-surface p-4" aria-label={title}>
      <h2 className="mb-2 font-medium">{title}</h2>
      <LiveState live={live} height={160}>
        {(answer) => {
          const groups = answer.groups ?? [];
          if (groups.length === 0) return <p className="text-soft">{t("noneHelp")}</p>;
          const most = Math.max(...groups.map((group) => group.value ?? 0), answer.unit === "ratio" ? 0.0001 : 4.5);
          return (
            <div className="max-h-96 overflow-auto" tabIndex={0} role="group" aria-label={title}>
              <table className="w-full border-collapse text-left">
                <thead className="sticky top-0 bg-surface text-xs text-soft">
                  <tr>
                    <th scope="col" className="py-1 font-normal">
                      {t("group")}
                    </th>
                    <th scope="col" className="w-24 py-1 text-right font-normal">
                      {t("value")}
                    </th>
                    <th scope="col" className="w-20 py-1 text-right font-normal">
                      {t("students")}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {groups.map((group) => (
                    <tr key={group.key ?? "none"} className="border-t border-line">
                      <th scope="row" className="py-1.5 pr-2 font-normal">
                        {group.key === null || group.key === undefined || to === undefined ? (
                          (group.label ?? t("noneKey"))
                        ) : (
                          <Link href={`/${to}/${encodeURIComponent(group.key)}${query}`} className="text-accent hover:underline">
                            {group.label ?? group.key}
                          </Link>
                        )}
                        <span
                          className="mt-0.5 block h-1 rounded-sm bg-accent/70"
                          style={{ width: `${Math.min(100, ((group.value ?? 0) / most) * 100)}%` }}
                          aria-hidden="true"
                        />
                      </th>
                      <td className="number text-right">
                        {group.suppressed ? (
                          <span className="text-soft">{t("hidden")}</span>
                        ) : (
                          formatValue(group.value, answer.unit, locale)
                        )}
                      </td>
                      <td className="number text-right text-soft">
                        {group.n === undefined ? "" : `${group.nExact === false ? "≥ " : ""}${format.number(group.n)}`}
                      </td>
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
