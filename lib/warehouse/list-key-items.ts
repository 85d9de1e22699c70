import { type KeyState, standingOf } from "@/lib/access/key-standing";
import type { KeyItem } from "@/lib/access/keys-shape";
import { type ListedKey, listApiKeys } from "@/lib/access/manage-api-keys";
import { placeScopeSchema, placesOf } from "@/lib/access/place-scope";
import type { Scope } from "@/lib/access/scope";
import { withScopedRead } from "@/lib/access/scoped-read";
import { localDay } from "@/lib/platform/clock";
import type { Database } from "@/lib/platform/database";
import { nameScopePlaces } from "./queries/name-scope-places";

type Reading = { scope: Scope; now: Date; timeZone: string; korean: boolean };

/** All keys as the screen shows them: how they stand, with the places of their scopes by name; the newest first. */
export async function listKeyItems(database: Database, { scope, now, timeZone, korean }: Reading): Promise<KeyItem[]> {
  const keys = (await listApiKeys(database)).reverse();
  const places = keys.flatMap((key) => placesOf(key.scope));
  const named = await withScopedRead(database, scope, (read) => nameScopePlaces(read, places, korean));
  const nameOf = new Map(named.map(({ kind, id, name }) => [`${kind}/${id}`, name]));
  return keys.map(({ prefix: _, ...key }) => {
    const standing = standingOf(key, now);
    return {
      ...key,
      ...standing,
      scope: placeScopeSchema.safeParse(key.scope).data ?? null,
      places: placesOf(key.scope).map((place) => ({ ...place, name: nameOf.get(`${place.kind}/${place.id}`) ?? place.id })),
      createdAt: key.createdAt.toISOString(),
      expiresAt: instantOf(key.expiresAt),
      // A day is over at its midnight, so that the last day that it holds is the one before.
      expiresOn: key.expiresAt === null ? null : localDay(new Date(key.expiresAt.getTime() - 1), timeZone),
      revokedAt: instantOf(key.revokedAt),
      lastUsedAt: instantOf(key.lastUsedAt),
      secrets: shownSecrets(key, standing.state, now),
    };
  });
}

function shownSecrets({ secrets }: Pick<ListedKey, "secrets">, state: KeyState, now: Date): KeyItem["secrets"] {
  const shown = state === "active" ? secrets.filter(({ endsAt }) => endsAt === null || endsAt > now) : secrets.slice(0, 1);
  return shown.map((secret) => ({
    ...secret,
    createdAt: secret.createdAt.toISOString(),
    endsAt: instantOf(secret.endsAt),
    lastUsedAt: instantOf(secret.lastUsedAt),
  }));
}

const instantOf = (at: Date | null): string | null => at?.toISOString() ?? null;
