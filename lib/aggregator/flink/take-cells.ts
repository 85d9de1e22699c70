import type { PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";
import { dimensionLock } from "../apply-batch";
import type { CellTable, Family } from "../families";
import { withFeed } from "../fold-cells";
import { writeFeed } from "../write-feed";
import { type CellRecord, flinkTables } from "./cell-record";
import { firstDay, lastDay } from "./flink-dialect";

/** Records of one partition of the topic of cells, in their order, from the place on that was kept. */
export type TakenCells = { partition: number; from: bigint; next: bigint; records: readonly CellRecord[] };

/**
 * Takes cells over from their topic as one batch, in the caller's transaction: the cells, what the feed says of them, and the
 * place in the topic, at once or not at all (EXACT-2). Two that read the same place cannot both commit. Everything above cells
 * sees what it would see of a batch of the aggregator. The client has the batch tables.
 */
export async function takeCells(client: PoolClient, topicId: string, taken: readonly TakenCells[]): Promise<void> {
  await client.query("SELECT set_config('bellwether.batch', nextval('warehouse.batch_number')::text, true)");
  await client.query("SELECT pg_advisory_xact_lock_shared($1)", [dimensionLock]);
  await movePlaces(client, topicId, taken);
  for (const [name, cells] of lastOfEach(taken)) {
    const found = flinkTables.get(name);
    if (found === undefined) continue;
    const changed = await client.query(setCells(found.family, found.table), [cells.map((one) => one.key), cells.map((one) => one.value)]);
    // Only one table of a family is on the feed by its cells; that others changed is told by the family's name.
    if (changed.rowCount !== 0 && found.table.feed === undefined) await touch(client, found.family);
  }
  await writeFeed(client);
}

/**
 * What cells were before goes with their topic, in the transaction that first reads the new one: its job sends each cell
 * again, but none of those that are empty by now.
 */
export async function beginAnew(
  client: PoolClient,
  topicId: string,
  places: readonly { partition: number; first: bigint }[],
): Promise<void> {
  await client.query("SELECT set_config('bellwether.batch', nextval('warehouse.batch_number')::text, true)");
  await client.query("SELECT pg_advisory_xact_lock($1)", [dimensionLock]);
  for (const [name, { family }] of flinkTables) {
    await client.query(`DELETE FROM warehouse.${name}`);
    await touch(client, family);
  }
  await client.query(
    `INSERT INTO log.cell_partition (partition, topic_id, next_offset)
     SELECT partition, $3::uuid, first FROM unnest($1::smallint[], $2::bigint[]) AS place (partition, first) ORDER BY partition
     ON CONFLICT (partition) DO UPDATE SET topic_id = excluded.topic_id, next_offset = excluded.next_offset`,
    [places.map((one) => one.partition), places.map((one) => String(one.first)), topicId],
  );
  await client.query("UPDATE log.cell_progress SET events_through = 0, cells_end = 0, publications = -1");
  await client.query("DELETE FROM log.cell_moment");
  await writeFeed(client);
}

async function movePlaces(client: PoolClient, topicId: string, taken: readonly TakenCells[]): Promise<void> {
  const moved = await client.query(
    `UPDATE log.cell_partition kept SET next_offset = place.next
     FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS place (partition, "from", next)
     WHERE kept.partition = place.partition AND kept.next_offset = place."from" AND kept.topic_id = $4::uuid`,
    [taken.map((one) => one.partition), taken.map((one) => String(one.from)), taken.map((one) => String(one.next)), topicId],
  );
  if (moved.rowCount !== taken.length) throw new BellwetherError("conflict", "Another process took these cells over; the batch is undone.");
}

type Cell = { key: string; value: string | null };

function lastOfEach(taken: readonly TakenCells[]): Map<string, Cell[]> {
  const last = new Map<string, Map<string, Cell>>();
  for (const { records } of taken) {
    for (const record of records) {
      if (record.table === null) continue;
      const cells = last.get(record.table) ?? new Map<string, Cell>();
      last.set(record.table, cells);
      cells.set(record.key, { key: record.key, value: record.value });
    }
  }
  // In one order, so that who writes the same tables waits and does not dead-lock.
  return new Map([...last].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, cells]) => [name, [...cells.values()]]));
}

/** Sets cells to what they are: $1 their keys, $2 their values, null where a cell is empty, which stays as one of zeros. */
function setCells(family: Family, table: CellTable): string {
  const keys = table.keys.map((name) => `${keyOf(name, family.keys[name] ?? "text")} AS ${name}`);
  const measures = Object.entries(family.measures);
  const values = measures.map(([name, type]) => `trim_scale(coalesce((value->>'${name}')::numeric, 0))::${type} AS ${name}`);
  const names = measures.map(([name]) => name);
  const same = table.keys.map((name) => `known.${name} = given.${name}`).join(" AND ");
  const list = (alias: string) => names.map((name) => `${alias}.${name}`).join(", ");
  return withFeed(
    family,
    table,
    `INSERT INTO warehouse.${table.name} AS cell (${table.keys.join(", ")}, ${names.join(", ")})
     SELECT ${table.keys.join(", ")}, ${names.join(", ")}
     FROM (SELECT ${keys.join(", ")}, ${values.join(", ")}, value IS NULL AS empty
       FROM unnest($1::jsonb[], $2::jsonb[]) AS given (key, value)) given
     WHERE NOT empty OR EXISTS (SELECT FROM warehouse.${table.name} known WHERE ${same})
     ORDER BY ${table.keys.join(", ")}
     ON CONFLICT (${table.keys.join(", ")}) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(", ")}
     WHERE (${list("cell")}) IS DISTINCT FROM (${list("excluded")})`,
  );
}

function keyOf(name: string, type: string): string {
  const text = `(key->>'${name}')`;
  return type === "date"
    ? `CASE ${text} WHEN '${firstDay}' THEN '-infinity' WHEN '${lastDay}' THEN 'infinity' ELSE ${text} END::date`
    : `${text}::${type}`;
}

const touch = (client: PoolClient, family: Family) =>
  client.query(
    "INSERT INTO touched_section (section_key, program_key, term_key, family) SELECT 0, 0, 0, $1 WHERE NOT EXISTS (SELECT FROM touched_section WHERE family = $1)",
    [family.name],
  );
