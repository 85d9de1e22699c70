import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { readCalendar } from "../schedules/read-calendar";
import type { Editor } from "./editor";
import { listedRowSchema, listedSchedulesSql } from "./listed-row";
import { readSchedule } from "./read-schedule";
import type { ShownSchedule } from "./schedule-shapes";
import { shownSchedules } from "./show-schedule";

/** One report as the screens show it. Foreign and unknown ids are alike. Throws not-found, and conflict where it cannot be read. */
export async function getSchedule(
  database: Database,
  editor: Editor,
  id: string,
  showing: { now: Date; korean: boolean },
): Promise<ShownSchedule> {
  const found = z.uuid().safeParse(id).success
    ? await database.owner.query(`${listedSchedulesSql} AND s.id = $3`, [editor.userId, editor.managesAll, id])
    : { rows: [] };
  const rows = found.rows.map((row) => readSchedule(listedRowSchema, row));
  const [shown] = await shownSchedules(database, rows, { ...showing, editor, calendar: await readCalendar(database.owner) });
  if (shown === undefined) throw new BellwetherError("not-found", "There is no such report.", { field: "id" });
  return shown;
}
