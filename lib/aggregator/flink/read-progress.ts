import type { Admin } from "@platformatic/kafka";
import type { PoolClient } from "pg";
import { type Offsets, readCommitted, readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import { type FactsAt, type Places, placeName } from "./settled-through";
import { dimensionTopics, type FlinkTopics, groupOf, type TopicIds } from "./topics";

/** Of publications that are on their way it is not known which the engine has. */
const unknown = -1n;

export type Progress = {
  /** What facts held before the engine was asked; null while dimensions are changed that are not published. */
  moment: FactsAt | null;
  /** Up to where the engine has read its topics. */
  through: Places;
  /** Where the topic of cells ended, once the engine was there. */
  cellsEnd: Offsets;
};

/**
 * Notes how far Flink is (log.cell_progress, from which warehouse.cells_settled() tells whether cells hold all that facts do).
 *
 * The order of the questions makes it true: what facts hold and what was published is read first, then where the dimensions'
 * topics end, then what Flink committed, which it does once a checkpoint is complete and all that came of it is on the topic of
 * cells, and last where that topic ends.
 */
export async function readProgress(client: PoolClient, admin: Admin, topics: FlinkTopics, ids: TopicIds): Promise<Progress> {
  const facts = await readFacts(client);
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
  const events = reached(topics.events);
  const partitions = [...cellsEnd.keys()].sort((a, b) => a - b);
  await client.query(
    `INSERT INTO log.cell_progress (partition, event_topic_id, events_through, cells_end, publications)
     SELECT partition, $4::uuid, through, "end", $5 FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS found (partition, through, "end")
     ON CONFLICT (partition) DO UPDATE SET event_topic_id = excluded.event_topic_id, events_through = excluded.events_through,
       cells_end = excluded.cells_end, publications = excluded.publications`,
    [
      partitions,
      partitions.map((one) => String(events.get(one) ?? 0n)),
      partitions.map((one) => String(cellsEnd.get(one) ?? 0n)),
      ids.get(topics.events),
      String(hasDimensions ? facts.publications : unknown),
    ],
  );
  const named = (topic: string, offsets: Offsets | undefined) =>
    [...(offsets ?? [])].map(([partition, offset]) => [placeName(topic, partition), offset] as const);
  const published = dimensionTopics(topics).flatMap((topic) => named(topic, end.get(topic)));
  return {
    moment: facts.isPublished ? { at: facts.at, places: new Map([...named(topics.events, facts.places), ...published]) } : null,
    through: new Map(read.flatMap((topic) => named(topic, reached(topic)))),
    cellsEnd,
  };
}

type Facts = { at: Date; isPublished: boolean; publications: bigint; places: Offsets };

/** What facts hold now, in one snapshot. */
async function readFacts(client: PoolClient): Promise<Facts> {
  const found = await client.query<{ at: Date; published: boolean; publications: string; places: [number, string][] }>(
    `SELECT clock_timestamp() AS at, NOT EXISTS (SELECT FROM log.dimension_change) AS published,
       (SELECT coalesce(sum(publications), 0) FROM log.dimension_topic) AS publications,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(partition, next_offset::text)), '[]') FROM log.topic_partition) AS places`,
  );
  const row = found.rows[0];
  return {
    at: row?.at ?? new Date(0),
    isPublished: row?.published === true,
    publications: BigInt(row?.publications ?? 0),
    places: new Map((row?.places ?? []).map(([partition, place]) => [partition, BigInt(place)])),
  };
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
