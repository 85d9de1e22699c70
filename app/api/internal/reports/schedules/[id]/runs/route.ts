import { editorOf } from "@/lib/reports/manage/editor";
import { listRuns } from "@/lib/reports/manage/list-runs";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** The runs of a report, the latest first, for whom it is open to. */
export function GET(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database }, user }) => ({
    runs: await listRuns(database, editorOf(user), (await params).id),
  }));
}
