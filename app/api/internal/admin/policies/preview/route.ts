import { choosesScope } from "@/lib/access/chosen-scope";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { localDay } from "@/lib/platform/clock";
import { localeOf } from "@/lib/platform/locale";
import { draftSchema } from "@/lib/policies/policy-draft";
import { previewDraft } from "@/lib/policies/preview-draft";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** What a draft would do to real figures; writes nothing. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "policies:manage", async ({ services: { database, now, timeZone }, user }) => {
    const draft = await readJsonBody(request, draftSchema);
    return previewDraft(
      { database, today: localDay(now(), timeZone), locale: localeOf(request.headers), seesEveryStudent: choosesScope(user) },
      draft,
    );
  });
}
