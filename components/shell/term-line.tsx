"use client";

import { useTranslations } from "next-intl";
import { formatDay, formatDays } from "../kpi/format";
import { weekOf, weeksBetween } from "../kpi/weeks";
import { useKnownLocale, useShell, useTerm } from "./shell-context";

/** The term, and how far it is. */
export function TermLine({ term: id }: { term: string | null }) {
  const t = useTranslations("week");
  const locale = useKnownLocale();
  const { today } = useShell();
  const term = useTerm(id);
  if (term === null) return null;
  const weeks = weeksBetween(term.startsOn, term.endsOn);
  return (
    <p className="text-sm text-soft">
      {term.underWay
        ? t("underWay", {
            term: term.name,
            week: weeks.indexOf(weekOf(today)) + 1,
            weeks: weeks.length,
            day: formatDay(today, locale, true),
          })
        : t("term", { term: term.name, days: formatDays(term.startsOn, term.endsOn, locale, true) })}
    </p>
  );
}
