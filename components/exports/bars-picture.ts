import { shorten } from "./heat-picture";
import type { Palette } from "./palette";
import { element, type Picture, textElement } from "./picture";

export type Bar = {
  name: string;
  /** Of half the room, to the right where positive; of all of it where bars leave the left edge. */
  share: number;
  strong: boolean;
  /** A mark on the bar's line, as its share. */
  mark?: number | null;
  figures: readonly string[];
};

const line = 24;
/** Widths of its columns, and how long a name may be. */
export type BarsRoom = { name: number; bar: number; gap: number; figure: number; letters: number };
const usual: BarsRoom = { name: 190, bar: 220, gap: 12, figure: 66, letters: 30 };

/** Bars beside their numbers: from the middle to both sides, or from the left. */
export function barsPicture(
  bars: readonly Bar[],
  heads: readonly string[],
  palette: Palette,
  from: "middle" | "left",
  room: BarsRoom = usual,
): Picture {
  const origin = room.name + (from === "middle" ? room.bar / 2 : 0);
  const most = from === "middle" ? room.bar / 2 : room.bar;
  const figureAt = (index: number) => room.name + room.bar + room.gap + (index + 1) * room.figure;
  const head = heads.map((text, index) =>
    textElement(text, { x: figureAt(index), y: 12, "text-anchor": "end", fill: palette["ink-soft"] }),
  );
  const body = bars.flatMap((bar, index) => {
    const top = 18 + index * line;
    const length = Math.abs(bar.share) * most;
    const x = bar.share < 0 ? origin - length : origin;
    const fill = bar.strong ? palette.series : palette["series-before"];
    return [
      textElement(shorten(bar.name, room.letters), { x: 0, y: top + 16, fill: palette.ink, "font-size": 12 }),
      element("rect", { x: room.name, y: top + 7, width: room.bar, height: 11, rx: 2, fill: palette.sunken }),
      element("rect", { x, y: top + 7, width: length, height: 11, rx: 2, fill }),
      ...(bar.mark == null ? [] : [tick(origin + bar.mark * most, top, palette["series-before"])]),
      ...(from === "middle" ? [tick(origin, top, palette.edge)] : []),
      ...bar.figures.map((text, at) =>
        textElement(text, { x: figureAt(at), y: top + 16, "text-anchor": "end", fill: palette.ink, "font-size": 12 }),
      ),
    ];
  });
  return { width: figureAt(heads.length - 1), height: 18 + bars.length * line, body: [...head, ...body].join(""), legend: [] };
}

const tick = (x: number, top: number, stroke: string) =>
  element("line", { x1: x, x2: x, y1: top + 5, y2: top + 20, stroke, "stroke-width": 1.5 });
