import type { KpiAnswer } from "@/lib/kpis/answer";
import type { ViewQuery } from "@/lib/live/protocol";
import type { Shell } from "../shell/shell-context";
import { addDays, daysBetween, mondayOf } from "./weeks";

type Known = Pick<Shell, "terms" | "currentTerm" | "today">;

/**
 * What a breakdown is held against: the same up to the same week of the term compared with, so that a term
 * under way is not held against a whole one. Null where there is no such term.
 */
export function otherTermViewOf(view: ViewQuery, answer: KpiAnswer, { terms, currentTerm, today }: Known): ViewQuery | null {
  const other = answer.comparison?.term;
  if (other === undefined) return null;
  const termOf = (id: string | null) => terms.find((term) => term.id === id) ?? null;
  const [own, past] = [termOf(answer.term ?? currentTerm), termOf(other)];
  const { compare: _, from, to, ...asked } = view;
  const aligned = (day: string) =>
    own === null || past === null ? undefined : addDays(mondayOf(past.startsOn), daysBetween(mondayOf(own.startsOn), day));
  const end = to ?? (own !== null && today <= own.endsOn ? addDays(mondayOf(today), 6) : undefined);
  return {
    ...asked,
    term: other,
    ...(from === undefined ? {} : { from: aligned(from) }),
    ...(end === undefined ? {} : { to: aligned(end) }),
  };
}

/** The same in the term compared with. */
export const inOtherTerm = ({ compare: _, ...asked }: ViewQuery, term: string): ViewQuery => ({ ...asked, term });
