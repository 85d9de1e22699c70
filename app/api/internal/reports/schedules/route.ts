import { readJsonBody } from "@/lib/contracts/read-json-body";
import { hasStore } from "@/lib/platform/delivery-config";
import { askedScheduleSchema } from "@/lib/reports/manage/asked-schedule";
import { createSchedule } from "@/lib/reports/manage/create-schedule";
import { editorOf } from "@/lib/reports/manage/editor";
import { listSchedules } from "@/lib/reports/manage/list-schedules";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";
import { shownTo } from "../shown-to";

export const dynamic = "force-dynamic";

/** One's own reports; for who manages reports those of all. */
export function GET(request: Request): Promise<Response> {
  return answerSignedIn(request, (ask) => listSchedules(ask.services.database, editorOf(ask.user), shownTo(ask, request)));
}

/** Schedules a report for oneself; for others, and addresses outside, with `reports:manage`. */
export function POST(request: Request): Promise<Response> {
  return answerSignedIn(
    request,
    async ({ services: { database, config, now }, user }) => {
      const asked = await readJsonBody(request, askedScheduleSchema);
      return createSchedule(database, editorOf(user), asked, { now: now(), stores: hasStore(config.reportStore) });
    },
    201,
  );
}
