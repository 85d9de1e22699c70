import { markRead } from "@/lib/alerts/notices/mark-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedRead } from "../../alerts/asked";

export const dynamic = "force-dynamic";

/** Marks one as read, or all. */
export function POST(request: Request): Promise<Response> {
  return answerUser(request, async ({ services: { database, now }, user }) => {
    const { id } = await readJsonBody(request, askedRead);
    await markRead(database, user.userId, id, now());
  });
}
