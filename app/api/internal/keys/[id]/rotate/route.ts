import { rotationSchema } from "@/lib/access/asked-key";
import { rotateApiKey } from "@/lib/access/change-api-key";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { type KeyContext, keyIdOf } from "../../key-id";

export const dynamic = "force-dynamic";

/** Gives the key a new secret, which is in this answer and nowhere else; the one so far holds until the moment asked for. */
export function POST(request: Request, context: KeyContext): Promise<Response> {
  return answerPermitted(
    request,
    "keys:manage",
    async ({ services: { database, now }, user }) => {
      const { oldUntil } = await readJsonBody(request, rotationSchema);
      const at = now();
      const until = oldUntil === "now" ? at : new Date(oldUntil);
      return rotateApiKey(database, await keyIdOf(context), { by: { userId: user.userId }, now: at, oldUntil: until });
    },
    201,
  );
}
