import { z } from "zod";
import { entrySource } from "@/lib/contracts/own-source";
import type { Database } from "@/lib/platform/database";
import type { RollRow } from "@/lib/warehouse/queries/list-roll-rows";
import type { SeenMark } from "./entry";

/** One state of a row of a roll: by whom and when, where it was entered on a screen. */
export type RollChange = { status: string; by: string | null; at: string | null };
export type RollHistory = {
  /** The entry that the row's mark of now is of; null where it came from another system. */
  entry: string | null;
  /** From the first that is known to the one that holds. */
  changes: RollChange[];
};

type Entered = { student: string; status: string; eventId: string; recordedAt: Date };
type Known = { id: string; at: Date; by: string | null; seen: Record<string, SeenMark> };
type Dated = RollChange & { recorded: number };
const isOwn = (row: RollRow) => row.source === entrySource;

/** The entry that an event of a screen belongs to. */
export const entryOf = (eventId: string): string | null => {
  const id = z.uuid().safeParse(eventId.slice(0, eventId.lastIndexOf("/")));
  return id.success ? id.data : null;
};

/**
 * How the rows of a roll came to what they are, from the log and the entries that its events are of. `rows` are
 * those that the reader may see: the log knows no scope.
 */
export async function readRollHistory(database: Database, meeting: string, rows: readonly RollRow[]): Promise<Map<string, RollHistory>> {
  const events = await database.owner.query<Entered>(
    `SELECT data->>'student' AS student, data->>'status' AS status, event_id AS "eventId", recorded_at AS "recordedAt" FROM log.known_event
     WHERE source = '${entrySource}' AND type = 'attendance.recorded' AND data->>'meeting' = $1 AND data->>'student' = ANY($2)
     ORDER BY recorded_at, occurred_at, event_id`,
    [meeting, rows.map((row) => row.student)],
  );
  const ids = new Set(events.rows.flatMap((event) => entryOf(event.eventId) ?? []));
  const entries = await database.owner.query<Known>(
    `SELECT entry.id, entry.at, entry.seen, u.name AS by FROM app.entry LEFT JOIN app."user" u ON u.id = entry.user_id WHERE entry.id = ANY($1::uuid[])`,
    [[...ids]],
  );
  const known = new Map(entries.rows.map((entry) => [entry.id, entry]));
  const byStudent = Map.groupBy(events.rows, (event) => event.student);
  return new Map(rows.map((row) => [row.student, historyOf(row, byStudent.get(row.student) ?? [], known)]));
}

function historyOf(row: RollRow, entered: readonly Entered[], known: ReadonlyMap<string, Known>): RollHistory {
  if (row.status === null || row.recordedAt === null) return { entry: null, changes: [] };
  const holds = Date.parse(row.recordedAt);
  const own = entered.flatMap((event): Dated[] => {
    const entry = known.get(entryOf(event.eventId) ?? "");
    const by = { by: entry?.by ?? null, at: entry?.at.toISOString() ?? null };
    return [{ recorded: event.recordedAt.getTime(), status: event.status, ...by }];
  });
  const seen = entered.flatMap((event) => known.get(entryOf(event.eventId) ?? "")?.seen[row.student] ?? []);
  const ofOthers = [...seen, ...(isOwn(row) ? [] : [{ status: row.status, recordedAt: row.recordedAt }])];
  const dated = [
    ...ofOthers.map((mark) => ({ recorded: Date.parse(mark.recordedAt), status: mark.status, by: null, at: mark.recordedAt })),
    ...own,
  ]
    // The log may be ahead of what is counted.
    .filter((change) => change.recorded <= holds)
    .sort((a, b) => a.recorded - b.recorded);
  const changes = dated.filter((change, index) => change.status !== dated[index - 1]?.status).map(({ recorded: _, ...change }) => change);
  return { entry: isOwn(row) && row.eventId !== null ? entryOf(row.eventId) : null, changes };
}
