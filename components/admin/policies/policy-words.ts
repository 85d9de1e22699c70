import type { useTranslations } from "next-intl";
import { kpiDefinitions } from "@/lib/kpis/definitions";
import { kpiIds } from "@/lib/kpis/question";
import type { PolicyChange } from "@/lib/policies/diff-policies";
import { formatCount, formatShare, formatValue, type Locale } from "../../kpi/format";

/** Options that have a name of their own on the page. */
export const namedFields = [
  "attendance.lateWeight",
  "attendance.excused",
  "attendance.absenceLimit",
  "attendance.chronicRate",
  "attendance.chronicMinimum",
  "dropout.window",
  "dropout.census",
  "dropout.countLeave",
  "suppression.threshold",
  "privacy.lookUpReason",
  "retention.sessions",
  "retention.links",
  "retention.attempts",
  "retention.quarantine",
  "retention.releases",
  "retention.documents",
  "retention.mails",
  "retention.events",
] as const;
export type NamedField = (typeof namedFields)[number];

export type Names = { unit: (id: string) => string; term: (id: string) => string };

const isNamed = (path: string): path is NamedField => namedFields.some((field) => field === path);

/** Fractions that are meant as such; others are written in percent. */
const fractions = [
  [1, 2],
  [1, 3],
  [2, 3],
  [1, 4],
  [3, 4],
  [1, 5],
] as const;

export function shareText(value: number, locale: Locale): string {
  const found = fractions.find(([above, below]) => above / below === value);
  if (found !== undefined) return `${found[0]}/${found[1]}`;
  return Math.abs(value * 100 - Math.round(value * 100)) < 1e-9 ? formatShare(value, locale) : formatValue(value, "ratio", locale);
}

export const kpiName = (id: string, locale: Locale): string => kpiDefinitions.find((one) => one.id === id)?.name[locale] ?? id;
export const unitOfKpi = (id: string) => kpiDefinitions.find((one) => one.id === id)?.unit ?? "ratio";
export const targetKpis = kpiIds.filter((id) => id !== "grade-distribution");

/** What an option is called. Those of other pages go by their path. */
export function fieldName(
  t: ReturnType<typeof useTranslations<"admin.policies">>,
  locale: Locale,
  { path, target }: Pick<PolicyChange, "path" | "target">,
  names: Names,
): string {
  if (target !== undefined) {
    const where = [target.orgUnit === null ? null : names.unit(target.orgUnit), target.term === null ? null : names.term(target.term)];
    return t("targetOf", { kpi: kpiName(target.kpi, locale), where: where.filter((one) => one !== null).join(", ") });
  }
  if (path.startsWith("targets.")) return t("targetFor", { kpi: kpiName(path.slice("targets.".length), locale) });
  return isNamed(path) ? t(`field.${path}`) : path;
}

/** An option's value in words. */
export function valueText(
  t: ReturnType<typeof useTranslations<"admin.policies">>,
  locale: Locale,
  { path, target }: Pick<PolicyChange, "path" | "target">,
  value: PolicyChange["after"],
): string {
  if (path.startsWith("retention.")) return typeof value === "number" ? t("days", { days: value }) : t("forEver");
  if (value === null) return t("none");
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  if (target !== undefined && typeof value === "number") return formatValue(value, unitOfKpi(target.kpi), locale);
  if (path.startsWith("targets.") && typeof value === "number") return formatValue(value, unitOfKpi(path.slice("targets.".length)), locale);
  if (path === "attendance.chronicMinimum" && typeof value === "number") return t("meetingsCount", { count: value });
  if (path === "suppression.threshold" && typeof value === "number") return t("studentsCount", { count: value });
  if (typeof value === "number") return isShare(path) ? shareOrWeight(t, locale, path, value) : formatCount(value, locale);
  if (path === "attendance.excused") return value === "attended" ? t("excused.attended") : t("excused.excluded");
  if (path === "privacy.lookUpReason") return value === "student-pages" ? t("lookUpReason.student-pages") : t("lookUpReason.none");
  if (path === "dropout.window") return value === "korean-year" ? t("window.korean-year") : t("window.term");
  if (path === "dropout.census") return value === "april-1" ? t("census.april-1") : t("census.term");
  return value;
}

const isShare = (path: string) => ["attendance.lateWeight", "attendance.absenceLimit", "attendance.chronicRate"].includes(path);

function shareOrWeight(t: ReturnType<typeof useTranslations<"admin.policies">>, locale: Locale, path: string, value: number): string {
  if (path !== "attendance.lateWeight") return shareText(value, locale);
  if (value === 1) return t("late.full");
  return value === 0 ? t("late.none") : t("late.part", { share: shareText(value, locale) });
}
