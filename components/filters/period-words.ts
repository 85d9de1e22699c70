import type { useTranslations } from "next-intl";
import { formatDay, formatDays, type Locale } from "../kpi/format";
import { daysOfWeek, weekNumber } from "../kpi/weeks";
import type { PageFilters } from "./page-filters";

/** The part of the term that a page is narrowed to; null where it is the whole. */
export function periodWords(
  { week, from, to }: PageFilters,
  locale: Locale,
  t: ReturnType<typeof useTranslations<"filters">>,
): string | null {
  const days = week === null ? null : daysOfWeek(week);
  if (week !== null && days !== null) return t("week", { week: weekNumber(week), days: formatDays(days.from, days.to, locale) });
  if (from !== null && to !== null) return formatDays(from, to, locale, true);
  if (from !== null) return t("since", { day: formatDay(from, locale, true) });
  if (to !== null) return t("until", { day: formatDay(to, locale, true) });
  return null;
}
