import type { Database } from "@/lib/platform/database";
import { cellChecks } from "../verify/recompute";
import type { Cells, LoggedEvent } from "./oracle";

/** Empties what a batch writes, so that one database serves many runs of a property. */
export async function emptyWarehouse(database: Database): Promise<void> {
  const tables = await database.owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('warehouse', 'log', 'history') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relname NOT IN ('dim_date', 'dim_scale_letter', 'feed_head', 'history_begin', 'kept_table', 'consumer', 'consumer_member', 'event_partition')`,
  );
  // Most are empty, and looking is quicker than emptying. One by one, so that no lock is held while another is waited for.
  const filled = await database.owner.query<{ name: string }>(
    tables.rows.map(({ name }) => `SELECT '${name}' AS name WHERE EXISTS (SELECT FROM ${name})`).join(" UNION ALL "),
  );
  for (const { name } of filled.rows) await database.owner.query(`TRUNCATE ${name}`);
  await database.owner.query("UPDATE log.consumer SET next_offset = 0, arrived_on = '1970-01-01'");
  await database.owner.query("UPDATE log.event_partition SET next_offset = 0, arrived_on = '1970-01-01'");
}

/** Puts events on the log as the ingest would, in this order; the partition follows the row's leading key. */
export async function appendToLog(database: Database, events: readonly LoggedEvent[]): Promise<void> {
  await database.owner.query("SELECT log.ensure_event_partition('2026-03-01')");
  const next = new Map<number, number>();
  const stored = await database.owner.query<{ partition: number; next: number }>(
    "SELECT partition, next_offset::int AS next FROM log.event_partition",
  );
  for (const row of stored.rows) next.set(row.partition, row.next);
  const rows = events.map((event) => {
    const partition = leadingKey(event);
    const offset = next.get(partition) ?? 0;
    next.set(partition, offset + 1);
    return { ...event, partition, offset };
  });
  await database.owner.query(
    `INSERT INTO log.event (arrived_on, partition, "offset", arrived_at, type, schema_version, source, event_id, occurred_at, recorded_at, data)
     SELECT '2026-03-01', (e->>'partition')::smallint, (e->>'offset')::bigint, now(), e->>'type', 1, e->>'source', e->>'id',
       (e->>'occurredAt')::timestamptz, (e->>'recordedAt')::timestamptz, e->'data'
     FROM jsonb_array_elements($1::jsonb) e`,
    [JSON.stringify(rows)],
  );
  await database.owner.query(
    `UPDATE log.event_partition p SET next_offset = n.next FROM (SELECT unnest($1::smallint[]) AS partition, unnest($2::bigint[]) AS next) n
     WHERE n.partition = p.partition`,
    [[...next.keys()], [...next.values()]],
  );
}

const leading: Record<string, string> = {
  "attendance.recorded": "meeting",
  "meeting.changed": "meeting",
  "score.recorded": "assessment",
  "assessment.defined": "assessment",
  "enrollment.changed": "section",
  "grade.posted": "section",
  "section.defined": "section",
  "student.defined": "student",
  "registration.changed": "student",
  "activity.observed": "student",
};

function leadingKey(event: LoggedEvent): number {
  const key = String(event.data[leading[event.type] ?? "x"] ?? event.type);
  return [...key].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 8;
}

/** What the warehouse holds, by the institution's ids and without cells of zeros. */
export async function storedCells(database: Database): Promise<Cells> {
  const cells: Cells = new Map();
  for (const check of cellChecks("UTC")) {
    const keys = check.keys.map((key) => `${key}::text`).join(", ");
    const measures = check.measures.map((measure) => `${measure}::float8 AS ${measure}`).join(", ");
    const rows = await database.owner.query<{ keys: string[]; [measure: string]: unknown }>(
      `SELECT ARRAY[${keys}] AS keys, ${measures} FROM (${check.stored}) stored`,
    );
    for (const row of rows.rows) {
      const values = Object.fromEntries(check.measures.map((measure) => [measure, Number(row[measure])]));
      if (Object.values(values).some((value) => value !== 0)) cells.set(JSON.stringify([check.table, ...row.keys]), values);
    }
  }
  return cells;
}

export function comparable(cells: Cells): Record<string, Record<string, number>> {
  const entries = [...cells].filter(([, cell]) => Object.values(cell).some((value) => value !== 0));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
