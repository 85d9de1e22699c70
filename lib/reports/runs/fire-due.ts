import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Calendar } from "../schedules/calendar";
import { occurrences } from "../schedules/occurrences";
import { readCalendar } from "../schedules/read-calendar";
import { decideDue } from "./decide-due";
import { occurrenceId } from "./ids";
import { insertRun } from "./insert-run";
import { inForce, type ScheduleRow, scheduleColumns, scheduleRowSchema } from "./schedule-row";

/** Milliseconds ahead that are looked through for the next time: whoever waits looks again before. */
const lookAhead = 5 * 60_000;

/** Milliseconds after which a time without any occurrence is decided too, so that it is not looked through again. */
const longestUndecided = 86_400_000;

/** `next`: when the next one is due, if that is soon. */
export type Fired = { fired: number; next: Date | null };

/**
 * Fires what is due (REPORT-2), whoever else does the same: a schedule is held while it is decided, its runs have ids of
 * schedule and time, and what was decided is not decided again, for `decided_through` never goes back. A clock that is
 * set back fires nothing twice. `onError` hears of a schedule that cannot be read; the others go on.
 */
export async function fireDue(database: Database, now: Date, onError: (error: unknown) => void): Promise<Fired> {
  const calendar = await readCalendar(database.owner);
  const found = await database.owner.query(`SELECT ${scheduleColumns} FROM app.report_schedule WHERE ${inForce} ORDER BY id`);
  let fired = 0;
  let next: number | null = null;
  for (const row of found.rows) {
    try {
      const schedule = scheduleRowSchema.parse(row);
      const due = occurrences(schedule.timing, calendar, schedule.decidedThrough, { through: new Date(now.getTime() + lookAhead) });
      const ahead = due.find((at) => at > now)?.getTime();
      if (ahead !== undefined) next = Math.min(next ?? ahead, ahead);
      const isOld = now.getTime() - schedule.decidedThrough.getTime() > longestUndecided;
      if (isOld || due.some((at) => at <= now)) fired += await fireOne(database, schedule.id, calendar, now);
    } catch (error) {
      onError(error);
    }
  }
  return { fired, next: next === null ? null : new Date(next) };
}

/** In one transaction; one that another process decides at this moment is left to it. */
function fireOne(database: Database, id: string, calendar: Calendar, now: Date): Promise<number> {
  return withTransaction(database.owner, async (client) => {
    const found = await client.query(
      `SELECT ${scheduleColumns} FROM app.report_schedule WHERE id = $1 AND ${inForce} FOR UPDATE SKIP LOCKED`,
      [id],
    );
    const row: unknown = found.rows[0];
    return row === undefined ? 0 : decide(client, scheduleRowSchema.parse(row), calendar, now);
  });
}

async function decide(client: PoolClient, schedule: ScheduleRow, calendar: Calendar, now: Date): Promise<number> {
  const { id, timing, decidedThrough, owner, name, content, recipients, delivery } = schedule;
  let fired = 0;
  for (const { at, fate } of decideDue(occurrences(timing, calendar, decidedThrough, { through: now }), now, timing.missed)) {
    const state = fate === "skip" ? "skipped" : "waiting";
    const of = { id: occurrenceId(id, at), schedule: id, owner, name, content, recipients, delivery };
    const made = await insertRun(client, { ...of, purpose: "scheduled", dueAt: at, state, late: fate === "fire-late" }, now);
    if (made && state === "waiting") fired += 1;
  }
  await client.query("UPDATE app.report_schedule SET decided_through = greatest(decided_through, $2) WHERE id = $1", [id, now]);
  return fired;
}
