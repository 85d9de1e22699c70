import { Temporal } from "temporal-polyfill";
import { definitionOf } from "@/lib/kpis/definitions";
import type { ViewQuery } from "@/lib/live/protocol";
import type { Watch } from "../rules/rule-shape";
import { viewOf } from "../rules/view-of";

type TermDays = { id: string; startsOn: string; endsOn: string };

/** A day of a past term on which a rule is looked at, and what is asked then. `asOf`: what was known at its end. */
export type Moment = { day: string; view: ViewQuery; asOf: boolean };

/** Of which kind the moments are: each day, each week's end, or each week's end as it was known then. */
export type MomentKind = "day" | "week" | "known-then";

export function kindOf({ kpi, over, condition }: Watch): MomentKind | "not-kept" {
  if (condition.when === "stale") return "not-kept"; // how long a source had been silent is not kept
  if (!definitionOf(kpi).filters.includes("to")) return "known-then";
  return over === "day" ? "day" : "week";
}

/** The moments of a term: the rule's own view, as it would have been asked on each of these days. */
export function momentsOf(watch: Watch, term: TermDays, kind: MomentKind): Moment[] {
  return daysOf(term, kind).map((day) => ({ day, asOf: kind === "known-then", view: viewThen(watch, term, day, kind) }));
}

function viewThen(watch: Watch, term: TermDays, day: string, kind: MomentKind): ViewQuery {
  const view = { ...viewOf(watch, day), term: term.id };
  return kind === "known-then" || view.to !== undefined ? view : { ...view, to: day }; // "so far" is up to the day
}

function daysOf({ startsOn, endsOn }: TermDays, kind: MomentKind): string[] {
  const [first, last] = [Temporal.PlainDate.from(startsOn), Temporal.PlainDate.from(endsOn)];
  const step = kind === "day" ? 1 : 7;
  const days: string[] = [];
  let day = kind === "day" ? first : first.add({ days: 7 - first.dayOfWeek });
  // A week's end: of the last week too, which may be over after the term is.
  const until = kind === "day" ? last : last.add({ days: 7 - last.dayOfWeek });
  for (; Temporal.PlainDate.compare(day, until) <= 0; day = day.add({ days: step })) days.push(day.toString());
  return days;
}
