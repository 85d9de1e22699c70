import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { readCalendar } from "../schedules/read-calendar";
import type { Editor } from "./editor";
import { listedRowSchema, listedSchedulesSql } from "./listed-row";
import type { ShownSchedule } from "./schedule-shapes";
import { shownSchedules } from "./show-schedule";

/** More than this are no list: an institution that has more looks for them by owner. */
const most = 500;

type Showing = { now: Date; korean: boolean };

/** One's own reports first, then those of others for who manages all; by name. */
export async function listSchedules(database: Database, editor: Editor, showing: Showing): Promise<ShownSchedule[]> {
  const found = await database.owner.query(`${listedSchedulesSql} ORDER BY s.owner <> $1, lower(s.name), s.id LIMIT ${most}`, [
    editor.userId,
    editor.managesAll,
  ]);
  const rows = z.array(listedRowSchema).parse(found.rows);
  return shownSchedules(database, rows, { ...showing, editor, calendar: await readCalendar(database.owner) });
}
