import { z } from "zod";
import { revokeApiKey } from "@/lib/access/manage-api-keys";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { BellwetherError } from "@/lib/platform/errors";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { type KeyContext, keyIdOf } from "../../key-id";

export const dynamic = "force-dynamic";

/** Ends the key for good, with all of its secrets, at once. */
export function POST(request: Request, context: KeyContext): Promise<Response> {
  return answerPermitted(request, "keys:manage", async ({ services: { database, now }, user }) => {
    await readJsonBody(request, z.strictObject({}));
    const id = await keyIdOf(context);
    const ended = await revokeApiKey(database, id, { by: { userId: user.userId }, now: now() });
    if (ended === 0) throw new BellwetherError("not-found", "There is no such key that could be revoked.", { field: "id" });
    return { id };
  });
}
