import { readFirstSince } from "@/lib/event-log/kafka/topic-offsets";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type FlinkTopics, withAdmin } from "./topics";

/**
 * Throws conflict where the topic does not reach back to the log's first event: it was deleted by time since, or came before
 * there was a topic. A job that begins with such a topic would give cells that miss what came before, and nobody would be told.
 * What is in the log from the topic has the time that brokers gave it.
 */
export async function requireWholeTopic(database: Database, topics: FlinkTopics): Promise<void> {
  const firsts = await database.owner.query<{ partition: number; at: Date }>(
    `SELECT DISTINCT ON (partition) partition, arrived_at AS at FROM log.event ORDER BY partition, arrived_on, "offset"`,
  );
  const missing = await withAdmin(topics, async (admin) => {
    const found: number[] = [];
    for (const { partition, at } of firsts.rows) {
      const first = await readFirstSince(admin, topics.events, partition, at);
      if (first?.getTime() !== at.getTime()) found.push(partition);
    }
    return found;
  });
  if (missing.length === 0) return;
  throw new BellwetherError(
    "conflict",
    `The topic ${topics.events} does not reach back to the first event of the log, so that cells would miss what came before. docs/OPERATIONS.md says what to do.`,
    { partitions: missing },
  );
}
