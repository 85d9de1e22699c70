import { keyDays } from "@/lib/access/key-days";

/** A local day so many days on. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const usualLastDay = (today: string): string => addDays(today, keyDays.usual);
export const lastDayAllowed = (today: string): string => addDays(today, keyDays.most);
