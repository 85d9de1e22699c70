import { weekOf, weeksBetween } from "../kpi/weeks";

type Span = { startsOn: string; endsOn: string };

/**
 * The week before or after the one that a page is narrowed to, within its term and not after today. From the
 * whole term, back leads to the latest week; from the latest week, on leads to the whole term: null.
 */
export function shiftWeek(chosen: string | null, by: -1 | 1, term: Span, today: string): { week: string | null } | "stay" {
  const last = today < term.startsOn ? term.startsOn : today < term.endsOn ? today : term.endsOn;
  const weeks = weeksBetween(term.startsOn, last);
  const latest = weeks.at(-1) ?? weekOf(last);
  if (chosen === null) return by === -1 ? { week: latest } : "stay";
  const index = weeks.indexOf(chosen);
  if (by === 1) return index === -1 || index === weeks.length - 1 ? { week: null } : { week: weeks[index + 1] ?? null };
  const before = index === -1 ? undefined : weeks[index - 1];
  return before === undefined ? "stay" : { week: before };
}
