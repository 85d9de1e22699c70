import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { editorOf } from "@/lib/reports/manage/editor";
import { pauseSchedule } from "@/lib/reports/manage/pause-schedule";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import type { IdContext } from "../../../shown-to";

export const dynamic = "force-dynamic";

/** Sends nothing more until it is resumed. */
export function POST(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database, now }, user }) => {
    await readJsonBody(request, z.strictObject({}));
    const { id } = await params;
    await pauseSchedule(database, editorOf(user), id, now());
    return { id };
  });
}
