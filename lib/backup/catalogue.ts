import type { PoolClient } from "pg";

/** Schemas that migrations own. `past` holds views, and `pgboss` makes itself anew. */
export const schemas = ["log", "warehouse", "history", "vault", "app"] as const;

export type Table = { name: string; columns: string[] };
export type Sequence = { name: string; value: string; called: boolean };

/** Every table, each after those that it refers to. Columns that are computed have no values of their own to keep. */
export async function readTables(client: PoolClient): Promise<Table[]> {
  const found = await client.query<Table & { needs: string[] }>(
    `SELECT c.oid::regclass::text AS name,
       ARRAY(SELECT quote_ident(attname) FROM pg_attribute
         WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
       ARRAY(SELECT confrelid::regclass::text FROM pg_constraint
         WHERE conrelid = c.oid AND contype = 'f' AND confrelid <> c.oid) AS needs
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       -- A day of the log that is being dropped stands apart for a moment.
       AND NOT (n.nspname = 'log' AND c.relname ~ '^event_[0-9]{8}$') ORDER BY 1`,
    [schemas],
  );
  const waiting = new Map(found.rows.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  const place = (name: string): void => {
    const table = waiting.get(name);
    if (table === undefined) return;
    waiting.delete(name);
    for (const needed of table.needs) place(needed);
    ordered.push({ name, columns: table.columns });
  };
  for (const { name } of found.rows) place(name);
  return ordered;
}

/** Where numbers go on. */
export async function readSequences(client: PoolClient): Promise<Sequence[]> {
  const names = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = ANY($1) AND c.relkind = 'S' ORDER BY 1`,
    [schemas],
  );
  if (names.rows.length === 0) return [];
  const values = names.rows.map(({ name }) => `SELECT '${name}' AS name, last_value::text AS value, is_called AS called FROM ${name}`);
  return (await client.query<Sequence>(values.join(" UNION ALL "))).rows;
}

/** Days that the log has tables for: it is partitioned by day of arrival. */
export async function readLogDays(client: PoolClient): Promise<string[]> {
  const found = await client.query<{ day: string }>(
    `SELECT to_char(to_date(right(c.relname, 8), 'YYYYMMDD'), 'YYYY-MM-DD') AS day
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'log.event'::regclass ORDER BY 1`,
  );
  return found.rows.map(({ day }) => day);
}
