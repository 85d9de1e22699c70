import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { currentPrincipal } from "@/lib/access/current-principal";
import type { UserPrincipal } from "@/lib/access/principal";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { getServices } from "@/lib/runtime/services";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import { daysOfWeek } from "../kpi/weeks";
import { addToQuery } from "./query";
import type { Shell } from "./shell-context";

export type Search = Promise<Record<string, string | string[] | undefined>>;
export type PageParameters = { params: Promise<{ id: string }>; searchParams: Search };

/** Who reads, once a request; null where nobody is signed in. */
export const reader = cache(() => currentPrincipal(getServices()));

/** What all parts of the page know of the institution, for a reader; once a request. */
export const readShell = cache(async (principal: UserPrincipal): Promise<Shell> => {
  const services = getServices();
  const today = localDay(services.now(), services.timeZone);
  const { terms, policy } = await withScopedRead(services.database, principal.scope, async (read) => ({
    terms: await listTerms(read, today),
    policy: await readPolicy(read, today),
  }));
  const current = terms.find((term) => term.underWay) ?? terms[0] ?? null;
  return {
    terms,
    currentTerm: current?.id ?? null,
    today,
    threshold: policy.suppression.threshold,
    absenceLimit: policy.attendance.absenceLimit,
    attendance: { lateWeight: policy.attendance.lateWeight, excused: policy.attendance.excused },
  };
});

export type PageState = {
  term: string | null;
  week: string | null;
  /** What the address asks of figures that know days, of those that are as of a day, and of all. */
  days: { term?: string; from?: string; to?: string };
  asOf: { term?: string; to?: string };
  whole: { term?: string };
  compare: { compare: "previous-year" | "previous-term" };
  /** The part of the address that goes along when one drills. */
  query: string;
};

/** The address is the state: term, week and comparison. What it cannot mean is left out. */
export async function readState(search: Search): Promise<PageState> {
  const { term, week, compare } = await search;
  const whole = typeof term === "string" && term !== "" ? { term } : {};
  const range = typeof week === "string" ? daysOfWeek(week) : null;
  const services = getServices();
  const over = range !== null && range.to < localDay(services.now(), services.timeZone);
  return {
    term: whole.term ?? null,
    week: range !== null && typeof week === "string" ? week : null,
    whole,
    days: range === null ? whole : { ...whole, ...range },
    // A week that is not over stands as of now.
    asOf: range === null || !over ? whole : { ...whole, to: range.to },
    compare: { compare: compare === "previous-term" ? "previous-term" : "previous-year" },
    query: addToQuery("", {
      term: whole.term ?? null,
      week: range !== null && typeof week === "string" ? week : null,
      compare: compare === "previous-term" ? compare : null,
    }),
  };
}

/** Reads something under the reader's scope; unknown and out of scope are the same page. */
export async function readOrNotFound<T>(find: (read: ScopedRead, korean: boolean) => Promise<T | null>): Promise<T> {
  const principal = await reader();
  if (principal === null) notFound();
  const korean = (await getLocale()) === "ko";
  const found = await withScopedRead(getServices().database, principal.scope, (read) => find(read, korean));
  if (found === null) notFound();
  return found;
}

/** Whether this reader is released figures only: then no two breakdowns at a time. */
export async function readsReleases(): Promise<boolean> {
  const principal = await reader();
  return principal === null || !principal.studentLevel;
}

/** What this reader breaks the whole down by: the level that is open to them. */
export async function ownLevel(): Promise<"departments" | "courses" | "sections"> {
  const principal = await reader();
  switch (principal?.scope.kind) {
    case "institution":
      return "departments";
    case "org-units":
      return "courses";
    default:
      return "sections";
  }
}
