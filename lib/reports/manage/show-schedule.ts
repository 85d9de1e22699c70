import { choosesScope } from "@/lib/access/chosen-scope";
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
  const rights = new Map([[editor.userId, { managesAll: editor.managesAll, choosesScope: choosesScope(editor.sight) }]]);
  for (const { owner } of rows) {
    if (rights.has(owner)) continue;
    const { access } = await effectiveAccess(database, owner, now);
    rights.set(owner, { managesAll: access.may.has("reports:manage"), choosesScope: choosesScope(access) });
  }
  return rows.map(({ decidedThrough, pausedAt, changedAt, owner, ownerName, ...row }) => ({
    ...row,
    owner: { id: owner, name: ownerName, own: owner === editor.userId, ...(rights.get(owner) ?? without) },
    pausedAt: pausedAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
    called: calledBy(row),
    next: pausedAt === null ? nextOf(row, decidedThrough, calendar, now) : null,
  }));
}

const without = { managesAll: false, choosesScope: false };

/** What was decided is not due again, though a clock was set back. */
function nextOf({ timing }: Pick<ListedRow, "timing">, decidedThrough: Date, calendar: Calendar, now: Date): string | null {
  const after = decidedThrough > now ? decidedThrough : now;
  return nextOccurrences(timing, calendar, after, 1)[0]?.toISOString() ?? null;
}
