import { changedKeySchema, wantedChange } from "@/lib/access/asked-key";
import { changeApiKey } from "@/lib/access/change-api-key";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { requireKnownPlaces } from "@/lib/warehouse/require-known-places";
import { type KeyContext, keyIdOf } from "../key-id";

export const dynamic = "force-dynamic";

/** Changes what is named in the body; it holds at once, in every process. */
export function PUT(request: Request, context: KeyContext): Promise<Response> {
  return answerPermitted(request, "keys:manage", async ({ services: { database, now, timeZone }, user }) => {
    const asked = await readJsonBody(request, changedKeySchema);
    const at = now();
    const change = wantedChange(asked, { now: at, timeZone });
    const { scope } = asked;
    if (scope !== undefined) await withScopedRead(database, user.scope, (read) => requireKnownPlaces(read, scope));
    const id = await keyIdOf(context);
    await changeApiKey(database, id, change, { by: { userId: user.userId }, now: at });
    return { id };
  });
}
