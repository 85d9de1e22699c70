import { escapeMarkup } from "@/lib/platform/escape-markup";

/** A piece of a document that may stand as it is. Made by `html` alone, which escapes whatever it is given, and by `drawing`. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | null | undefined | false | readonly Value[];

/** HTML from a template: texts are escaped, pieces stand as they are, nothing is written for null and false. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? written(values[index]) : "")).join(""));
}

/** The inside of an SVG that components/exports drew: its texts are escaped there (picture.ts). */
export const drawing = (body: string): Html => new Html(body);

function written(value: Value): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "string" || typeof value === "number") return escapeMarkup(String(value));
  return value.map(written).join("");
}

/** A text as a string of CSS, such as `content` takes. */
export const cssString = (text: string): string =>
  `"${text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/["\\<>&]/g, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`;
