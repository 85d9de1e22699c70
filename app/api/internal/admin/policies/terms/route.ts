import { readJsonBody } from "@/lib/contracts/read-json-body";
import { defineTerm, termEntrySchema } from "@/lib/entries/define-term";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** Defines a term or changes its days, as an event on the log; what hangs on it follows a moment later. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "policies:manage",
    async ({ services, user }) => defineTerm(services, user, await readJsonBody(request, termEntrySchema)),
    202,
  );
}
