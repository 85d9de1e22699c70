import { z } from "zod";
import { endOldSecret } from "@/lib/access/change-api-key";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { type KeyContext, keyIdOf } from "../../key-id";

export const dynamic = "force-dynamic";

/** Ends the older of the key's two secrets at once. */
export function POST(request: Request, context: KeyContext): Promise<Response> {
  return answerPermitted(request, "keys:manage", async ({ services: { database, now }, user }) => {
    await readJsonBody(request, z.strictObject({}));
    const id = await keyIdOf(context);
    await endOldSecret(database, id, { by: { userId: user.userId }, now: now() });
    return { id };
  });
}
