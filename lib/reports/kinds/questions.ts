import { Temporal } from "temporal-polyfill";
import { definitionOf, type Filter } from "@/lib/kpis/definitions";
import type { KpiId } from "@/lib/kpis/question";
import type { KpiQuery } from "@/lib/kpis/request";
import type { ReportContent } from "../content-shape";

/** The days that a report is about: null for the term so far. */
export type Days = { from: string; to: string };

/** The Monday and Sunday of the week that was over on a day. */
export function lastWeekOf(today: string): Days {
  const date = Temporal.PlainDate.from(today);
  const sunday = date.subtract({ days: date.dayOfWeek % 7 === 0 ? 7 : date.dayOfWeek });
  return { from: sunday.subtract({ days: 6 }).toString(), to: sunday.toString() };
}

export type Asked = {
  content: Pick<ReportContent, "subject" | "program" | "yearOfStudy" | "compare">;
  term: string | null;
  days: Days | null;
  /** Readers of releases are given what counts up to a day as of now alone. */
  released: boolean;
};

/** A filter of the report that a figure does not know, so that it stands for more and must say so. */
export type Unapplied = "program" | "yearOfStudy" | "from" | "days";

/**
 * A figure of the report: narrowed to whatever the report is narrowed to and the KPI knows. `whole`: of the whole term, as
 * trends and heat maps are.
 */
export function questionOf(kpi: KpiId, asked: Asked, more: Partial<KpiQuery> = {}, { whole = false } = {}): KpiQuery {
  const { content, term, days, released } = asked;
  const { filters } = definitionOf(kpi);
  const knows = (filter: Filter) => filters.includes(filter);
  const spans = !whole && days !== null;
  return {
    kpi,
    ...(term === null ? {} : { term }),
    ...placeOf(content.subject),
    ...(content.program !== null && knows("program") ? { program: content.program } : {}),
    ...(content.yearOfStudy !== null && knows("yearOfStudy") ? { yearOfStudy: String(content.yearOfStudy) } : {}),
    ...(spans && knows("from") ? { from: days.from } : {}),
    ...(spans && knows("to") && (knows("from") || !released) ? { to: days.to } : {}),
    ...more,
  };
}

export function unappliedTo(kpi: KpiId, { content, days, released }: Asked): Unapplied[] {
  const { filters } = definitionOf(kpi);
  const unapplied: Unapplied[] = [];
  if (content.program !== null && !filters.includes("program")) unapplied.push("program");
  if (content.yearOfStudy !== null && !filters.includes("yearOfStudy")) unapplied.push("yearOfStudy");
  if (days !== null && !filters.includes("from")) unapplied.push(filters.includes("to") && !released ? "from" : "days");
  return unapplied;
}

export function placeOf(subject: ReportContent["subject"]): Pick<KpiQuery, "orgUnit" | "course" | "section"> {
  switch (subject.of) {
    case "own":
      return {};
    case "org-unit":
      return { orgUnit: subject.orgUnit };
    case "course":
      return { course: subject.course };
    case "section":
      return { section: subject.section };
  }
}
