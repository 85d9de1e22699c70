import { Temporal } from "temporal-polyfill";
import type { Rule } from "../timing-shape";
import type { Calendar, TermDays } from "./calendar";

export type TermRule = Extract<Rule, { every: "term" }>;

/** The days, so many weeks from an event of each term; a term without a census day has none of that event. */
export function termEventDays({ event, weeks }: TermRule, { terms }: Calendar): ReadonlySet<string> {
  const days = terms.map((term) => eventDay(term, event)?.add({ weeks }).toString());
  return new Set(days.filter((day) => day !== undefined));
}

function eventDay({ startsOn, censusOn, endsOn }: TermDays, event: TermRule["event"]): Temporal.PlainDate | null {
  const start = Temporal.PlainDate.from(startsOn);
  switch (event) {
    case "start":
      return start;
    case "census":
      return censusOn === null ? null : Temporal.PlainDate.from(censusOn);
    case "mid-term":
      return start.add({ days: Math.floor(start.until(endsOn).days / 2) });
    case "end":
      return Temporal.PlainDate.from(endsOn);
  }
}
