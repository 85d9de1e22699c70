import type { Admin } from "@platformatic/kafka";
import type { Database } from "@/lib/platform/database";
import { isBellwetherError } from "@/lib/platform/errors";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { partitionCount } from "../partition-of";
import { kafkaClient } from "./client";
import { clientOptions, ensureTopic } from "./topic";

const every = 2_000;
const latest = -1n;
const earliest = -2n;

export type TopicWatch = { answering(): boolean; stop(): Promise<void> };

/**
 * Asks the brokers every two seconds: whether they answer, and how far the topic reaches, which is noted for whoever counts
 * what waits, also while no aggregator runs. Throws config-invalid where the topic would lose or mix up events; brokers that
 * are away are waited for.
 */
export async function watchTopic(database: Database, config: KafkaConfig): Promise<TopicWatch> {
  await ensureTopic(config).catch((error: unknown) => {
    if (isBellwetherError(error)) throw error;
  });
  let admin: Admin | null = null;
  let answering = false;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;

  async function look(): Promise<void> {
    try {
      const { Admin } = await kafkaClient();
      admin ??= new Admin(clientOptions(config));
      const ends = await readEnds(admin, config.topic);
      answering = true;
      await noteEnds(database, ends).catch(() => undefined); // the database's absence is told elsewhere
    } catch {
      answering = false; // which readiness tells
      const failed = admin;
      admin = null;
      await failed?.close().catch(() => undefined);
    }
    if (!stopped) timer = setTimeout(() => (looking = look()), every);
  }
  let looking = look();
  return {
    answering: () => answering,
    async stop() {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
      await looking;
      await admin?.close().catch(() => undefined);
    },
  };
}

type Ends = { topicId: string; first: ReadonlyMap<number, bigint>; end: ReadonlyMap<number, bigint> };

export async function readEnds(admin: Admin, topic: string): Promise<Ends> {
  const metadata = await admin.metadata({ topics: [topic] });
  const offsets = async (timestamp: bigint) => {
    const partitions = Array.from({ length: partitionCount }, (_, partitionIndex) => ({ partitionIndex, timestamp }));
    const listed = await admin.listOffsets({ topics: [{ name: topic, partitions }] });
    return new Map(listed.flatMap((one) => one.partitions).map((one) => [one.partitionIndex, one.offset]));
  };
  return { topicId: metadata.topics.get(topic)?.id ?? "", first: await offsets(earliest), end: await offsets(latest) };
}

/** Rows that a batch holds are left to it: it notes more. */
async function noteEnds(database: Database, { topicId, first, end }: Ends): Promise<void> {
  const partitions = [...end.keys()].sort((a, b) => a - b);
  await database.owner.query(
    `WITH found AS (
       SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS found (partition, first, "end")),
     free AS (SELECT partition FROM log.topic_partition WHERE topic_id = $4::uuid ORDER BY partition FOR UPDATE SKIP LOCKED),
     noted AS (
       UPDATE log.topic_partition kept SET end_offset = found."end"
       FROM found JOIN free USING (partition) WHERE kept.partition = found.partition AND kept.end_offset < found."end")
     INSERT INTO log.topic_partition (partition, topic_id, next_offset, end_offset)
     SELECT partition, $4::uuid, first, "end" FROM found ORDER BY partition ON CONFLICT DO NOTHING`,
    [partitions, partitions.map((one) => String(first.get(one) ?? 0n)), partitions.map((one) => String(end.get(one) ?? 0n)), topicId],
  );
}
