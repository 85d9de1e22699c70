import { newKeySchema, wantedKey } from "@/lib/access/asked-key";
import type { KeyList } from "@/lib/access/keys-shape";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { defaultEventsPerSecond } from "@/lib/ingest/rate-limit";
import { localeOf } from "@/lib/platform/locale";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { listKeyItems } from "@/lib/warehouse/list-key-items";
import { requireKnownPlaces } from "@/lib/warehouse/require-known-places";

export const dynamic = "force-dynamic";

/** All keys with how they stand, without their secrets; the newest first. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "keys:manage", async ({ services: { database, now, timeZone }, user }): Promise<KeyList> => {
    const reading = { scope: user.scope, now: now(), timeZone, korean: localeOf(request.headers) === "ko" };
    return { keys: await listKeyItems(database, reading), defaultEventsPerSecond };
  });
}

/** Makes a key. Its secret is in this answer and nowhere else. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "keys:manage",
    async ({ services: { database, now, timeZone }, user }) => {
      const wanted = await readJsonBody(request, newKeySchema);
      const at = now();
      const key = wantedKey(wanted, { now: at, timeZone });
      await withScopedRead(database, user.scope, (read) => requireKnownPlaces(read, wanted.scope));
      return createApiKey(database, key, { by: { userId: user.userId }, own: true, now: at });
    },
    201,
  );
}
