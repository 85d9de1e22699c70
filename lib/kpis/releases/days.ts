import { Temporal } from "temporal-polyfill";

/** The Monday of an ISO week as answers name it: `2026-W11`. */
export function mondayOf(week: string): string {
  const [year = "0", number = "1"] = week.split("-W");
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  return fourth
    .subtract({ days: fourth.dayOfWeek - 1 })
    .add({ weeks: Number(number) - 1 })
    .toString();
}

/** The Monday of a day's week. */
export function mondayBefore(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

export const sundayOf = (monday: string): string => Temporal.PlainDate.from(monday).add({ days: 6 }).toString();
