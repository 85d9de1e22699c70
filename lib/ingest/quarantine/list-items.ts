import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { countedUp, mostCounted } from "@/lib/platform/most-counted";
import { filterSql, type QuarantineFilter } from "./quarantine-filter";
import { type QuarantinePage, quarantineItemSchema, quarantinePageSchema } from "./shapes";

export const pageSize = 50;

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
export const itemColumns = `q.id, ${instant("q.arrived_at")} AS "arrivedAt", q.source, q.event_id AS "eventId", q.type,
  q.schema_version AS "schemaVersion", q.errors, q.state, ${instant("q.resolved_at")} AS "resolvedAt",
  u.name AS "resolvedBy", k.name AS "apiKey"`;
export const itemJoins = `LEFT JOIN app."user" u ON q.resolved_by = 'user:' || u.id LEFT JOIN app.api_key k ON k.id = q.api_key_id`;

/** As the page before said it: when its last item arrived, and which it is. */
export const cursorSchema = z.string().refine((text) => cursorParts.safeParse(text.split(" ")).success, {
  message: "must be what the page before said",
  params: { rule: "format" },
});
const cursorParts = z.tuple([z.iso.datetime(), z.uuid()]);

/** Items that match, newest first, a page at a time; without a cursor from the newest on. */
export async function listItems(database: Database, filter: QuarantineFilter, cursor: string | null): Promise<QuarantinePage> {
  const after = cursor?.split(" ");
  const { where, values } = filterSql(filter);
  const [page, counted, choices] = await Promise.all([
    database.owner.query(
      `SELECT ${itemColumns} FROM (
         SELECT * FROM log.quarantine WHERE ${where} AND ($7::timestamptz IS NULL OR (arrived_at, id) < ($7::timestamptz, $8::uuid))
         ORDER BY arrived_at DESC, id DESC LIMIT ${pageSize + 1}) q ${itemJoins} ORDER BY q.arrived_at DESC, q.id DESC`,
      [...values, after?.[0] ?? null, after?.[1] ?? null],
    ),
    database.owner.query<{ items: number }>(
      `SELECT count(*)::int AS items FROM (SELECT FROM log.quarantine WHERE ${where} LIMIT ${mostCounted + 1}) matching`,
      values,
    ),
    readChoices(database, filter),
  ]);
  const items = z.array(quarantineItemSchema).parse(page.rows);
  const shown = items.slice(0, pageSize);
  const last = shown.at(-1);
  const total = countedUp(counted.rows[0]?.items ?? 0);
  return {
    items: shown,
    next: items.length > pageSize && last !== undefined ? `${last.arrivedAt} ${last.id}` : null,
    total: total.count,
    totalIsLeast: total.isLeast,
    choices,
  };
}

async function readChoices(database: Database, { state }: QuarantineFilter): Promise<QuarantinePage["choices"]> {
  const found = await database.owner.query(
    `WITH newest AS MATERIALIZED (
       SELECT coalesce(source, '') AS source, coalesce(type, '') AS type, errors FROM log.quarantine
       WHERE $1::text IS NULL OR state = $1 ORDER BY arrived_at DESC LIMIT ${mostCounted}),
     counts AS (
       SELECT 'sources' AS kind, source AS value, count(*)::int AS items FROM newest GROUP BY source
       UNION ALL SELECT 'types', type, count(*)::int FROM newest GROUP BY type
       UNION ALL SELECT 'rules', rule, count(*)::int FROM newest
         CROSS JOIN LATERAL (SELECT DISTINCT one->>'rule' AS rule FROM jsonb_array_elements(errors) one) broken GROUP BY rule)
     SELECT coalesce(jsonb_agg(to_jsonb(c) - 'kind' ORDER BY items DESC, value) FILTER (WHERE kind = 'sources'), '[]') AS sources,
       coalesce(jsonb_agg(to_jsonb(c) - 'kind' ORDER BY items DESC, value) FILTER (WHERE kind = 'types'), '[]') AS types,
       coalesce(jsonb_agg(to_jsonb(c) - 'kind' ORDER BY items DESC, value) FILTER (WHERE kind = 'rules'), '[]') AS rules
     FROM counts c`,
    [state ?? null],
  );
  return quarantinePageSchema.shape.choices.parse(found.rows[0]);
}
