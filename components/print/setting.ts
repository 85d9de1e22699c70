import { createTranslator } from "next-intl";
import type { Report, ReportTile } from "@/lib/reports/figures/report-shape";
import type { TileState } from "@/lib/reports/kinds/tile-shape";
import en from "@/messages/en.json";
import ko from "@/messages/ko.json";
import type { Html } from "./html";

/** A part of the messages. A word that is missing fails the page: a report with a hole in it is none. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What all parts of a report are drawn by. */
export type Setting = { report: Report; getTranslations: (namespace: string) => Words };

export const settingOf = (report: Report): Setting => ({ report, getTranslations: wordsOf(report) });

/** The messages of a language, part by part. */
export function wordsOf({ locale, timeZone }: Pick<Report, "locale" | "timeZone">): Setting["getTranslations"] {
  const messages = locale === "ko" ? ko : en;
  const made = new Map<string, Words>();
  return (namespace) => {
    const known = made.get(namespace);
    if (known !== undefined) return known;
    const translate = createTranslator({
      locale,
      messages: { ...partOf(messages, namespace) },
      timeZone,
      onError(error) {
        throw error;
      },
    });
    const words: Words = (key, values) => String(Reflect.apply(translate, undefined, [key, values]));
    made.set(namespace, words);
    return words;
  };
}

const partOf = (messages: object, namespace: string): object => {
  const part: unknown = Reflect.get(messages, namespace);
  if (typeof part !== "object" || part === null) throw new Error(`No messages ${namespace}`);
  return part;
};

export type TileOf<S extends ReportTile["tile"]["shows"]> = Extract<ReportTile, { tile: { shows: S } }>;

/**
 * A tile as drawn: what it is called, what it says of itself, and how many figures stand in it. What holds figures is marked
 * (`data-figure`) and holds no name: it is looked at for what no figure is written as (lib/reports/rendering/judge-page.ts).
 */
export type Drawing = { title: string; state: TileState; rows: number; note?: string | null; body: Html };
