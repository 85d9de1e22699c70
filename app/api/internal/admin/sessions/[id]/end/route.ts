import { z } from "zod";
import { endPersonSession } from "@/lib/access/administration/person-sessions";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { administratorOf, type IdContext } from "../../../administering";

export const dynamic = "force-dynamic";

/** Ends one session of somebody. */
export function POST(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    await readJsonBody(request, z.strictObject({}));
    await endPersonSession(ask.services.database, { ...administratorOf(ask), session: ask.user.sessionId }, (await context.params).id);
    return { ended: 1 };
  });
}
