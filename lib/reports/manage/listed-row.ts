import { z } from "zod";
import { listedRunSql } from "./listed-run";
import { openTo, scheduleColumns, scheduleHeadSchema, scheduleRowSchema } from "./schedule-row";
import { lastRunSchema } from "./schedule-shapes";

/** A schedule with whose it is and its last run. */
export const listedRowSchema = scheduleRowSchema.extend({ ownerName: z.string(), last: z.nullable(lastRunSchema) });
export type ListedRow = z.infer<typeof listedRowSchema>;

export const listedHeadSchema = scheduleHeadSchema.extend({ ownerName: z.string() });

/** SQL: schedules that are there for an editor, with whose they are and their last run; takes who it is and whether they manage all. */
export const listedSchedulesSql = `SELECT ${scheduleColumns("s")}, u.name AS "ownerName", (
    SELECT ${listedRunSql("r")} FROM app.report_run r WHERE r.schedule = s.id AND r.purpose <> 'preview' ORDER BY r.fired_at DESC, r.id LIMIT 1) AS last
  FROM app.report_schedule s JOIN app."user" u ON u.id = s.owner WHERE ${openTo("s", "$1", "$2")}`;
