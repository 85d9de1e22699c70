import { Temporal } from "temporal-polyfill";
import { definitionOf } from "./definitions";
import { dropoutWindow } from "./dropout-window";
import type { Policy } from "./policy";
import type { DatedTerm } from "./read-context";
import { type KpiRequest, spansTerms } from "./request";

/** `otherPolicy`: that of the other term, where it is another. */
export type Compared = { own: DatedTerm; other: DatedTerm; policy: Policy; otherPolicy?: Policy; today: string };

/** KPIs that look at a day, by default today or their window's last: the comparison looks at the day aligned with it. */
const looksAtDay: ReadonlySet<string> = new Set(["dropout-rate", "engagement-rate"]);

/**
 * The same question about another term: days are aligned by their distance from the window's start. While
 * the window is open the other is taken as far as this one has come; a whole term that is over is
 * compared with the whole of the other. A range that may span terms is moved as it is.
 */
export function comparedRequest(request: KpiRequest, compared: Compared): KpiRequest {
  const { own, other, today } = compared;
  const { compare: _, groupBy: __, asOf: ___, term: ____, from, to, ...rest } = request;
  const window = windowOf(request, own, compared.policy);
  const otherWindow = windowOf(request, other, compared.otherPolicy ?? compared.policy);
  const aligned = (day: string) => {
    const days = Temporal.PlainDate.from(window.from).until(Temporal.PlainDate.from(day), { largestUnit: "day" }).days;
    return Temporal.PlainDate.from(otherWindow.from).add({ days }).toString();
  };
  const end = to ?? defaultEnd(request, window.to, today);
  // A day of the window stands for a day of the other one, which may be shorter.
  const alignedEnd = (day: string) => {
    const moved = aligned(day);
    return looksAtDay.has(request.kpi) && day <= window.to && moved > otherWindow.to ? otherWindow.to : moved;
  };
  return {
    ...rest,
    ...(spansTerms(request) ? {} : { term: other.id }),
    ...(from === undefined ? {} : { from: aligned(from) }),
    ...(end === undefined ? {} : { to: alignedEnd(end) }),
  };
}

function defaultEnd(request: KpiRequest, lastDay: string, today: string): string | undefined {
  if (!definitionOf(request.kpi).filters.includes("to")) return undefined;
  if (today < lastDay) return today;
  return looksAtDay.has(request.kpi) ? lastDay : undefined;
}

function windowOf(request: KpiRequest, term: DatedTerm, policy: Policy): { from: string; to: string } {
  return request.kpi === "dropout-rate" ? dropoutWindow(term, policy) : { from: term.startsOn, to: term.endsOn };
}

/** Whether two terms have the same window, so that comparing them would say nothing. */
export const sharesWindow = (request: KpiRequest, { own, other, policy, otherPolicy = policy }: Compared): boolean =>
  windowOf(request, own, policy).from === windowOf(request, other, otherPolicy).from;
