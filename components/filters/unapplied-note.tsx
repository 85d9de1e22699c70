"use client";

import { useTranslations } from "next-intl";
import type { ViewQuery } from "@/lib/live/protocol";
import { formatDay } from "../kpi/format";
import { useKnownLocale } from "../shell/shell-context";
import { unappliedTo } from "./applicable";
import { useFilters } from "./use-filters";

/** Which of the page's filters this figure does not follow, and what it is of instead. */
export function UnappliedNote({ view }: { view: ViewQuery }) {
  const t = useTranslations("filters");
  const locale = useKnownLocale();
  const { filters } = useFilters();
  const unapplied = unappliedTo(view, filters);
  if (unapplied.length === 0) return null;
  const asOf = view.to === undefined ? t("asOfNow") : t("asOf", { day: formatDay(view.to, locale) });
  const words = { program: t("notByProgram"), year: t("notByYear"), range: t("wholeTermOnly"), from: asOf } as const;
  return <span className="block text-xs text-soft">{unapplied.map((one) => words[one]).join(" · ")}</span>;
}
