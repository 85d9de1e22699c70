import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { whatTheySee } from "@/lib/warehouse/access/what-they-see";
import { type IdContext, shownTo } from "../../../administering";

export const dynamic = "force-dynamic";

/** What somebody sees now, in counts and first names of places. */
export function GET(request: Request, context: IdContext): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) =>
    whatTheySee(ask.services.database, (await context.params).id, shownTo(ask, request)),
  );
}
