import { Temporal } from "temporal-polyfill";
import type { KpiContext } from "../read-context";

/** Activity of seven days is released by whole weeks: up to the last Sunday that was in the term, or before today. */
export function lastSunday({ term, today }: Pick<KpiContext, "term" | "today">): string {
  return sundayUpTo(term === null || term.endsOn === null || today < term.endsOn ? today : term.endsOn);
}

export function sundayUpTo(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek % 7 }).toString();
}
