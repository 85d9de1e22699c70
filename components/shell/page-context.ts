import { notFound } from "next/navigation";
import { getLocale } from "next-intl/server";
import { currentPrincipal } from "@/lib/access/current-principal";
import { type ScopedRead, withScopedRead } from "@/lib/access/scoped-read";
import { getServices } from "@/lib/runtime/services";

export type PageParameters = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The part of the address that goes along when one drills: the term. */
export async function termOf(search: PageParameters["searchParams"]): Promise<{ term: { term?: string }; query: string }> {
  const { term } = await search;
  if (typeof term !== "string" || term === "") return { term: {}, query: "" };
  return { term: { term }, query: `?term=${encodeURIComponent(term)}` };
}

/** Reads something under the reader's scope; unknown and out of scope are the same page. */
export async function readOrNotFound<T>(find: (read: ScopedRead, korean: boolean) => Promise<T | null>): Promise<T> {
  const services = getServices();
  const principal = await currentPrincipal(services);
  if (principal === null) notFound();
  const korean = (await getLocale()) === "ko";
  const found = await withScopedRead(services.database, principal.scope, (read) => find(read, korean));
  if (found === null) notFound();
  return found;
}

/** Whether this reader is released figures only: then no two breakdowns at a time. */
export async function readsReleases(): Promise<boolean> {
  const principal = await currentPrincipal(getServices());
  return principal === null || !principal.studentLevel;
}
