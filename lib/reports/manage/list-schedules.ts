import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { readCalendar } from "../schedules/read-calendar";
import type { Editor } from "./editor";
import { listedRunSql } from "./listed-run";
import { openTo, scheduleColumns, scheduleRowSchema } from "./schedule-row";
import { lastRunSchema, type ShownSchedule } from "./schedule-shapes";
import { shownSchedules } from "./show-schedule";

/** More than this are no list: an institution that has more looks for them by owner. */
const most = 500;

export const listedRowSchema = scheduleRowSchema.extend({ ownerName: z.string(), last: z.nullable(lastRunSchema) });
export type ListedRow = z.infer<typeof listedRowSchema>;

/** SQL: schedules that are there for an editor, with whose they are and their last run; takes who it is and whether they manage all. */
export const listedSchedulesSql = `SELECT ${scheduleColumns("s")}, u.name AS "ownerName", (
    SELECT ${listedRunSql("r")} FROM app.report_run r WHERE r.schedule = s.id AND r.purpose <> 'preview' ORDER BY r.fired_at DESC, r.id LIMIT 1) AS last
  FROM app.report_schedule s JOIN app."user" u ON u.id = s.owner WHERE ${openTo("s", "$1", "$2")}`;

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
