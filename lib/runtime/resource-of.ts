/**
 * Every word that an address of ours is made of, so that whatever else stands in one is an id. A test holds it to the
 * files of routes and pages.
 */
export const addressWords: ReadonlySet<string> = new Set([
  "access",
  "account",
  "admin",
  "api",
  "audit",
  "auth",
  "back-channel-logout",
  "changes",
  "code",
  "contacts",
  "contracts",
  "courses",
  "data",
  "departments",
  "discard",
  "end",
  "end-old",
  "exports",
  "grants",
  "health",
  "internal",
  "keys",
  "kpis",
  "link",
  "looks",
  "mappings",
  "meetings",
  "metrics",
  "oidc",
  "openapi.json",
  "overview",
  "password",
  "people",
  "person",
  "places",
  "policies",
  "presence",
  "preview",
  "quarantine",
  "ready",
  "reason",
  "recovery-codes",
  "remove",
  "replay",
  "revoke",
  "roles",
  "roll",
  "rotate",
  "rows",
  "scales",
  "search",
  "second-factor",
  "sections",
  "sessions",
  "sight",
  "sign-in",
  "sign-out",
  "sources",
  "state",
  "students",
  "terms",
  "v1",
  "verification",
  "view-as",
  "why",
  "withdraw",
]);

/** Filters that name a place or a person. */
const filters = ["section", "course", "orgUnit", "program", "term", "id"] as const;

/** Of which kind is what an address names, every id a star: `api/internal/students/*`. Null where there is no such place at all. */
export function resourceOf(path: string): string | null {
  const [first = "", ...rest] = path.split("/").filter((part) => part !== "");
  if (!addressWords.has(first)) return null;
  return [first, ...rest.slice(0, mostParts).map((part) => (addressWords.has(part) ? part : "*"))].join("/");
}

/** No address of ours has more. */
const mostParts = 8;

/** By which filters an address asks: their names alone. */
export function filtersOf(search: string): string[] {
  const asked = new URLSearchParams(search);
  return filters.filter((name) => asked.has(name));
}
