"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { formatValue, type Locale } from "./format";

/** A line over the groups of an answer. Its table is beside it: the picture itself is hidden from screen readers. */
export function TrendLine({ answer, locale, height }: { answer: KpiAnswer; locale: Locale; height: number }) {
  const points = (answer.groups ?? [])
    .filter((group) => group.value !== null)
    .map((group) => ({ label: group.label ?? "–", value: group.value }));
  return (
    <div aria-hidden="true" style={{ height }} className="w-full">
      <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 300, height }}>
        <LineChart data={points} margin={{ top: 6, right: 6, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid stroke="var(--line)" vertical={false} />
          <XAxis
            dataKey="label"
            tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            tickLine={false}
            axisLine={{ stroke: "var(--line)" }}
            minTickGap={28}
          />
          <YAxis
            width={52}
            domain={["auto", "auto"]}
            tick={{ fill: "var(--ink-soft)", fontSize: 11 }}
            tickLine={false}
            axisLine={false}
            tickFormatter={(value: number) => formatValue(value, answer.unit, locale)}
          />
          <Tooltip
            contentStyle={{ background: "var(--surface)", border: "1px solid var(--line)", borderRadius: 6, color: "var(--ink)" }}
            formatter={(value) => formatValue(Number(value), answer.unit, locale)}
          />
          <Line dataKey="value" stroke="var(--accent)" strokeWidth={2} dot={{ r: 2 }} isAnimationActive={false} />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
