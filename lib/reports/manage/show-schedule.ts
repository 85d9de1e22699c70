import type { Database } from "@/lib/platform/database";
import { effectiveAccess } from "@/lib/warehouse/access/effective-access";
import type { Calendar } from "../schedules/calendar";
import { nextOccurrences } from "../schedules/occurrences";
import type { Editor } from "./editor";
import type { ListedRow } from "./listed-row";
import { nameCalled } from "./name-called";
import type { ShownSchedule } from "./schedule-shapes";

type Showing = { editor: Editor; calendar: Calendar; now: Date; korean: boolean };

/** Rows as the screens show them, with the names of all that they name. */
export async function shownSchedules(
  database: Database,
  rows: readonly ListedRow[],
  { editor, calendar, now, korean }: Showing,
): Promise<ShownSchedule[]> {
  const calledBy = await nameCalled(database, rows, korean);
  const managesAll = new Map<string, boolean>([[editor.userId, editor.managesAll]]);
  for (const { owner } of rows) {
    if (!managesAll.has(owner)) managesAll.set(owner, (await effectiveAccess(database, owner, now)).access.may.has("reports:manage"));
  }
  return rows.map(({ decidedThrough, pausedAt, changedAt, owner, ownerName, ...row }) => ({
    ...row,
    owner: { id: owner, name: ownerName, own: owner === editor.userId, managesAll: managesAll.get(owner) === true },
    pausedAt: pausedAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
    called: calledBy(row),
    next: pausedAt === null ? nextOf(row, decidedThrough, calendar, now) : null,
  }));
}

/** What was decided is not due again, though a clock was set back. */
function nextOf({ timing }: Pick<ListedRow, "timing">, decidedThrough: Date, calendar: Calendar, now: Date): string | null {
  const after = decidedThrough > now ? decidedThrough : now;
  return nextOccurrences(timing, calendar, after, 1)[0]?.toISOString() ?? null;
}
