"use client";

import Link from "next/link";
import { memo } from "react";
import { formatDay, formatValue, type Locale } from "../kpi/format";
import { daysOfWeek } from "../kpi/weeks";
import { axisOf, tickText } from "./axis";
import type { TrendPoint } from "./weekly-points";

export type TrendProps = {
  points: TrendPoint[];
  unit: "ratio" | "points";
  fromZero: boolean;
  locale: Locale;
  height: number;
  label: string;
  /** The week that the page is narrowed to. */
  chosen: string | null;
  nameOf: (point: TrendPoint) => string;
  hrefOf: ((week: string) => string) | null;
  names: { now: string; before: string };
  /** In pixels. */
  textSize?: number;
};

/** Where the lines are drawn within the picture, in pixels from its edges: the same as in the chart that one can point into. */
const room = { top: 8, right: 12, bottom: 30, left: 46 };
const mostLabels = 6;

/**
 * The picture of a trend, drawn on the server too, so that it is in the first frame and needs no library.
 * Its points are links to their weeks. Places are shares of a room whose size only the browser knows.
 */
export const TrendPicture = memo(function TrendPicture(props: TrendProps) {
  const { points, unit, fromZero, locale, height } = props;
  const axis = axisOf(
    points.flatMap((point) => [point.value, point.before]).filter((value) => value !== null),
    { fromZero, most: unit === "ratio" ? 1 : 4.5 },
  );
  const down = (value: number) => 100 - ((value - axis.low) / (axis.high - axis.low)) * 100;
  const along = (index: number) => (points.length < 2 ? 50 : (index / (points.length - 1)) * 100);
  const everySo = Math.ceil(points.length / mostLabels);
  return (
    <div style={{ height }} className="relative w-full text-[11px] leading-none text-soft">
      <div className="absolute" style={room}>
        {axis.ticks.map((tick) => (
          <div key={tick} aria-hidden="true" className="absolute inset-x-0 border-t border-line" style={{ top: `${down(tick)}%` }}>
            <span className="absolute right-full -translate-y-1/2 whitespace-nowrap pr-2">{tickText(tick, axis, unit, locale)}</span>
          </div>
        ))}
        {points.map(
          ({ week }, index) =>
            index % everySo === 0 && (
              <span
                key={week}
                aria-hidden="true"
                className="absolute top-full -translate-x-1/2 whitespace-nowrap pt-2"
                style={{ left: `${along(index)}%` }}
              >
                {formatDay(daysOfWeek(week)?.from ?? "1970-01-01", locale)}
              </span>
            ),
        )}
        <Lines {...props} along={along} down={down} />
      </div>
    </div>
  );
});

type Places = { along: (index: number) => number; down: (value: number) => number };

function Lines({ points, unit, locale, label, chosen, nameOf, hrefOf, along, down }: TrendProps & Places) {
  const line = (of: "value" | "before") =>
    points.flatMap((point, index) => (point[of] === null ? [] : `${along(index)},${down(point[of])}`)).join(" ");
  const narrowed = points.findIndex(({ week }) => week === chosen);
  return (
    <>
      <svg aria-hidden="true" className="absolute size-full overflow-visible" viewBox="0 0 100 100" preserveAspectRatio="none" fill="none">
        {narrowed >= 0 && <path d={`M${along(narrowed)} 0V100`} stroke="var(--accent)" vectorEffect="non-scaling-stroke" />}
        <polyline
          points={line("before")}
          stroke="var(--series-before)"
          strokeWidth={1.5}
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
        <polyline points={line("value")} stroke="var(--series)" strokeWidth={2} vectorEffect="non-scaling-stroke" />
      </svg>
      <svg role="group" aria-label={label} className="absolute size-full overflow-visible" data-trend="">
        {points.map((point, index) => {
          if (point.value === null) return null;
          const place = { cx: `${along(index)}%`, cy: `${down(point.value)}%` };
          // A week that is not over is drawn hollow.
          const mark = (
            <circle
              {...place}
              r={3.5}
              fill={point.underWay ? "var(--surface)" : "var(--series)"}
              stroke="var(--series)"
              strokeWidth={1.5}
            />
          );
          if (hrefOf === null) return <g key={point.week}>{mark}</g>;
          return (
            <Link
              key={point.week}
              href={hrefOf(point.week)}
              scroll={false}
              prefetch={false}
              aria-label={`${nameOf(point)}: ${formatValue(point.value, unit, locale)}`}
            >
              {mark}
              <circle {...place} r={12} fill="transparent" />
            </Link>
          );
        })}
      </svg>
    </>
  );
}
