import { escapeMarkup } from "@/lib/platform/escape-markup";

/** A drawing without its title: the inside of an SVG whose colours are plain, and what its lines stand for. */
export type Picture = { width: number; height: number; body: string; legend: readonly LegendItem[] };
export type LegendItem = { text: string; stroke: string; dash?: string };

/** Fonts with Hangul first; whoever opens the file may have none of the page's own. */
export const fontFamily = "'Pretendard Variable', Pretendard, 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif";

type Attributes = Readonly<Record<string, string | number>>;
export const element = (name: string, attributes: Attributes, inside = ""): string => {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`);
  return `<${name}${written.join("")}>${inside}</${name}>`;
};
export const textElement = (text: string, attributes: Attributes): string => element("text", attributes, escapeMarkup(text));

/** A colour between two, both `#rrggbb`: `share` of the first. */
export function mix(first: string, second: string, share: number): string {
  const parts = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const others = parts(second);
  const mixed = parts(first).map((value, index) => Math.round(value * share + (others[index] ?? 0) * (1 - share)));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
