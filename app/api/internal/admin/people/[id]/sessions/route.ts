import { listPersonSessions } from "@/lib/access/administration/person-sessions";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import type { IdContext } from "../../../administering";

export const dynamic = "force-dynamic";

/** Where somebody is signed in. */
export function GET(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async ({ services, user }) =>
    listPersonSessions(services.database, user, (await context.params).id, services.now()),
  );
}
