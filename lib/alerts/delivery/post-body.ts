import type { Locale } from "../words/figures";
import { noticeInWords } from "../words/notice-in-words";
import { saidIn } from "../words/said-in";
import type { ClaimedDelivery } from "./claim";

/** What a webhook is sent: what happened for machines (docs/ALERTS.md), and the same in words. */
export function postBody(
  { notice, link, at }: Pick<ClaimedDelivery, "notice" | "link" | "at">,
  { locale, baseUrl }: { locale: Locale; baseUrl: string },
): string {
  const { title, lines } = noticeInWords(notice, locale, saidIn(locale));
  const said = { text: title, reason: lines.join("\n"), link: new URL(link, baseUrl).href };
  const data =
    notice.kind === "alert.fired" || notice.kind === "alert.resolved"
      ? {
          rule: notice.detail.rule,
          kpi: notice.detail.watch.kpi,
          place: { ...notice.detail.watch.place, name: notice.detail.place[locale] },
          program: notice.detail.watch.program,
          condition: notice.detail.watch.condition,
          figure: notice.detail.figure,
          ...said,
        }
      : said;
  return JSON.stringify({ type: notice.kind, timestamp: at.toISOString(), data });
}
