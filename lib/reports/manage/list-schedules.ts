import type { Database } from "@/lib/platform/database";
import { tellFailure } from "@/lib/platform/errors";
import { readRows, rowsNotRead } from "@/lib/platform/read-rows";
import { readCalendar } from "../schedules/read-calendar";
import type { Editor } from "./editor";
import { listedHeadSchema, listedRowSchema, listedSchedulesSql } from "./listed-row";
import type { ListedSchedules } from "./schedule-shapes";
import { shownSchedules } from "./show-schedule";

/** More than this are no list: an institution that has more looks for them by owner. */
const most = 500;

type Showing = { now: Date; korean: boolean };

/** One's own reports first, then those of others for who manages all; by name. Those that cannot be read apart, with what is sure. */
export async function listSchedules(database: Database, editor: Editor, showing: Showing): Promise<ListedSchedules> {
  const found = await database.owner.query(`${listedSchedulesSql} ORDER BY s.owner <> $1, lower(s.name), s.id LIMIT ${most}`, [
    editor.userId,
    editor.managesAll,
  ]);
  const rows = readRows(listedRowSchema, found.rows, "schedule", tellFailure);
  const heads = rowsNotRead(found.rows, rows).map((row) => listedHeadSchema.parse(row));
  return {
    schedules: await shownSchedules(database, rows, { ...showing, editor, calendar: await readCalendar(database.owner) }),
    unreadable: heads.map(({ id, name, owner, ownerName, pausedAt }) => ({
      id,
      name,
      owner: { name: ownerName, own: owner === editor.userId },
      pausedAt: pausedAt?.toISOString() ?? null,
    })),
  };
}
