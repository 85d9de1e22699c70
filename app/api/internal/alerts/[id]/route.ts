import { removeRule } from "@/lib/alerts/manage/change-standing";
import { changeRule } from "@/lib/alerts/manage/save-rule";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedChange } from "../asked";
import { askingOf } from "../asking";
import { type AlertContext, alertIdOf } from "../rule-id";

export const dynamic = "force-dynamic";

/** Changes one's own rule, as it was at a version. */
export function PUT(request: Request, context: AlertContext): Promise<Response> {
  return answerUser(request, async ({ services, user }) => {
    const asked = await readJsonBody(request, askedChange);
    const id = await alertIdOf(context);
    await changeRule(askingOf(services, request), user, id, asked);
    return { id };
  });
}

export function DELETE(request: Request, context: AlertContext): Promise<Response> {
  return answerUser(request, async ({ services: { database, now }, user }) => {
    await removeRule(database, user, await alertIdOf(context), now());
  });
}
