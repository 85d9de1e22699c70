import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { editorOf } from "@/lib/reports/manage/editor";
import { removeSchedule } from "@/lib/reports/manage/remove-schedule";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** Ends a report for good; what it sent stays in the archive. */
export function POST(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database, now }, user }) => {
    await readJsonBody(request, z.strictObject({}));
    const { id } = await params;
    await removeSchedule(database, editorOf(user), id, now());
    return { id };
  });
}
