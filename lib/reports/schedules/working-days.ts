import type { Temporal } from "temporal-polyfill";
import type { Calendar } from "./calendar";

/** After so many days without one there are no working days: a calendar of holidays alone must not be searched for ever. */
const longestBreak = 366;

export const isWeekend = (day: Temporal.PlainDate): boolean => day.dayOfWeek > 5;
export const isHoliday = (day: Temporal.PlainDate, { holidays }: Calendar): boolean => holidays.has(day.toString());
/** Monday to Friday but holidays. */
export const isWorkingDay = (day: Temporal.PlainDate, calendar: Calendar): boolean => !isWeekend(day) && !isHoliday(day, calendar);

/** The days between the last working day before this one and this one, the nearest first: what was put off to it fell on them. */
export function daysOffBefore(day: Temporal.PlainDate, calendar: Calendar): Temporal.PlainDate[] {
  const off: Temporal.PlainDate[] = [];
  for (let before = day.subtract({ days: 1 }); off.length < longestBreak; before = before.subtract({ days: 1 })) {
    if (isWorkingDay(before, calendar)) break;
    off.push(before);
  }
  return off;
}

export function isLastWorkingDayOfMonth(day: Temporal.PlainDate, calendar: Calendar): boolean {
  if (!isWorkingDay(day, calendar)) return false;
  for (let later = day.add({ days: 1 }); later.month === day.month; later = later.add({ days: 1 })) {
    if (isWorkingDay(later, calendar)) return false;
  }
  return true;
}
