import type { KpiAnswer } from "@/lib/kpis/answer";

export type Locale = "en" | "ko";
type Unit = KpiAnswer["unit"];

/** How numbers and dates are written in each language. */
const region: Readonly<Record<Locale, string>> = { en: "en-GB", ko: "ko-KR" };

const decimals = (unit: Unit) => (unit === "ratio" ? 1 : 2);

/** A value in its unit; a dash where there is none. */
export function formatValue(value: number | null, unit: Unit, locale: Locale): string {
  if (value === null) return "–";
  const digits = decimals(unit);
  const style = unit === "ratio" ? { style: "percent" as const } : {};
  return new Intl.NumberFormat(region[locale], { ...style, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

/** The size of a difference in the unit's own steps, without its sign: percentage points or grade points. */
export function formatDistance(gap: number, unit: Unit, locale: Locale): string {
  const digits = decimals(unit);
  const text = new Intl.NumberFormat(region[locale], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    Math.abs(unit === "ratio" ? gap * 100 : gap),
  );
  if (unit !== "ratio") return text;
  return locale === "ko" ? `${text}%p` : `${text} pp`;
}

/** The same with its sign, for columns. */
export function formatGap(gap: number, unit: Unit, locale: Locale): string {
  const sign = isEven(gap, unit) ? "±" : gap > 0 ? "+" : "−";
  return `${sign}${formatDistance(gap, unit, locale)}`;
}

/** Whether a difference disappears when it is written. */
export const isEven = (gap: number, unit: Unit): boolean => Math.abs(unit === "ratio" ? gap * 100 : gap) < 0.5 / 10 ** decimals(unit);

export const formatCount = (count: number, locale: Locale): string => new Intl.NumberFormat(region[locale]).format(count);

/** A number of measures, with no more digits than it has use for. */
export const formatMeasure = (value: number, locale: Locale): string =>
  new Intl.NumberFormat(region[locale], { maximumFractionDigits: 1 }).format(value);

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const dayFormat = (locale: Locale, year: boolean) =>
  new Intl.DateTimeFormat(region[locale], {
    day: "numeric",
    month: "short",
    ...(year ? { year: "numeric" as const } : {}),
    timeZone: "UTC",
  });

/** A local day, `YYYY-MM-DD`, as people write it. */
export const formatDay = (text: string, locale: Locale, year = false): string => dayFormat(locale, year).format(day(text));

/** From one local day to another. */
export const formatDays = (from: string, to: string, locale: Locale, year = false): string =>
  dayFormat(locale, year).formatRange(day(from), day(to));

/** An instant in the institution's zone. */
export function formatInstant(instant: string, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(region[locale], { dateStyle: "medium", timeStyle: "short", timeZone }).format(new Date(instant));
}

export function formatTime(instant: string | number, locale: Locale, timeZone: string): string {
  return new Intl.DateTimeFormat(region[locale], { timeStyle: "short", timeZone }).format(new Date(instant));
}
