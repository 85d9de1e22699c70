import type { PoolClient } from "pg";
import { z } from "zod";
import type { Upsert } from "@/lib/event-log/kafka/upsert-writer";
import { type Columns, type ColumnType, type Dimension, dimensions } from "../dimensions";
import { firstDay, lastDay } from "./flink-dialect";
import { dimensionTopic, type FlinkTopics, type TopicIds } from "./topics";

export type PublishOptions = {
  topics: FlinkTopics;
  ids: TopicIds;
  /** Writes, and comes back when all replicas in sync have it. */
  write: (upserts: readonly Upsert[]) => Promise<void>;
  /** Looks at every dimension, and not at those alone of which a batch noted that it changed them. */
  all: boolean;
};

type Place = { dimension: string; topic: string; last: string; open: string[]; held: string[] | null };

const heldSchema = z.array(z.string());

/**
 * Publishes members of dimensions that changed since, as all batches up to now leave them, each under its key; returns how
 * many. In a transaction of the caller's that is REPEATABLE READ and that nobody else takes part in: what was published is
 * noted once brokers have it, and published again where that is undone, which does no harm.
 */
export async function publishDimensions(client: PoolClient, { topics, ids, write, all }: PublishOptions): Promise<number> {
  const head = await client.query<{ last: string; open: string[] }>(
    "SELECT last_batch AS last, open_batches AS open FROM warehouse.feed_head",
  );
  const { last = "0", open = [] } = head.rows[0] ?? {};
  const noted = await client.query<{ dimension: string }>("SELECT DISTINCT dimension FROM log.dimension_change");
  const changed = new Set(noted.rows.map((row) => row.dimension));
  const places = await placesOf(client);
  let published = 0;
  for (const dimension of dimensions) {
    const { name } = dimension;
    const topic = dimensionTopic(topics, name);
    const topicId = ids.get(topic) ?? "";
    const place = places.get(name);
    const isAnew = place?.topic !== topicId;
    if (!all && !isAnew && !changed.has(name)) continue;
    const upserts = await changesOf(client, dimension, topic, isAnew ? undefined : place);
    if (upserts.length > 0) await write(upserts);
    published += upserts.length;
    await client.query(
      `INSERT INTO log.dimension_topic AS kept (dimension, topic_id, last_batch, open_batches, publications, held)
       VALUES ($1, $2, $3, $4, 1, $5)
       ON CONFLICT (dimension) DO UPDATE SET topic_id = excluded.topic_id, last_batch = excluded.last_batch,
         open_batches = excluded.open_batches, held = excluded.held, publications = kept.publications + $6`,
      [name, topicId, last, open, holdsAll(dimension) ? JSON.stringify(heldAfter(upserts, place)) : null, upserts.length > 0 ? 1 : 0],
    );
  }
  if (changed.size > 0) {
    // Of those that this transaction sees; what others note meanwhile stays.
    await client.query("DELETE FROM log.dimension_change");
  }
  return published;
}

async function placesOf(client: PoolClient): Promise<Map<string, Place>> {
  const rows = await client.query<Omit<Place, "held"> & { held: unknown }>(
    "SELECT dimension, topic_id AS topic, last_batch AS last, open_batches AS open, held FROM log.dimension_topic",
  );
  return new Map(rows.rows.map((row) => [row.dimension, { ...row, held: row.held === null ? null : heldSchema.parse(row.held) }]));
}

/** Letters belong to no batch, and may go. They are few: all of them are looked at. */
const holdsAll = ({ name }: Dimension) => name === "scale_letter";

async function changesOf(client: PoolClient, dimension: Dimension, topic: string, place: Place | undefined): Promise<Upsert[]> {
  const { name, key, columns } = dimension;
  const since = holdsAll(dimension) || place === undefined ? "" : "WHERE changed_in > $1 OR changed_in = ANY($2::bigint[])";
  const rows = await client.query<{ key: string; value: string }>(
    `SELECT ${json(key)} AS key, ${json(columns)} AS value FROM warehouse.dim_${name} ${since}`,
    since === "" ? [] : [place?.last, place?.open],
  );
  const upserts: Upsert[] = rows.rows.map((row) => ({ topic, ...row }));
  const now = new Set(rows.rows.map((row) => row.key));
  const gone = (place?.held ?? []).filter((one) => !now.has(one));
  return [...upserts, ...gone.map((one) => ({ topic, key: one, value: null }))];
}

const heldAfter = (upserts: readonly Upsert[], place: Place | undefined): string[] => {
  const written = upserts.filter((one) => one.value !== null).map((one) => one.key);
  return written.length === 0 ? (place?.held ?? []) : written;
};

const json = (columns: Columns) =>
  `json_build_object(${Object.entries(columns)
    .map(([name, type]) => `'${name}', ${said(name, type)}`)
    .join(", ")})::text`;

/** Days as Flink's dates can be; the database has days before and after all of them. */
function said(name: string, type: ColumnType): string {
  if (type !== "date") return name;
  return `CASE ${name} WHEN '-infinity' THEN '${firstDay}' WHEN 'infinity' THEN '${lastDay}' ELSE to_char(${name}, 'YYYY-MM-DD') END`;
}
