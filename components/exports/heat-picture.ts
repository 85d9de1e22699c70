import { type Heat, shadeOf } from "../charts/heat-rows";
import type { Palette } from "./palette";
import { element, mix, type Picture, textElement } from "./picture";

type Words = { week: (week: string) => string; value: (value: number) => string; hidden: string };

const row = { label: 190, height: 24, cell: 44, head: 22 };

/** The heat map as rectangles with their numbers, in the order of the page. */
export function heatPicture({ rows, weeks, low, high }: Heat, palette: Palette, words: Words): Picture {
  const x = (index: number) => row.label + index * row.cell;
  const middle = row.height / 2 + 4;
  const head = weeks.map((week, index) =>
    textElement(words.week(week), { x: x(index) + row.cell / 2, y: 14, "text-anchor": "middle", fill: palette["ink-soft"] }),
  );
  const body = rows.flatMap((one, at) => {
    const top = row.head + at * row.height;
    const name = textElement(shorten(one.label, 30), { x: 0, y: top + middle, fill: palette.ink, "font-size": 12 });
    const cells = weeks.flatMap((week, index) => {
      const value = one.values.get(week);
      if (value === undefined) return [];
      const shade = value === null ? 0 : shadeOf(value, { low, high });
      const box = { x: x(index) + 1, y: top + 1, width: row.cell - 2, height: row.height - 2, rx: 2 };
      const text = { x: x(index) + row.cell / 2, y: top + middle, "text-anchor": "middle" };
      return [
        element("rect", { ...box, fill: mix(palette.heat, palette.surface, shade) }),
        value === null
          ? textElement(words.hidden, { ...text, fill: palette["ink-soft"], "font-size": 9 })
          : textElement(words.value(value), { ...text, fill: palette.ink }),
      ];
    });
    return [name, ...cells];
  });
  return { width: x(weeks.length), height: row.head + rows.length * row.height, body: [...head, ...body].join(""), legend: [] };
}

export const shorten = (text: string, most: number): string => {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
};
