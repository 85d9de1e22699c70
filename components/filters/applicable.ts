import type { ViewQuery } from "@/lib/live/protocol";
import { definitionFor } from "../kpi/definition-text";
import type { PageFilters } from "./page-filters";

/** A view without the filters that its KPI lacks: what lacks one says so (unappliedTo), and is not refused. */
export function applicable(view: ViewQuery): ViewQuery {
  const known = definitionFor(view.kpi)?.filters ?? [];
  const { program, yearOfStudy, ...rest } = view;
  return {
    ...rest,
    ...(program === undefined || !known.includes("program") ? {} : { program }),
    ...(yearOfStudy === undefined || !known.includes("yearOfStudy") ? {} : { yearOfStudy }),
  };
}

export type Unapplied = "program" | "year" | "range" | "from";

/**
 * The page's filters that a view does not follow. `range`: it is of the whole term whatever the days; `from`:
 * it is as of the range's last day, or of today where that is earlier.
 */
export function unappliedTo(view: ViewQuery, filters: PageFilters): Unapplied[] {
  const known = definitionFor(view.kpi)?.filters ?? [];
  const byWeek = view.groupBy?.split(",").includes("week") === true;
  const unapplied: Unapplied[] = [];
  if (filters.program !== null && view.program === undefined) unapplied.push("program");
  if (filters.yearOfStudy !== null && view.yearOfStudy === undefined) unapplied.push("year");
  if ((filters.from !== null || filters.to !== null) && !byWeek && !known.includes("from")) {
    unapplied.push(known.includes("to") ? "from" : "range");
  }
  return unapplied;
}
