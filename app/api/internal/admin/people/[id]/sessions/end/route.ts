import { z } from "zod";
import { endPersonSessions } from "@/lib/access/administration/person-sessions";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../../../administering";

export const dynamic = "force-dynamic";

/** Signs somebody out everywhere. */
export function POST(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    await readJsonBody(request, z.strictObject({}));
    const by = { ...administratorOf(ask), session: ask.user.sessionId };
    return { ended: await endPersonSessions(ask.services.database, by, (await context.params).id) };
  });
}
