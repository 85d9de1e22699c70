import { formatValue, type Locale } from "../kpi/format";

/** Where an axis begins and ends, and its marks: round numbers, three to five of them. */
export type Axis = { low: number; high: number; ticks: number[] };

/** `fromZero` for what counts up from nothing; `most` is the unit's own end, such as 1 for a rate. */
export function axisOf(values: readonly number[], { fromZero, most }: { fromZero: boolean; most: number }): Axis {
  const least = fromZero ? 0 : Math.min(...values);
  const greatest = Math.max(...values);
  if (values.length === 0) return { low: 0, high: most, ticks: [0, most] };
  const step = roundStep(Math.max(greatest - least, most / 50) / 3);
  const low = Math.max(0, Math.min(floorTo(least, step), most - step));
  const high = Math.min(most, Math.max(ceilTo(greatest, step), low + step));
  const ticks: number[] = [];
  for (let index = 0; low + index * step <= high + step / 1_000; index += 1) ticks.push(tidy(low + index * step));
  return { low: tidy(low), high: tidy(high), ticks };
}

/** 1, 2 or 5 times a power of ten, at least as large as asked. */
function roundStep(wanted: number): number {
  const power = 10 ** Math.floor(Math.log10(wanted));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= wanted * 0.999) ?? 10);
}

const floorTo = (value: number, step: number) => Math.floor(value / step + 1e-9) * step;
const ceilTo = (value: number, step: number) => Math.ceil(value / step - 1e-9) * step;
/** Without what binary fractions leave behind. */
const tidy = (value: number) => Number(value.toPrecision(12));

/** What stands beside a mark: whole percents where all marks are. */
export function tickText(value: number, { ticks }: Axis, unit: "ratio" | "points", locale: Locale): string {
  const whole = unit === "ratio" && ticks.every((tick) => Math.abs(tick * 100 - Math.round(tick * 100)) < 1e-6);
  return whole ? `${Math.round(value * 100)}%` : formatValue(value, unit, locale);
}
