import type { Admin } from "@platformatic/kafka";
import type { PoolClient } from "pg";
import { type Offsets, readCommitted, readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import { dimensionTopics, type FlinkTopics, groupOf, type TopicIds } from "./topics";

/**
 * Notes how far Flink is (log.cell_progress, from which warehouse.cells_settled() tells whether cells hold all that facts do).
 *
 * The order of the questions makes it true: what was published is read first, then where the dimensions' topics end, then what
 * Flink committed, which it does once a checkpoint is complete and all that came of it is on the topic of cells, and last
 * where that topic ends.
 */
export async function readProgress(client: PoolClient, admin: Admin, topics: FlinkTopics, ids: TopicIds): Promise<void> {
  const published = await client.query<{ n: string }>("SELECT coalesce(sum(publications), 0) AS n FROM log.dimension_topic");
  const read = [topics.events, ...dimensionTopics(topics)];
  const first = await readOffsets(admin, read, "first");
  const end = await readOffsets(admin, read, "end");
  const committed = await readCommitted(admin, groupOf(topics, ids), read);
  const cells = (await readOffsets(admin, [topics.cells], "end")).get(topics.cells) ?? new Map<number, bigint>();
  const through = (topic: string) => throughOf(first.get(topic), end.get(topic), committed.get(topic));
  const hasDimensions = dimensionTopics(topics).every((topic) => {
    const reached = through(topic);
    return [...(end.get(topic) ?? [])].every(([partition, offset]) => (reached.get(partition) ?? -1n) >= offset);
  });
  const events = through(topics.events);
  const partitions = [...cells.keys()].sort((a, b) => a - b);
  await client.query(
    `INSERT INTO log.cell_progress AS kept (partition, event_topic_id, events_through, cells_end, publications)
     SELECT partition, $4::uuid, through, "end", $5 FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS found (partition, through, "end")
     ON CONFLICT (partition) DO UPDATE SET event_topic_id = excluded.event_topic_id, events_through = excluded.events_through,
       cells_end = excluded.cells_end, publications = CASE WHEN $6 THEN excluded.publications ELSE -1 END`,
    [
      partitions,
      partitions.map((one) => String(events.get(one) ?? 0n)),
      partitions.map((one) => String(cells.get(one) ?? 0n)),
      ids.get(topics.events),
      hasDimensions ? published.rows[0]?.n : -1,
      hasDimensions,
    ],
  );
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
