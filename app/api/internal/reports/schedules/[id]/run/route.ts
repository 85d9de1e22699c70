import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { editorOf } from "@/lib/reports/manage/editor";
import { startRun } from "@/lib/reports/manage/start-run";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** Runs a report by hand, as it is saved. */
export function POST(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(
    request,
    async ({ services: { database, now }, user }) => {
      await readJsonBody(request, z.strictObject({}));
      return startRun(database, editorOf(user), (await params).id, now());
    },
    202,
  );
}
