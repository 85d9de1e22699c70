import type { KpiQuery } from "./request";

/** One spelling of a request, for caches and shared views. */
export function canonicalQuery(query: KpiQuery): string {
  const entries = Object.entries(query).filter(([, value]) => value !== undefined);
  return JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))));
}
