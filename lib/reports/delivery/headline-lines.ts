import { kpiDefinitions } from "@/lib/kpis/definitions";
import { formatCount, formatValue } from "@/lib/kpis/format";
import type { Locale } from "@/lib/platform/locale";
import { translatorFor } from "@/lib/platform/translator";
import type { HeadlineFigure } from "../ports";

export type HeadlineLine = { name: string; value: string; note: string | null };

/** The headline figures in words, as they stand in the report: a hidden one says that it is, and no number with it (CELL-1). */
export function headlineLines(figures: readonly HeadlineFigure[], locale: Locale): HeadlineLine[] {
  const t = translatorFor("mail", locale);
  return figures.map(({ kpi, place, value, unit, n, nExact = true, suppressed, provisional = false }) => {
    // The one number of a distribution is its mean, here as on the page (components/print/figures-tile.ts).
    const told = kpi === "grade-distribution" && value !== null && !suppressed ? "mean-grade-points" : kpi;
    const definition = kpiDefinitions.find(({ id }) => id === told);
    const figure = definition?.name[locale] ?? told;
    const called = provisional ? t("provisional", { figure }) : figure;
    const name = place === null ? called : t("figureOf", { figure: called, place });
    if (suppressed) return { name, value: t("hidden"), note: t("hiddenBecause") };
    const written = formatValue(value, unit === "ratio" ? "ratio" : "points", locale);
    if (n === null) return { name, value: written, note: null };
    const counted = { count: n, shown: formatCount(n, locale) };
    return { name, value: written, note: nExact ? t("students", counted) : t("studentsAtLeast", counted) };
  });
}
