import { changeStanding } from "@/lib/alerts/manage/change-standing";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedStanding } from "../../asked";
import { type AlertContext, alertIdOf } from "../../rule-id";

export const dynamic = "force-dynamic";

/** Acknowledges, mutes, pauses or resumes one's own rule. */
export function POST(request: Request, context: AlertContext): Promise<Response> {
  return answerUser(request, async ({ services: { database, now }, user }) => {
    const { change } = await readJsonBody(request, askedStanding);
    await changeStanding(database, user, await alertIdOf(context), change, now());
  });
}
