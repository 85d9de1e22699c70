import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { askedTimingSchema } from "@/lib/reports/manage/asked-schedule";
import { foreseeRuns } from "@/lib/reports/manage/foresee-runs";
import { listHolidays } from "@/lib/reports/manage/holidays";
import { readCalendar } from "@/lib/reports/schedules/read-calendar";
import { answerSignedIn } from "@/lib/runtime/answer-signed-in";

export const dynamic = "force-dynamic";

/** When a timing that is being edited would be due next; keeps nothing. */
export function POST(request: Request): Promise<Response> {
  return answerSignedIn(request, async ({ services: { database, now } }) => {
    const { timing } = await readJsonBody(request, z.strictObject({ timing: askedTimingSchema }));
    return foreseeRuns(timing, await readCalendar(database.owner), await listHolidays(database.owner), now());
  });
}
