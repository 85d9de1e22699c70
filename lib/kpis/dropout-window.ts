import type { Policy } from "./policy";
import type { DatedTerm } from "./read-context";

/** First and last day, and the day on which the cohort is counted: local days. */
export type Window = { from: string; to: string; census: string };

/** The window and census day that the policy gives a term (kpis.md, dropout rate). */
export function dropoutWindow(term: DatedTerm, policy: Policy): Window {
  const year = Number(term.startsOn.slice(0, 4)) - (Number(term.startsOn.slice(5, 7)) < 3 ? 1 : 0);
  const lastOfFebruary = new Date(Date.UTC(year + 1, 2, 0)).toISOString().slice(0, 10);
  const korean = policy.dropout.window === "korean-year";
  return {
    from: korean ? `${year}-03-01` : term.startsOn,
    to: korean ? lastOfFebruary : term.endsOn,
    census: policy.dropout.census === "april-1" ? `${year}-04-01` : term.censusOn,
  };
}
