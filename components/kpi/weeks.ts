/** ISO weeks as the KPI API writes them: `2026-W11`. Days are local days, `YYYY-MM-DD`. */

const dayLength = 86_400_000;
const weekPattern = /^(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/;

const instantOf = (day: string) => Date.parse(`${day}T00:00:00Z`);
const dayOf = (instant: number) => new Date(instant).toISOString().slice(0, 10);

export const addDays = (day: string, count: number): string => dayOf(instantOf(day) + count * dayLength);
export const daysBetween = (from: string, to: string): number => Math.round((instantOf(to) - instantOf(from)) / dayLength);

/** The Monday of a day's week. */
export function mondayOf(day: string): string {
  const weekday = (new Date(instantOf(day)).getUTCDay() + 6) % 7;
  return addDays(day, -weekday);
}

/** The week of a day. Its year is that of its Thursday. */
export function weekOf(day: string): string {
  const thursday = addDays(mondayOf(day), 3);
  const year = thursday.slice(0, 4);
  const number = 1 + Math.floor(daysBetween(`${year}-01-01`, thursday) / 7);
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** Monday and Sunday of a week; null where the text is none. */
export function daysOfWeek(week: string): { from: string; to: string } | null {
  const match = weekPattern.exec(week);
  if (match === null) return null;
  const from = addDays(mondayOf(`${match[1]}-01-04`), 7 * (Number(match[2]) - 1));
  return weekOf(from) === week ? { from, to: addDays(from, 6) } : null;
}

export const weekNumber = (week: string): number => Number(week.slice(6));

/** Every week from one day's to another's. */
export function weeksBetween(from: string, to: string): string[] {
  const weeks: string[] = [];
  for (let monday = mondayOf(from); monday <= to; monday = addDays(monday, 7)) weeks.push(weekOf(monday));
  return weeks;
}
