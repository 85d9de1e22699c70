import { type PlaceScope, placesOf } from "@/lib/access/place-scope";
import type { ScopedRead } from "@/lib/access/scoped-read";
import { BellwetherError } from "@/lib/platform/errors";
import { nameScopePlaces } from "./queries/name-scope-places";

/** Throws bad-request where a scope names a place that is not there, or not in the scope of the read: both alike. */
export async function requireKnownPlaces(read: ScopedRead, scope: PlaceScope, field = "scope"): Promise<void> {
  const places = placesOf(scope);
  if (places.length === 0) return;
  const known = new Set((await nameScopePlaces(read, places, false)).map(({ kind, id }) => `${kind}/${id}`));
  const missing = places.find(({ kind, id }) => !known.has(`${kind}/${id}`));
  if (missing === undefined) return;
  throw new BellwetherError("bad-request", "A scope names places that are known.", { field, rule: "known", found: missing.id });
}
