import { Temporal } from "temporal-polyfill";
import type { ViewQuery } from "@/lib/live/protocol";
import type { Watch } from "./rule-shape";

/** A week is held against so many before it, and needs two of them, as the largest changes of the overview are. */
export const weeksBefore = 4;

const placeFilters = { own: null, departments: "orgUnit", courses: "course", sections: "section" } as const;

/** The filters of a rule's place, as the KPI API takes them. */
export function filtersOf({
  place,
  program,
}: Pick<Watch, "place" | "program">): Pick<ViewQuery, "orgUnit" | "course" | "section" | "program"> {
  const name = placeFilters[place.kind];
  return {
    ...(name === null || place.kind === "own" ? {} : { [name]: place.id }),
    ...(program === null ? {} : { program }),
  };
}

/** What a rule watches on a local day: one view, as a tile would follow it. */
export function viewOf(watch: Watch, today: string): ViewQuery {
  const { kpi, over, condition } = watch;
  const base: ViewQuery = { kpi, ...filtersOf(watch) };
  const day = Temporal.PlainDate.from(today);
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const sunday = monday.add({ days: 6 }).toString();
  if (condition.when === "stale") return base;
  const byWeek = (weeks: number): ViewQuery => ({
    ...base,
    from: monday.subtract({ weeks }).toString(),
    to: sunday,
    groupBy: "week",
  });
  if (condition.when === "off-normal") return byWeek(weeksBefore);
  if ("against" in condition && condition.against === "week-before") return byWeek(1);
  const days = over === "week" ? { from: monday.toString(), to: sunday } : over === "day" ? { from: today, to: today } : {};
  return { ...base, ...days, ...("against" in condition && condition.against !== "week-before" ? { compare: condition.against } : {}) };
}

/** Of how many students the figure of such a view is, as a question of its own: without what it is held against. */
export function studentsOf({ groupBy, compare: _, ...view }: ViewQuery, today: string): ViewQuery {
  const day = Temporal.PlainDate.from(today);
  return groupBy === undefined ? view : { ...view, from: day.subtract({ days: day.dayOfWeek - 1 }).toString() };
}

/** Whether a rule is about days, which several terms may have. A section is of one term. */
export const isOfDays = (watch: Watch, today: string): boolean =>
  watch.place.kind !== "sections" && viewOf(watch, today).from !== undefined;

/** The same view in the term under way (termUnderWay), which its page is of too: days alone would take in what other terms have on them. */
export function viewIn(term: string | null, watch: Watch, today: string): ViewQuery {
  const view = viewOf(watch, today);
  return term === null || !isOfDays(watch, today) ? view : { ...view, term };
}

/** The ISO week of a local day, as the KPI API writes it. */
export function weekOf(today: string): string {
  const { yearOfWeek, weekOfYear } = Temporal.PlainDate.from(today);
  return `${yearOfWeek}-W${String(weekOfYear).padStart(2, "0")}`;
}
