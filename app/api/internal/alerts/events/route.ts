import { listEvents } from "@/lib/alerts/manage/list-events";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** What became of one's own rules. */
export function GET(request: Request): Promise<Response> {
  return answerUser(request, async ({ services: { database }, user }) => ({ events: await listEvents(database, user) }));
}
