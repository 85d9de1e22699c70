import type { Admin } from "@platformatic/kafka";
import type { PoolClient } from "pg";
import { type Offsets, readCommitted, readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import type { FactsAt, Reached } from "./settled-through";
import { dimensionTopics, type FlinkTopics, groupOf, type TopicIds } from "./topics";

/** Far behind all that was ever published: what is on the way is not known. */
const unknown = -1n;

export type Progress = Reached & {
  /** Where the topic of cells ended, once the engine was there. */
  cellsEnd: Offsets;
};

/**
 * Notes how far Flink is (log.cell_progress, from which warehouse.cells_settled() tells whether cells hold all that facts do).
 *
 * The order of the questions makes it true: what was published is read first, then where the dimensions' topics end, then what
 * Flink committed, which it does once a checkpoint is complete and all that came of it is on the topic of cells, and last
 * where that topic ends.
 */
export async function readProgress(client: PoolClient, admin: Admin, topics: FlinkTopics, ids: TopicIds): Promise<Progress> {
  const published = await publicationsOf(client);
  const read = [topics.events, ...dimensionTopics(topics)];
  const first = await readOffsets(admin, read, "first");
  const end = await readOffsets(admin, read, "end");
  const committed = await readCommitted(admin, groupOf(topics, ids), read);
  const cellsEnd = (await readOffsets(admin, [topics.cells], "end")).get(topics.cells) ?? new Map<number, bigint>();
  const reached = (topic: string) => throughOf(first.get(topic), end.get(topic), committed.get(topic));
  const hasDimensions = dimensionTopics(topics).every((topic) => {
    const through = reached(topic);
    return [...(end.get(topic) ?? [])].every(([partition, offset]) => (through.get(partition) ?? -1n) >= offset);
  });
  const publications = hasDimensions ? published : unknown;
  const through = reached(topics.events);
  const partitions = [...cellsEnd.keys()].sort((a, b) => a - b);
  await client.query(
    `INSERT INTO log.cell_progress (partition, event_topic_id, events_through, cells_end, publications)
     SELECT partition, $4::uuid, through, "end", $5 FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS found (partition, through, "end")
     ON CONFLICT (partition) DO UPDATE SET event_topic_id = excluded.event_topic_id, events_through = excluded.events_through,
       cells_end = excluded.cells_end, publications = excluded.publications`,
    [
      partitions,
      partitions.map((one) => String(through.get(one) ?? 0n)),
      partitions.map((one) => String(cellsEnd.get(one) ?? 0n)),
      ids.get(topics.events),
      String(publications),
    ],
  );
  return { through, publications, cellsEnd };
}

/** What facts hold now, in one snapshot; null while dimensions are changed that are not published. */
export async function readFacts(client: PoolClient): Promise<FactsAt | null> {
  const found = await client.query<{ at: Date; published: boolean; publications: string; places: [number, string][] }>(
    `SELECT clock_timestamp() AS at, NOT EXISTS (SELECT FROM log.dimension_change) AS published,
       (SELECT coalesce(sum(publications), 0) FROM log.dimension_topic) AS publications,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(partition, next_offset::text)), '[]') FROM log.topic_partition) AS places`,
  );
  const row = found.rows[0];
  if (row?.published !== true) return null;
  return {
    at: row.at,
    publications: BigInt(row.publications),
    places: new Map(row.places.map(([partition, place]) => [partition, BigInt(place)])),
  };
}

async function publicationsOf(client: PoolClient): Promise<bigint> {
  const found = await client.query<{ n: string }>("SELECT coalesce(sum(publications), 0) AS n FROM log.dimension_topic");
  return BigInt(found.rows[0]?.n ?? 0);
}

/** Of a partition in which nothing is, nothing is committed. */
function throughOf(first: Offsets | undefined, end: Offsets | undefined, committed: Offsets | undefined): Map<number, bigint> {
  return new Map(
    [...(end ?? [])].map(([partition, offset]) => [
      partition,
      committed?.get(partition) ?? (first?.get(partition) === offset ? offset : 0n),
    ]),
  );
}
