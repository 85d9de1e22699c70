import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { holidaySchema, removeHoliday } from "@/lib/reports/manage/holidays";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

/** From now on the day is like any other. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database }, actor }) => {
    const { day } = await readJsonBody(request, z.strictObject({ day: holidaySchema.shape.day }));
    await removeHoliday(database, day, actor);
    return { day };
  });
}
