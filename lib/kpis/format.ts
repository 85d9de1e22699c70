import type { KpiAnswer } from "./answer";

export type Locale = "en" | "ko";
type Unit = KpiAnswer["unit"];

/** How numbers and dates are written in each language. */
const region: Readonly<Record<Locale, string>> = { en: "en-GB", ko: "ko-KR" };

/** Formatters are dear to make, and a page writes hundreds of numbers four times a second: each is made once. */
const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(locale: Locale, most?: number, { least = 0, percent = false } = {}): Intl.NumberFormat {
  const key = `${locale} ${most} ${least} ${percent}`;
  const digits = most === undefined ? {} : { minimumFractionDigits: least, maximumFractionDigits: most };
  const made = numbers.get(key) ?? new Intl.NumberFormat(region[locale], { ...(percent ? { style: "percent" as const } : {}), ...digits });
  numbers.set(key, made);
  return made;
}

const decimals = (unit: Unit) => (unit === "ratio" ? 1 : 2);

/** A value in its unit; a dash where there is none. */
export function formatValue(value: number | null, unit: Unit, locale: Locale): string {
  if (value === null) return "–";
  const digits = decimals(unit);
  return numberFormat(locale, digits, { least: digits, percent: unit === "ratio" }).format(value);
}

/** A share in whole percents. */
export const formatShare = (share: number, locale: Locale): string => numberFormat(locale, 0, { percent: true }).format(share);

/** The size of a difference in the unit's own steps, without its sign: percentage points or grade points. */
export function formatDistance(gap: number, unit: Unit, locale: Locale): string {
  const digits = decimals(unit);
  const text = numberFormat(locale, digits, { least: digits }).format(Math.abs(unit === "ratio" ? gap * 100 : gap));
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

export const formatCount = (count: number, locale: Locale): string => numberFormat(locale).format(count);

/** A number of measures, with no more digits than it has use for. */
export const formatMeasure = (value: number, locale: Locale): string => numberFormat(locale, 1).format(value);

/*
 * Days and times are put together here rather than by Intl: its wording differs between a server and a
 * browser (Sep, Sept; kinds of space), and a page must read the same at both ends.
 */
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A local day, `YYYY-MM-DD`, as people write it. */
export function formatDay(text: string, locale: Locale, year = false): string {
  const [ofYear, month, day] = partsOf(text);
  if (locale === "ko") return `${year ? `${ofYear}년 ` : ""}${month}월 ${day}일`;
  return `${day} ${months[month - 1]}${year ? ` ${ofYear}` : ""}`;
}

/** From one local day to another, saying what they share once. */
export function formatDays(from: string, to: string, locale: Locale, year = false): string {
  const [fromYear, fromMonth, fromDay] = partsOf(from);
  const [toYear, toMonth, toDay] = partsOf(to);
  const sameYear = fromYear === toYear;
  const sameMonth = sameYear && fromMonth === toMonth;
  if (locale === "ko") {
    const end = sameMonth ? `${toDay}일` : formatDay(to, locale, year && !sameYear);
    return `${formatDay(from, locale, year)}~${end}`;
  }
  const start = sameMonth ? `${fromDay}–` : `${formatDay(from, locale, year && !sameYear)} – `;
  return `${start}${formatDay(to, locale, year)}`;
}

/** An instant in the institution's zone. */
export const formatInstant = (instant: string, locale: Locale, timeZone: string): string => {
  const { day, time } = inZone(instant, timeZone);
  return `${formatDay(day, locale, true)}${locale === "ko" ? " " : ", "}${time}`;
};

export const formatTime = (instant: string | number, timeZone: string): string => inZone(instant, timeZone).time;

/** The local day of an instant, `YYYY-MM-DD`. */
export const dayInZone = (instant: string, timeZone: string): string => inZone(instant, timeZone).day;

function partsOf(day: string): [number, number, number] {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return [year, month, date];
}

/** The local day and time of an instant, `YYYY-MM-DD` and `HH:MM`. */
function inZone(instant: string | number, timeZone: string): { day: string; time: string } {
  const format = new Intl.DateTimeFormat("en", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
  const parts = new Map(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]));
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? "";
  return { day: `${part("year")}-${part("month")}-${part("day")}`, time: `${part("hour")}:${part("minute")}` };
}
