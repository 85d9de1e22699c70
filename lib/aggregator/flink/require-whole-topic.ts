import { requireWholeLog } from "@/lib/event-log/kafka/require-whole-log";
import { readFirstSince, readOffsets, readTopicIds } from "@/lib/event-log/kafka/topic-offsets";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type FlinkTopics, withAdmin } from "./topics";

/**
 * Throws conflict where the topic does not have every event of the log: the first were deleted by time since, or came before there
 * was a topic, and were not sent to it again. A job that begins with such a topic would give cells that miss what came
 * before, and nobody would be told. What is in the log from the topic has the time that brokers gave it.
 */
export async function requireWholeTopic(
  database: Database,
  { brokers, events: topic }: Pick<FlinkTopics, "brokers" | "events">,
): Promise<void> {
  await requireWholeLog(database.owner);
  const missing = await withAdmin({ brokers }, async (admin) => {
    const topicId = (await readTopicIds(admin, [topic])).get(topic);
    const first = [...((await readOffsets(admin, [topic], "first")).get(topic) ?? [])];
    // Of each partition the first event that was not sent again, or not all of what was is there still.
    const firsts = await database.owner.query<{ partition: number; at: Date }>(
      `SELECT partition, event.at FROM unnest($1::smallint[], $2::bigint[]) AS topic (partition, first)
       LEFT JOIN log.topic_resend sent USING (partition),
       LATERAL (SELECT sent.topic_id = $3 AND sent.from_offset >= topic.first AS kept) resent,
       LATERAL (
         SELECT arrived_at AS at FROM log.event
         WHERE event.partition = topic.partition AND event."offset" >= CASE WHEN kept THEN sent.next_offset ELSE 0 END
           AND arrived_on >= CASE WHEN kept THEN sent.arrived_on ELSE '1970-01-01' END
         ORDER BY arrived_on, event."offset" LIMIT 1) event`,
      [first.map(([partition]) => partition), first.map(([, offset]) => String(offset)), topicId],
    );
    const found: number[] = [];
    for (const { partition, at } of firsts.rows) {
      const since = await readFirstSince(admin, topic, partition, at);
      if (since?.getTime() !== at.getTime()) found.push(partition);
    }
    return found;
  });
  if (missing.length === 0) return;
  throw new BellwetherError(
    "conflict",
    `The topic ${topic} does not have the first events of the log, so that cells would miss them. \`bellwether kafka resend\` sends them to it again.`,
    { partitions: missing },
  );
}
