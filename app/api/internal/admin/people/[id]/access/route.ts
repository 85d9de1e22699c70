import { withScopedRead } from "@/lib/access/scoped-read";
import { readQuery } from "@/lib/contracts/read-query";
import { readPolicy } from "@/lib/kpis/read-policy";
import { localDay } from "@/lib/platform/clock";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { thingSchema } from "@/lib/warehouse/access/asked-thing";
import { explainAccess } from "@/lib/warehouse/access/explain-access";
import { type IdContext, shownTo } from "../../../administering";

export const dynamic = "force-dynamic";

/** Whether somebody can see a unit, course, section or student, how closely, and why. */
export function GET(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(
    request,
    "access:manage",
    async (ask) => {
      const { database } = ask.services;
      const thing = readQuery(request, thingSchema);
      const asked = shownTo(ask, request);
      const policy = await withScopedRead(database, { kind: "none" }, (read) => readPolicy(read, localDay(asked.now, asked.timeZone)));
      return explainAccess(database, (await context.params).id, thing, { ...asked, threshold: policy.suppression.threshold });
    },
    200,
    "read",
  );
}
