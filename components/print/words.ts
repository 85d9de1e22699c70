import type { ScopePart } from "@/lib/reports/figures/report-shape";
import type { Level } from "@/lib/reports/kinds/level-of";
import type { Unapplied } from "@/lib/reports/kinds/questions";
import { definitionFor } from "../kpi/definition-text";
import { formatDay, formatDays } from "../kpi/format";
import { isOver } from "../kpi/is-over";
import type { Setting } from "./setting";

/** The name of what a report is about: its place, else its readers' scope. */
export function subjectName({ report, getTranslations }: Setting): string {
  const { place } = report;
  if (place === null) return scopeWords({ report, getTranslations });
  if (place.term === null) return place.name;
  return place.detail === null ? place.id : `${place.detail} (${place.id})`;
}

/** What is said where there are no figures of the report's days, or of its `whole` term: of what is over nothing is promised. */
export function noneWords({ report, getTranslations }: Setting, whole = false): string {
  const t = getTranslations("kpi");
  const over = isOver(whole ? {} : (report.days ?? {}), report.term, report.today);
  return over ? `${t("noneThen")}. ${t("noneThenHelp")}` : `${t("none")}. ${t("noneHelp")}`;
}

/** What the readers may see. */
export function scopeWords(setting: Setting): string {
  const words = setting.report.scope.parts.map((part) => partWords(part, setting));
  return words.length === 0 ? setting.getTranslations("scope")("none") : [...new Set(words)].join(", ");
}

function partWords({ kind, names, count }: ScopePart, { getTranslations }: Setting): string {
  const t = getTranslations("scope");
  const p = getTranslations("print");
  switch (kind) {
    case "institution":
      return t("institution");
    case "org-units":
    case "courses":
      return names.join(", ");
    case "sections":
      return t("sections", { ids: names.join(", ") });
    case "instructor":
      return p("ownSections");
    case "advisor":
      return p("advised");
    case "students":
      return t("students", { count });
  }
}

export function periodWords({ report, getTranslations }: Setting): string {
  const t = getTranslations("print");
  const { days, term, locale, today } = report;
  if (days !== null) return t("week", { days: formatDays(days.from, days.to, locale, true) });
  if (term === null) return t("noTerm");
  const over = term.endsOn < today;
  return t(over ? "wholeTerm" : "termSoFar", { days: formatDays(term.startsOn, over ? term.endsOn : today, locale, true) });
}

/** Filters by name and value, as they are printed on each page. */
export function filterWords({ report, getTranslations }: Setting): string {
  const t = getTranslations("filters");
  const { yearOfStudy } = report.content;
  const program = report.program === null ? null : `${t("program")}: ${report.program}`;
  const year = yearOfStudy === null ? null : t("yearOf", { year: yearOfStudy });
  const words = [program, year].filter((one) => one !== null);
  return words.length === 0 ? getTranslations("print")("noFilters") : words.join(", ");
}

/** Null where nothing is: figures of a section are of one term. */
export function comparisonWords({ report, getTranslations }: Setting): string | null {
  const t = getTranslations("compare");
  const { compare, subject } = report.content;
  if (subject.of === "section" && compare !== "target") return null;
  switch (compare) {
    case null:
      return null;
    case "previous-term":
      return t("previousTerm");
    case "previous-year":
      return t("previousYear");
    case "target":
      return t("target");
  }
}

/** Department, course, section, program. */
export function memberWords(level: Level, { getTranslations }: Setting): string {
  const t = getTranslations("page");
  switch (level) {
    case "org_unit":
      return t("department");
    case "course":
      return t("course");
    case "section":
      return t("sectionMember");
    case "program":
      return t("program");
  }
}

/** The level as messages of the screens name it. */
export const levelWord = (level: Level) =>
  ({ org_unit: "departments", course: "courses", section: "sections", program: "programs" })[level];

/** Which of the report's filters a figure does not follow. */
export function unappliedWords(unapplied: readonly Unapplied[], setting: Setting, asOf: string | undefined): string | null {
  return unapplied.length === 0 ? null : unapplied.map((one) => unappliedWord(one, setting, asOf)).join(" · ");
}

function unappliedWord(one: Unapplied, { report, getTranslations }: Setting, asOf: string | undefined): string {
  const t = getTranslations("filters");
  switch (one) {
    case "program":
      return t("notByProgram");
    case "yearOfStudy":
      return t("notByYear");
    case "days":
      return t("wholeTermOnly");
    case "from":
      return asOf === undefined ? t("asOfNow") : t("asOf", { day: formatDay(asOf, report.locale) });
  }
}

export const kpiName = (kpi: string, { report }: Setting): string => definitionFor(kpi)?.name[report.locale] ?? kpi;

/** Names of so many parts stand in a title. */
const mostNamed = 3;

/** "Institution summary, Engineering, Fall 2026": the document's title. `subjects`: what its parts are about. */
export function reportTitle(setting: Setting, subjects: readonly string[]): string {
  const { report } = setting;
  const more = subjects.length - mostNamed;
  const named = subjects.slice(0, mostNamed).join(", ");
  return [kindName(setting), more > 0 ? `${named} (+${more})` : named, report.term?.name ?? null]
    .filter((part) => part !== null && part !== "")
    .join(", ");
}

export function kindName({ report, getTranslations }: Setting): string {
  const t = getTranslations("print");
  return t(`kind.${report.content.kind}`);
}
