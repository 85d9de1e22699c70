import { listWebhooks, makeWebhook } from "@/lib/alerts/webhooks/manage-webhooks";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { askedWebhook } from "../asked";

export const dynamic = "force-dynamic";

/** One's own webhooks, for who may send out of the house; without their secrets. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database }, user }) => ({
    webhooks: await listWebhooks(database, user.userId),
  }));
}

/** Makes one. Its secret is in this answer and nowhere else. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "reports:manage",
    async ({ services: { database, vault, config, now }, user }) => {
      const asked = await readJsonBody(request, askedWebhook);
      return makeWebhook({ database, vault, allowPrivate: config.webhookPrivate, now: now() }, user, asked);
    },
    201,
  );
}
