import { editorOf } from "@/lib/reports/manage/editor";
import { getRun } from "@/lib/reports/manage/get-run";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../shown-to";

export const dynamic = "force-dynamic";

/** How far a run is, and what became of whom, for whose report it is. */
export function GET(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database }, user }) => getRun(database, editorOf(user), (await params).id));
}
