"use client";

import Link from "next/link";
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatDay, formatValue } from "../kpi/format";
import { daysOfWeek } from "../kpi/weeks";
import { axisOf, tickText } from "./axis";
import type { TrendProps } from "./trend-picture";
import type { TrendPoint } from "./weekly-points";

/** Room for the axis' longest mark, in its own type. */
const axisWidth = (textSize: number) => Math.round(textSize * 4.2);

/** The trend's picture as one can point into it. Loaded when somebody first does. */
export function TrendChart({ points, unit, fromZero, locale, height, label, chosen, nameOf, hrefOf, names, textSize = 11 }: TrendProps) {
  const text = { fill: "var(--ink-soft)", fontSize: textSize };
  const values = points.flatMap((point) => [point.value, point.before]).filter((value) => value !== null);
  const axis = axisOf(values, { fromZero, most: unit === "ratio" ? 1 : 4.5 });
  const shown = (value: number) => tickText(value, axis, unit, locale);
  return (
    <div role="group" aria-label={label} style={{ height }} className="w-full">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 300, height }}>
        <LineChart data={points} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="week"
            tick={text}
            tickLine={false}
            axisLine={{ stroke: "var(--line)" }}
            minTickGap={20}
            tickFormatter={(week: string) => formatDay(daysOfWeek(week)?.from ?? "1970-01-01", locale)}
          />
          <YAxis
            width={axisWidth(textSize)}
            domain={[axis.low, axis.high]}
            ticks={axis.ticks}
            interval={0}
            tick={text}
            tickLine={false}
            axisLine={false}
            tickFormatter={shown}
          />
          <Tooltip
            isAnimationActive={false}
            separator=": "
            itemSorter={(item) => (item.dataKey === "value" ? 0 : 1)}
            cursor={{ stroke: "var(--edge)", strokeDasharray: "2 2" }}
            contentStyle={{
              background: "var(--surface)",
              border: "1px solid var(--line)",
              borderRadius: 6,
              color: "var(--ink)",
              fontSize: 12,
            }}
            labelFormatter={(_, payload) => {
              const point: TrendPoint | undefined = payload[0]?.payload;
              return point === undefined ? "" : nameOf(point);
            }}
            formatter={(value, name) => [formatValue(Number(value), unit, locale), name]}
          />
          {chosen !== null && points.some((point) => point.week === chosen) && <ReferenceLine x={chosen} stroke="var(--accent)" />}
          <Line
            dataKey="before"
            name={names.before}
            stroke="var(--series-before)"
            strokeWidth={1.5}
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            connectNulls
            isAnimationActive={false}
          />
          <Line
            dataKey="value"
            name={names.now}
            stroke="var(--series)"
            strokeWidth={2}
            connectNulls
            isAnimationActive={false}
            activeDot={false}
            dot={({ key, cx, cy, payload }) => (
              <Point
                key={key}
                x={cx}
                y={cy}
                point={payload}
                name={payload.value === null ? "" : `${nameOf(payload)}: ${formatValue(payload.value, unit, locale)}`}
                hrefOf={hrefOf}
              />
            )}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}

type PointProps = { x?: number | undefined; y?: number | undefined; point: TrendPoint; name: string; hrefOf: TrendProps["hrefOf"] };

/** A week that is not over is drawn hollow. */
function Point({ x, y, point, name, hrefOf }: PointProps) {
  if (x === undefined || y === undefined || point.value === null || Number.isNaN(y)) return <g />;
  const mark = (
    <circle cx={x} cy={y} r={3.5} fill={point.underWay ? "var(--surface)" : "var(--series)"} stroke="var(--series)" strokeWidth={1.5} />
  );
  if (hrefOf === null) return mark;
  return (
    <Link href={hrefOf(point.week)} scroll={false} prefetch={false} aria-label={name}>
      {mark}
      <circle cx={x} cy={y} r={12} fill="transparent" />
    </Link>
  );
}
