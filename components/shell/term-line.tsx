"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { formatDay, formatDays } from "../kpi/format";
import { daysOfWeek, weekNumber, weekOf, weeksBetween } from "../kpi/weeks";
import { addToQuery } from "./query";
import { useKnownLocale, useShell, useTerm } from "./shell-context";

/** The term, how far it is, and the week that the page is narrowed to, if any, with a way out of it. */
export function TermLine({ term: id }: { term: string | null }) {
  const t = useTranslations("week");
  const locale = useKnownLocale();
  const { today } = useShell();
  const term = useTerm(id);
  const path = usePathname();
  const parameters = useSearchParams();
  if (term === null) return null;
  const week = parameters.get("week");
  const days = week === null ? null : daysOfWeek(week);
  const weeks = weeksBetween(term.startsOn, term.endsOn);
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-soft">
      <p>
        {term.underWay
          ? t("underWay", {
              term: term.name,
              week: weeks.indexOf(weekOf(today)) + 1,
              weeks: weeks.length,
              day: formatDay(today, locale, true),
            })
          : t("term", { term: term.name, days: formatDays(term.startsOn, term.endsOn, locale, true) })}
      </p>
      {week !== null && days !== null && (
        <Link
          prefetch={false}
          scroll={false}
          href={`${path}${addToQuery(`?${parameters}`, { week: null })}`}
          className="inline-flex items-center gap-1 rounded-full bg-accent-soft px-2.5 py-0.5 text-xs font-medium text-accent hover:underline"
        >
          {t("only", { week: weekNumber(week), days: formatDays(days.from, days.to, locale) })}
          <X className="size-3.5" aria-hidden="true" />
          <span className="sr-only">{t("clear")}</span>
        </Link>
      )}
    </div>
  );
}
