import { axisOf, tickText } from "../charts/axis";
import type { TrendPoint } from "../charts/weekly-points";
import { formatDay, type Locale } from "../kpi/format";
import { daysOfWeek } from "../kpi/weeks";
import type { Palette } from "./palette";
import { element, type Picture, textElement } from "./picture";

type Weeks = {
  points: readonly TrendPoint[];
  unit: "ratio" | "points";
  fromZero: boolean;
  locale: Locale;
  names: { now: string; before: string };
  withBefore: boolean;
};

/** Its size, the room on both sides of the lines, and how many weeks are named at most. */
export type WeeksFrame = { width: number; height: number; left: number; right: number; mostLabels: number };
const usual: WeeksFrame = { width: 720, height: 260, left: 56, right: 16, mostLabels: 8 };

/** A trend by weeks with that of the term compared with: the lines that the page shows, for a file. */
export function weeksPicture(
  { points, unit, fromZero, locale, names, withBefore }: Weeks,
  palette: Palette,
  { mostLabels, left, right, ...size }: WeeksFrame = usual,
): Picture {
  const room = { left, right: size.width - right, top: 12, bottom: size.height - 32 };
  const values = points.flatMap((point) => [point.value, point.before]).filter((value) => value !== null);
  const axis = axisOf(values, { fromZero, most: unit === "ratio" ? 1 : 4.5 });
  const across = (index: number) => room.left + (points.length < 2 ? 0.5 : index / (points.length - 1)) * (room.right - room.left);
  const down = (value: number) => room.bottom - ((value - axis.low) / (axis.high - axis.low)) * (room.bottom - room.top);
  const line = (of: "value" | "before", stroke: string, more: Record<string, string | number>) => {
    const places = points.flatMap((point, index) => (point[of] === null ? [] : `${across(index)},${down(point[of])}`));
    return element("polyline", { points: places.join(" "), fill: "none", stroke, ...more });
  };
  const ticks = axis.ticks.flatMap((tick) => [
    element("line", { x1: room.left, x2: room.right, y1: down(tick), y2: down(tick), stroke: palette.line }),
    textElement(tickText(tick, axis, unit, locale), {
      x: room.left - 8,
      y: down(tick) + 4,
      "text-anchor": "end",
      "font-size": 11,
      fill: palette["ink-soft"],
    }),
  ]);
  const everySo = Math.ceil(points.length / mostLabels);
  const weeks = points.flatMap(({ week }, index) =>
    index % everySo !== 0
      ? []
      : textElement(formatDay(daysOfWeek(week)?.from ?? "1970-01-01", locale), {
          x: across(index),
          y: room.bottom + 20,
          "text-anchor": "middle",
          "font-size": 11,
          fill: palette["ink-soft"],
        }),
  );
  // A week that is not over is drawn hollow.
  const marks = points.flatMap(({ value, underWay }, index) =>
    value === null
      ? []
      : element("circle", {
          cx: across(index),
          cy: down(value),
          r: 3.5,
          fill: underWay ? palette.surface : palette.series,
          stroke: palette.series,
          "stroke-width": 1.5,
        }),
  );
  const past = withBefore ? [line("before", palette["series-before"], { "stroke-width": 1.5, "stroke-dasharray": "4 3" })] : [];
  const body = [...ticks, ...weeks, ...past, line("value", palette.series, { "stroke-width": 2 }), ...marks].join("");
  const beside = withBefore ? [{ text: names.before, stroke: palette["series-before"], dash: "4 3" }] : [];
  return { ...size, body, legend: [{ text: names.now, stroke: palette.series }, ...beside] };
}
