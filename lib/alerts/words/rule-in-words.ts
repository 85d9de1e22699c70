import { definitionOf } from "@/lib/kpis/definitions";
import type { Condition, Reference, Watch, Window } from "../rules/rule-shape";
import { countInWords, distanceInWords, durationInWords, figureInWords, type Locale } from "./figures";

const windows: Readonly<Record<Locale, Readonly<Record<Window, string>>>> = {
  en: { term: "this term so far", week: "this week", day: "today" },
  ko: { term: "이번 학기 현재까지", week: "이번 주", day: "오늘" },
};
const references: Readonly<Record<Locale, Readonly<Record<Reference, string>>>> = {
  en: { "previous-term": "the previous term", "previous-year": "the previous year", "week-before": "the week before" },
  ko: { "previous-term": "이전 학기", "previous-year": "전년도", "week-before": "전주" },
};
const sides = {
  en: { below: "below", above: "above", either: "off" },
  ko: { below: "낮음", above: "높음", either: "벗어남" },
} as const;

/** What a rule is about: the KPI, and over which days. */
export function subjectInWords({ kpi, over, condition }: Watch, locale: Locale): string {
  if (condition.when === "stale") return sourceInWords(condition.source, locale);
  const name = definitionOf(kpi).name[locale];
  return locale === "ko" ? `${name}(${windows.ko[over]})` : `${name} ${windows.en[over]}`;
}

/** Why a rule fires: its condition, with what it asks besides. */
export function reasonInWords(watch: Watch, locale: Locale): string {
  const { minimumN, minimumMinutes } = watch;
  const parts = [`${subjectInWords(watch, locale)} ${conditionInWords(watch, locale)}`];
  if (minimumMinutes > 0) {
    const time = durationInWords(minimumMinutes, locale);
    parts.push(locale === "ko" ? `${time} 이상 지속` : `for at least ${time}`);
  }
  if (minimumN > 0 && watch.condition.when !== "stale") {
    const n = countInWords(minimumN, locale);
    parts.push(locale === "ko" ? `학생 ${n}명 이상` : `with at least ${n} students`);
  }
  return parts.join(", ");
}

export function conditionInWords({ kpi, condition }: Pick<Watch, "kpi" | "condition">, locale: Locale): string {
  return (locale === "ko" ? inKorean : inEnglish)(condition, definitionOf(kpi).unit);
}

function inEnglish(condition: Condition, unit: "ratio" | "points"): string {
  switch (condition.when) {
    case "below":
    case "above":
      return `is ${condition.when} ${figureInWords(condition.value, unit, "en")}`;
    case "fell":
    case "rose":
      return `${condition.when} by more than ${distanceInWords(condition.by, unit, "en")} against ${references.en[condition.against]}`;
    case "off-normal":
      return `is for sure more than ${distanceInWords(condition.by, unit, "en")} ${sides.en[condition.side]} its own normal of the weeks before`;
    case "stale":
      return `sent nothing for more than ${durationInWords(condition.minutes, "en")}`;
  }
}

function inKorean(condition: Condition, unit: "ratio" | "points"): string {
  switch (condition.when) {
    case "below":
      return `${figureInWords(condition.value, unit, "ko")} 미만`;
    case "above":
      return `${figureInWords(condition.value, unit, "ko")} 초과`;
    case "fell":
    case "rose":
      return `${references.ko[condition.against]} 대비 ${distanceInWords(condition.by, unit, "ko")} 넘게 ${condition.when === "fell" ? "하락" : "상승"}`;
    case "off-normal":
      return `평소 수준(이전 몇 주)보다 ${distanceInWords(condition.by, unit, "ko")} 넘게 확실히 ${sides.ko[condition.side]}`;
    case "stale":
      return `${durationInWords(condition.minutes, "ko")} 넘게 수신 없음`;
  }
}

const sourceInWords = (source: string | null, locale: Locale): string =>
  locale === "ko"
    ? source === null
      ? "데이터 원천(전체)"
      : `데이터 원천 ${source}`
    : source === null
      ? "Some source"
      : `Source ${source}`;
