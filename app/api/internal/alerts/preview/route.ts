import { backTest } from "@/lib/alerts/past/back-test";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { answerUser } from "@/lib/runtime/answer-user";
import { askedWatch } from "../asked";
import { askingOf } from "../asking";

export const dynamic = "force-dynamic";

/** What a rule would have fired on in the last term; nothing is kept of it. */
export function POST(request: Request): Promise<Response> {
  return answerUser(request, async ({ services, user }) => {
    const { watch } = await readJsonBody(request, askedWatch);
    return backTest(askingOf(services, request), user, watch);
  });
}
