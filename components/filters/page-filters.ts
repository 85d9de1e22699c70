import { comparisons } from "@/lib/kpis/question";
import type { ViewQuery } from "@/lib/live/protocol";
import { addDays, daysOfWeek, mondayOf } from "../kpi/weeks";

/** What a page may be compared with: whatever the KPIs know. */
export type Compare = NonNullable<ViewQuery["compare"]>;
export const usualComparison = "previous-year" satisfies Compare;

/** What an address narrows a page to. A week wins over a range: it is what one clicks inside of one. */
export type PageFilters = {
  term: string | null;
  week: string | null;
  /** Local days, both included; either may be open. */
  from: string | null;
  to: string | null;
  /** For readers of released figures never, as the year of study. */
  program: string | null;
  /** 1 to 20, as text. */
  yearOfStudy: string | null;
  compare: Compare;
  /** As it was known at this moment (RFC 3339); null: now. */
  asOf: string | null;
};

/** Parameters that stand for a part of a term: they go where another term is chosen. */
export const periodParameters = ["week", "from", "to"] as const;

type Read = (name: string) => string | null;

/**
 * Reads an address; what it cannot mean is left out. `released`: for readers of released figures a range is
 * whole weeks, so its ends are moved outwards to a Monday and a Sunday.
 */
export function readFilters(read: Read, released: boolean): PageFilters {
  const given = (name: string) => {
    const value = read(name);
    return value === null || value === "" || value.length > 200 ? null : value;
  };
  const week = given("week");
  const range = week === null ? null : daysOfWeek(week);
  const compare = comparisons.find((one) => one === read("compare")) ?? usualComparison;
  const plain = {
    term: given("term"),
    program: released ? null : given("program"),
    yearOfStudy: released ? null : yearIn(given("yearOfStudy")),
    compare,
    asOf: momentIn(given("asOf")),
  };
  if (range !== null) return { ...plain, week, ...range };
  const from = dayIn(given("from"));
  const to = dayIn(given("to"));
  if (from !== null && to !== null && from > to) return { ...plain, week: null, from: null, to: null };
  if (!released) return { ...plain, week: null, from, to };
  return { ...plain, week: null, from: from === null ? null : mondayOf(from), to: to === null ? null : addDays(mondayOf(to), 6) };
}

const yearIn = (text: string | null) => (text !== null && /^([1-9]|1\d|20)$/.test(text) ? text : null);

const momentForm = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** A moment with its zone, as the KPI API takes it. */
export function momentIn(text: string | null): string | null {
  const day = text === null || !momentForm.test(text) ? null : dayIn(text.slice(0, 10));
  return day === null ? null : text;
}

/** A day that exists, of the years that events may be of. */
function dayIn(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < "1900-01-01" || text > "2200-12-31") return null;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? null : text;
}

/** What an address must say to mean these filters, and nothing that is usual. */
export function toParameters(filters: PageFilters): Record<keyof PageFilters, string | null> {
  const { term, week, from, to, program, yearOfStudy, compare, asOf } = filters;
  const range = week === null ? { from, to } : { from: null, to: null };
  return { term, week, ...range, program, yearOfStudy, compare: compare === usualComparison ? null : compare, asOf };
}
