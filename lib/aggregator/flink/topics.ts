import type { Admin } from "@platformatic/kafka";
import { kafkaClient } from "@/lib/event-log/kafka/client";
import { clientOptions, ensureTopic, ensureUpsertTopic } from "@/lib/event-log/kafka/topic";
import { readTopicIds } from "@/lib/event-log/kafka/topic-offsets";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { dimensions } from "../dimensions";

/** Where Flink reads and writes. */
export type FlinkTopics = {
  brokers: readonly string[];
  events: string;
  cells: string;
  /** What topics of dimensions begin with. */
  dimensions: string;
};

/** The topics that go with the one of campus events: under its prefix. */
export function flinkTopicsOf({ brokers, topic }: Pick<KafkaConfig, "brokers" | "topic">): FlinkTopics {
  const prefix = topic.slice(0, topic.length - "campus-events".length);
  return { brokers, events: topic, cells: `${prefix}cells`, dimensions: `${prefix}dimension-` };
}

export const dimensionTopic = ({ dimensions: prefix }: Pick<FlinkTopics, "dimensions">, name: string) =>
  `${prefix}${name.replaceAll("_", "-")}`;

export const dimensionTopics = (topics: FlinkTopics) => dimensions.map(({ name }) => dimensionTopic(topics, name));

/** Topics with the id that brokers gave them: one that is made anew has another. */
export type TopicIds = ReadonlyMap<string, string>;

/**
 * The consumer group under which Flink says, with each checkpoint, how far it read. A topic of cells that is made anew is the
 * beginning of another group, so that nobody takes the old job's word for the new one's.
 */
export const groupOf = ({ cells }: FlinkTopics, ids: TopicIds) => `${cells}.${ids.get(cells)}`;

/** Makes what is missing, and refuses what would lose something. */
export async function ensureFlinkTopics(config: KafkaConfig): Promise<{ topics: FlinkTopics; ids: TopicIds }> {
  const topics = flinkTopicsOf(config);
  await ensureTopic(config);
  const upserts = [topics.cells, ...dimensionTopics(topics)];
  for (const topic of upserts) await ensureUpsertTopic({ brokers: topics.brokers, topic });
  return { topics, ids: await withAdmin(topics, (admin) => readTopicIds(admin, [topics.events, ...upserts])) };
}

export async function withAdmin<T>({ brokers }: Pick<FlinkTopics, "brokers">, run: (admin: Admin) => Promise<T>): Promise<T> {
  const { Admin } = await kafkaClient();
  const admin = new Admin(clientOptions({ brokers }));
  try {
    return await run(admin);
  } finally {
    await admin.close().catch(() => undefined); // what was asked is answered
  }
}
