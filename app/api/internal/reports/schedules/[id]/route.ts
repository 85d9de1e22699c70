import { readJsonBody } from "@/lib/contracts/read-json-body";
import { hasStore } from "@/lib/platform/delivery-config";
import { changedScheduleSchema } from "@/lib/reports/manage/asked-schedule";
import { changeSchedule } from "@/lib/reports/manage/change-schedule";
import { editorOf } from "@/lib/reports/manage/editor";
import { findSchedule } from "@/lib/reports/manage/find-schedule";
import { getSchedule } from "@/lib/reports/manage/get-schedule";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import { type IdContext, shownTo } from "../../shown-to";

export const dynamic = "force-dynamic";

/** A report for whom it is open to; foreign and unknown ids are alike. */
export function GET(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async (ask) =>
    getSchedule(ask.services.database, editorOf(ask.user), (await params).id, shownTo(ask, request)),
  );
}

/** Changes the version that was edited; 409 where somebody changed it meanwhile. */
export function PUT(request: Request, { params }: IdContext): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database, config, now }, user }) => {
    const [{ id }, editor] = [await params, editorOf(user)];
    // Whose report it is not is told so, and not what is wrong with what they sent.
    await findSchedule(database.owner, editor, id);
    const asked = await readJsonBody(request, changedScheduleSchema);
    return changeSchedule(database, editor, id, asked, { now: now(), stores: hasStore(config.reportStore) });
  });
}
