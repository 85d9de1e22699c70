import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { editorOf } from "@/lib/reports/manage/editor";
import { stopRun } from "@/lib/reports/manage/stop-run";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** Nobody who was not sent it yet is; 409 where the run is over. */
export function POST(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database, now }, user }) => {
    await readJsonBody(request, z.strictObject({}));
    const { id } = await params;
    await stopRun(database, editorOf(user), id, now());
    return { id };
  });
}
