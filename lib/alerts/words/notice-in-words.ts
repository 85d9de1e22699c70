import { definitionOf } from "@/lib/kpis/definitions";
import { saidInWords } from "@/lib/platform/mail/own-words";
import type { AlertDetail, Notice } from "../notices/notification-shape";
import { countInWords, figureInWords, type Locale } from "./figures";
import { reasonInWords } from "./rule-in-words";

/** What somebody is told: in a line, and what stands below it. */
export type NoticeWords = { title: string; lines: readonly string[] };

/** What is said of a delivery, in the words of `deliverySaid`. */
export type SaidOfDelivery = Parameters<typeof saidInWords>[1];

/** `withheld`: its reader's scope is another one by now. */
export function noticeInWords(notice: Notice, locale: Locale, said: SaidOfDelivery, withheld = false): NoticeWords {
  const ko = locale === "ko";
  switch (notice.kind) {
    case "alert.fired":
    case "alert.resolved": {
      const { detail } = notice;
      const over = notice.kind === "alert.resolved";
      const name = over ? (ko ? `해소: ${detail.rule.name}` : `Over: ${detail.rule.name}`) : detail.rule.name;
      if (withheld) {
        const changed = ko
          ? "이후 열람 권한이 바뀌어 당시 수치를 표시하지 않습니다."
          : "Your access has changed since, so the figures of then are not shown.";
        return { title: name, lines: [changed] };
      }
      const title = `${name}: ${numberInWords(detail, locale)}`;
      return { title, lines: [placeInWords(detail, locale), reasonInWords(detail.watch, locale), ...referenceInWords(detail, locale)] };
    }
    case "alert.held": {
      const { rule, because } = notice.detail;
      const why = ko
        ? { scope: "지켜보던 범위를 더 이상 열람할 수 없습니다.", question: "이 규칙으로는 더 이상 조회할 수 없습니다." }
        : { scope: "What it watches is no longer within what you may see.", question: "What it asks can no longer be asked." };
      return { title: ko ? `규칙이 멈췄습니다: ${rule.name}` : `A rule pauses: ${rule.name}`, lines: [why[because]] };
    }
    case "report.failed": {
      const { name, problem } = notice.detail;
      return {
        title: ko ? `보고서를 보내지 못했습니다: ${name}` : `A report could not be sent: ${name}`,
        lines: problem === null ? [] : [saidInWords(problem, said)],
      };
    }
    case "webhook.disabled": {
      const { name, answer } = notice.detail;
      const line = ko
        ? `오랫동안 응답에 실패해 사용을 중지했습니다. 마지막 응답: ${answer}`
        : `It failed for too long and is not used any more. Last answer: ${answer}`;
      return { title: ko ? `웹훅 사용 중지: ${name}` : `A webhook was disabled: ${name}`, lines: [line] };
    }
  }
}

/** The number itself, with how many students it is of. */
export function numberInWords({ watch, figure }: Pick<AlertDetail, "watch" | "figure">, locale: Locale): string {
  if (figure === null) return "–";
  const value = figureInWords(figure.value, figure.unit, locale);
  if (figure.unit === "minutes")
    return locale === "ko" ? `${figure.source ?? ""} ${value} 전 마지막 수신` : `${figure.source ?? ""}, last heard ${value} ago`;
  const number = `${definitionOf(watch.kpi).name[locale]} ${value}`;
  if (figure.n === null) return number;
  const n = countInWords(figure.n, locale);
  if (!figure.nExact) return locale === "ko" ? `${number} (학생 ${n}명 이상)` : `${number} (at least ${n} students)`;
  return locale === "ko" ? `${number} (학생 ${n}명)` : `${number} (${n} students)`;
}

export function placeInWords({ place, program }: Pick<AlertDetail, "place" | "program">, locale: Locale): string {
  return [place[locale], program?.[locale]].filter((name) => name !== undefined && name !== "").join(" · ");
}

function referenceInWords({ figure }: AlertDetail, locale: Locale): string[] {
  if (figure === null || figure.reference === null) return [];
  const value = figureInWords(figure.reference, figure.unit, locale);
  return [locale === "ko" ? `비교 기준 ${value}` : `Held against ${value}`];
}
