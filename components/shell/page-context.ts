import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { cache } from "react";
import { accessKey } from "@/lib/access/access-key";
import { type AsOf, asOfMoment } from "@/lib/access/as-of";
import { choosesScope } from "@/lib/access/chosen-scope";
import { currentPrincipal } from "@/lib/access/current-principal";
import type { UserPrincipal } from "@/lib/access/principal";
import { builtInLike } from "@/lib/access/roles";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { isBellwetherError } from "@/lib/platform/errors";
import { getServices } from "@/lib/runtime/services";
import { listPrograms } from "@/lib/warehouse/queries/list-programs";
import { listTerms } from "@/lib/warehouse/queries/list-terms";
import { type Compare, momentIn, readFilters, toParameters } from "../filters/page-filters";
import { addToQuery } from "./query";
import { rolesInWords } from "./roles-in-words";
import { scopeInWords } from "./scope-in-words";
import type { Shell, Viewing } from "./shell-context";
import { termOn } from "./term-on";

export type Search = Promise<Record<string, string | string[] | undefined>>;
export type PageParameters = { params: Promise<{ id: string }>; searchParams: Search };

/** Who reads, once a request; null where nobody is signed in. */
export const reader = cache(() => currentPrincipal(getServices()));

/** What all parts of the page know of the institution, for a reader; read once a request. */
export const readShell = cache(async (principal: UserPrincipal): Promise<Shell> => {
  const services = getServices();
  const today = localDay(services.now(), services.timeZone);
  const { terms, policy, programs, scope } = await withScopedRead(services.database, principal.scope, async (read) => ({
    terms: await listTerms(read, today),
    policy: await readPolicy(read, today),
    programs: await listPrograms(read),
    scope: await scopeInWords(read),
  }));
  const [first] = principal.roles;
  const current = terms.find((term) => term.underWay) ?? terms[0] ?? null;
  return {
    terms,
    currentTerm: current?.id ?? null,
    today,
    threshold: policy.suppression.threshold,
    seesStudents: principal.studentScope.kind !== "none",
    programs,
    scope,
    released: !principal.studentLevel,
    userId: principal.userId,
    likeRole: first === undefined ? "viewer" : builtInLike(first),
    mayViewAs: principal.may.has("view-as:use"),
    choosesScope: choosesScope(principal),
    access: accessKey(principal),
    seesFigures: principal.scope.kind !== "none",
    viewing: await viewingOf(principal),
  };
});

async function viewingOf({ viewedBy, name, roles }: UserPrincipal): Promise<Viewing | null> {
  if (viewedBy === undefined) return null;
  const { view, person, since, until } = viewedBy;
  const instant = (at: number) => new Date(at).toISOString();
  return {
    view,
    name: person ? name : null,
    roles: (await rolesInWords(roles)).join(", "),
    since: instant(since),
    until: instant(until),
  };
}

export type PageState = {
  term: string | null;
  week: string | null;
  /** What the address asks of figures that know days, of those that stand on a day, and of all. */
  days: { term?: string; from?: string; to?: string; program?: string; yearOfStudy?: string };
  standing: { term?: string; to?: string; program?: string; yearOfStudy?: string };
  whole: { term?: string; program?: string; yearOfStudy?: string };
  compare: { compare: Compare };
  /** As of when everything is shown; null: now. */
  moment: string | null;
  /** The part of the address that goes along when one drills. */
  query: string;
};

/** The address is the state: term, week or range, program and comparison. What it cannot mean is left out. */
export async function readState(search: Search): Promise<PageState> {
  const [given, principal] = await Promise.all([search, reader()]);
  const filters = readFilters((name) => {
    const value = given[name];
    return typeof value === "string" ? value : null;
  }, principal?.studentLevel !== true);
  const { week, from, to } = filters;
  // A range is of the page's term: without one named it would reach over all that ran then.
  const ranged = from !== null || to !== null;
  const services = getServices();
  const moment = inThePast(filters.asOf);
  // On a page of the past today is the day of then.
  const today = localDay(moment === null ? services.now() : new Date(moment), services.timeZone);
  const term = filters.term ?? (ranged && principal !== null ? await termOfThen(principal, today) : null);
  const { program, yearOfStudy } = filters;
  const whole = {
    ...(term === null ? {} : { term }),
    ...(program === null ? {} : { program }),
    ...(yearOfStudy === null ? {} : { yearOfStudy }),
  };
  // Readers of released figures are given what stands on a day as of now alone.
  const over = to !== null && to < today && principal?.studentLevel === true;
  return {
    term: filters.term,
    week,
    whole,
    days: { ...whole, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) },
    // A range that is not over stands as of now.
    standing: over ? { ...whole, to } : whole,
    compare: { compare: filters.compare },
    moment,
    query: addToQuery("", toParameters(filters)),
  };
}

async function termOfThen(principal: UserPrincipal, day: string): Promise<string | null> {
  const { terms, currentTerm } = await readShell(principal);
  return termOn(terms, day)?.id ?? currentTerm;
}

/** The past moment that an address names; null for now, and where it cannot be read or lies ahead. */
export async function readMoment(search: Search): Promise<string | null> {
  const { asOf } = await search;
  return inThePast(momentIn(typeof asOf === "string" ? asOf : null));
}

const inThePast = (moment: string | null) => (moment === null || Date.parse(moment) > getServices().now().getTime() ? null : moment);

/** The same for reads under a scope. */
export const asOfOf = (moment: string | null): AsOf | null => (moment === null ? null : asOfMoment(moment, getServices().now()));

/** Reads something under the reader's scope, as it was known at the moment; unknown and out of scope are the same page. */
export async function readOrNotFound<T>(
  find: (read: ScopedRead, korean: boolean) => Promise<T | null>,
  moment: string | null = null,
): Promise<T> {
  const principal = await reader();
  if (principal === null) notFound();
  const korean = (await getLocale()) === "ko";
  const at = (asOf: AsOf | null) => withScopedRead(getServices().database, principal.scope, (read) => find(read, korean), asOf);
  // Before all that is kept, places have the names of now, and their figures say what is wrong.
  const found = await at(asOfOf(moment)).catch((error: unknown) => (isBeforeHistory(error) ? at(null) : Promise.reject(error)));
  if (found === null) notFound();
  return found;
}

const isBeforeHistory = (error: unknown) => isBellwetherError(error) && error.facts.rule === "before-history";

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
