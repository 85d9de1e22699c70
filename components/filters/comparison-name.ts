import type { useTranslations } from "next-intl";

/** What a comparison is called. One that this page has no word for yet is called by its own. */
export function comparisonName(compare: string, t: ReturnType<typeof useTranslations<"compare">>): string {
  const names: Readonly<Record<string, string>> = {
    "previous-year": t("previousYear"),
    "previous-term": t("previousTerm"),
    target: t("target"),
  };
  return names[compare] ?? compare;
}
