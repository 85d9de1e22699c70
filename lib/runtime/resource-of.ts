/**
 * Every word that an address of ours is made of, so that whatever else stands in one is an id. A test holds it to the
 * files of routes and pages.
 */
export const addressWords: ReadonlySet<string> = new Set([
  "access",
  "account",
  "addresses",
  "admin",
  "alerts",
  "api",
  "archive",
  "attachments",
  "audit",
  "auth",
  "back-channel-logout",
  "cancel",
  "changes",
  "code",
  "contacts",
  "contracts",
  "courses",
  "data",
  "departments",
  "discard",
  "documents",
  "end",
  "end-old",
  "events",
  "exports",
  "grants",
  "health",
  "holidays",
  "internal",
  "keys",
  "kpis",
  "link",
  "looks",
  "mailbox",
  "mappings",
  "meetings",
  "metrics",
  "new",
  "next",
  "notifications",
  "oidc",
  "openapi.json",
  "overview",
  "password",
  "pause",
  "people",
  "person",
  "places",
  "policies",
  "presence",
  "preview",
  "print",
  "quarantine",
  "read",
  "ready",
  "reason",
  "recipients",
  "recovery-codes",
  "remove",
  "replay",
  "reports",
  "resume",
  "revoke",
  "roles",
  "roll",
  "rotate",
  "rows",
  "run",
  "runs",
  "scales",
  "schedules",
  "search",
  "second-factor",
  "sections",
  "sessions",
  "settings",
  "sight",
  "sign-in",
  "sign-out",
  "sources",
  "standing",
  "state",
  "students",
  "terms",
  "v1",
  "verification",
  "view-as",
  "webhooks",
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
