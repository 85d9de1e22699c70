import { readJsonBody } from "@/lib/contracts/read-json-body";
import { localDay } from "@/lib/platform/clock";
import { localeOf } from "@/lib/platform/locale";
import { listPolicies } from "@/lib/policies/list-policies";
import { makeVersion } from "@/lib/policies/make-version";
import { newVersionSchema } from "@/lib/policies/policy-draft";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** The policy that holds, all its versions, the scales, the terms, and what is being computed again. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "policies:manage", async ({ services: { database, now, timeZone } }) =>
    listPolicies(database, { today: localDay(now(), timeZone), timeZone, korean: localeOf(request.headers) === "ko" }),
  );
}

/** Makes a version; 409 where somebody made another meanwhile. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "policies:manage",
    async ({ services, actor }) => {
      const version = await readJsonBody(request, newVersionSchema);
      const today = localDay(services.now(), services.timeZone);
      return { version: await makeVersion(services.database, { ...version, actor, today }) };
    },
    201,
  );
}
