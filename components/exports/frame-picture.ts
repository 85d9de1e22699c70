import { escapeMarkup } from "@/lib/platform/escape-markup";
import type { Palette } from "./palette";
import { element, fontFamily, type Picture, textElement } from "./picture";
import type { Fact } from "./sheet";

/** The width of a text, in pixels. */
export type Measure = (text: string, size: number, bold: boolean) => number;
type About = { title: string; facts: readonly Fact[]; language: string };

const margin = 20;
const narrowest = 420;
const title = { size: 17, line: 26 };
const small = { size: 11, line: 16 };

/** A whole SVG: title, legend, the drawing, and under it in words what it is of. Nothing in it needs the page. */
export function framePicture(picture: Picture, { title: name, facts, language }: About, palette: Palette, measure: Measure): string {
  const inner = Math.max(narrowest, picture.width);
  const head = wrap(name, inner, (text) => measure(text, title.size, true));
  const words = facts.flatMap((fact) => wrap(`${fact.name}: ${fact.text}`, inner, (text) => measure(text, small.size, false)));
  const legendTop = margin + head.length * title.line;
  const drawingTop = legendTop + (picture.legend.length > 0 ? small.line + 8 : 4);
  const wordsTop = drawingTop + picture.height + 14;
  const [width, height] = [inner + 2 * margin, wordsTop + words.length * small.line + margin - 4];
  const parts = [
    element("title", {}, escapeMarkup(name)),
    element("rect", { width, height, fill: palette.surface }),
    ...head.map((text, index) =>
      textElement(text, {
        x: margin,
        y: margin + (index + 0.6) * title.line,
        "font-size": title.size,
        "font-weight": 600,
        fill: palette.ink,
      }),
    ),
    legendOf(picture, legendTop, palette, measure),
    element("svg", { x: margin, y: drawingTop, width: picture.width, height: picture.height, overflow: "visible" }, picture.body),
    ...words.map((text, index) =>
      textElement(text, { x: margin, y: wordsTop + (index + 0.7) * small.line, "font-size": small.size, fill: palette["ink-soft"] }),
    ),
  ];
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      "xml:lang": language,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "font-family": fontFamily,
      "font-size": small.size,
    },
    parts.join(""),
  );
}

function legendOf({ legend }: Picture, top: number, palette: Palette, measure: Measure): string {
  let x = margin;
  const y = top + small.line / 2;
  return legend
    .map(({ text, stroke, dash }) => {
      const line = element("line", {
        x1: x,
        x2: x + 18,
        y1: y,
        y2: y,
        stroke,
        "stroke-width": 2,
        ...(dash && { "stroke-dasharray": dash }),
      });
      const words = textElement(text, { x: x + 24, y: y + 4, "font-size": small.size, fill: palette["ink-soft"] });
      x += 24 + measure(text, small.size, false) + 18;
      return line + words;
    })
    .join("");
}

/** Lines no wider than asked, broken between words; a word that is wider by itself is broken where it must be. */
export function wrap(text: string, width: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/(?<=\s)/).flatMap((one) => pieces(one, width, measure))) {
    if (line !== "" && measure((line + word).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += word;
  }
  return [...lines, line.trimEnd()];
}

function pieces(word: string, width: number, measure: (text: string) => number): string[] {
  if (measure(word.trimEnd()) <= width) return [word];
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && measure(part + character) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
