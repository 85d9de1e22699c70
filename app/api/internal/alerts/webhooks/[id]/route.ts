import { changeWebhook } from "@/lib/alerts/webhooks/manage-webhooks";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { askedWebhookState } from "../../asked";
import { type AlertContext, alertIdOf } from "../../rule-id";

export const dynamic = "force-dynamic";

/** Uses one's own webhook again, or not any more. */
export function PUT(request: Request, context: AlertContext): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database, now }, user }) => {
    const { enabled } = await readJsonBody(request, askedWebhookState);
    const id = await alertIdOf(context);
    await changeWebhook(database, user, id, enabled ? "enabled" : "disabled", now());
    return { id };
  });
}

export function DELETE(request: Request, context: AlertContext): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database, now }, user }) => {
    const id = await alertIdOf(context);
    await changeWebhook(database, user, id, "removed", now());
    return { id };
  });
}
