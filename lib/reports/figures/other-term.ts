import { Temporal } from "temporal-polyfill";
import type { KpiAnswer } from "@/lib/kpis/answer";
import type { KpiQuery } from "@/lib/kpis/request";
import type { TermDays } from "./report-shape";

/**
 * What a breakdown is held against: the same up to the same week of the term compared with, as on the screens
 * (components/kpi/other-term-view.ts). Null where there is no such term.
 */
export function inTermComparedWith(query: KpiQuery, answer: KpiAnswer, terms: readonly TermDays[], today: string): KpiQuery | null {
  const other = answer.comparison?.term;
  if (other === undefined) return null;
  const termOf = (id: string | null) => terms.find((term) => term.id === id) ?? null;
  const [own, past] = [termOf(answer.term), termOf(other)];
  const { compare: _, from, to, ...asked } = query;
  const end = to ?? (own !== null && today <= own.endsOn ? mondayOf(today).add({ days: 6 }).toString() : undefined);
  const aligned = (day: string) => (own === null || past === null ? undefined : alignedDay(day, own, past));
  return {
    ...asked,
    term: other,
    ...(from === undefined ? {} : { from: aligned(from) }),
    ...(end === undefined ? {} : { to: aligned(end) }),
  };
}

/** Days are aligned by whole weeks from the Monday of the term's first week. */
function alignedDay(day: string, own: TermDays, past: TermDays): string {
  const { days } = mondayOf(own.startsOn).until(Temporal.PlainDate.from(day), { largestUnit: "day" });
  return mondayOf(past.startsOn).add({ days }).toString();
}

function mondayOf(day: string): Temporal.PlainDate {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 });
}

/** The same in the term compared with, all of it. */
export function inWholeTerm({ compare: _, from: __, to: ___, ...asked }: KpiQuery, term: string): KpiQuery {
  return { ...asked, term };
}
