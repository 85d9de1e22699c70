import { readJsonBody } from "@/lib/contracts/read-json-body";
import { addHoliday, holidaySchema, listHolidays } from "@/lib/reports/manage/holidays";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** Days on which the institution rests. */
export function GET(request: Request): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database } }) => ({
    holidays: await listHolidays(database.owner),
  }));
}

/** Adds one; 409 where the day is one already. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(
    request,
    "reports:manage",
    async ({ services: { database }, actor }) => {
      const holiday = await readJsonBody(request, holidaySchema);
      await addHoliday(database, holiday, actor);
      return holiday;
    },
    201,
  );
}
