import { escapeMarkup } from "@/lib/platform/escape-markup";
import type { Locale } from "../words/figures";
import type { NoticeWords } from "../words/notice-in-words";

/** `link`: an address that a mail program can open. */
export type MailItem = { words: NoticeWords; link: string };
export type MailText = { subject: string; text: string; html: string };

/** One mail about one thing, or about several that waited for the same moment. */
export function mailText(items: readonly MailItem[], locale: Locale, settings: string): MailText {
  const [only, ...more] = items;
  const ko = locale === "ko";
  const several = ko ? `알림 ${items.length}건` : `${items.length} alerts`;
  const subject = more.length === 0 ? (only?.words.title ?? several) : several;
  const open = ko ? "화면에서 보기" : "Open";
  const foot = ko ? "알림 규칙과 받는 방법 바꾸기" : "Change rules, and how you are told";
  const text = [...items.map(({ words, link }) => [words.title, ...words.lines, link].join("\n")), `${foot}: ${settings}`].join("\n\n");
  const block = ({ words, link }: MailItem) =>
    `<h2 style="font-size:16px;margin:24px 0 4px">${escapeMarkup(words.title)}</h2>${words.lines.map((line) => `<p style="margin:2px 0">${escapeMarkup(line)}</p>`).join("")}<p style="margin:6px 0"><a href="${escapeMarkup(link)}">${open}</a></p>`;
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escapeMarkup(subject)}</title></head><body style="font-family:sans-serif;font-size:14px;line-height:1.5">${items.map(block).join("")}<hr style="border:0;border-top:1px solid"><p><a href="${escapeMarkup(settings)}">${foot}</a></p></body></html>`;
  // A subject is one line, whatever a rule is called.
  return { subject: subject.replaceAll(/[\r\n\t]+/g, " "), text, html };
}
