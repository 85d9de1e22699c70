import { formatDay, formatTime, type Locale } from "../kpi/format";

const weekdays: Readonly<Record<Locale, readonly string[]>> = {
  en: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  ko: ["일요일", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일"],
};
const day = 86_400_000;

/** A moment as somebody remembers it: a time of today, a weekday of the last six days, else the day. */
export function formatSince(instant: string, today: string, locale: Locale, timeZone: string): string {
  const local = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));
  const ago = Math.round((Date.parse(today) - Date.parse(local)) / day);
  if (ago <= 0) return formatTime(instant, timeZone);
  if (ago < 7) return weekdays[locale][new Date(local).getUTCDay()] ?? formatDay(local, locale);
  return formatDay(local, locale, true);
}
