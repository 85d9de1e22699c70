import { listNotifications } from "@/lib/alerts/notices/list-notifications";
import { answerUser } from "@/lib/runtime/answer-user";

export const dynamic = "force-dynamic";

/** What one was told last. */
export function GET(request: Request): Promise<Response> {
  return answerUser(request, ({ services: { database }, user }) => listNotifications(database, user));
}
