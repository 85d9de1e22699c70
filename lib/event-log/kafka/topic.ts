import { isIP } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Admin } from "@platformatic/kafka";
import { BellwetherError } from "@/lib/platform/errors";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { type KafkaAccess, openAccess } from "@/lib/platform/kafka-access";
import { partitionCount } from "../partition-of";
import { kafkaClient } from "./client";

/** Milliseconds that a broker may take for what is no data. */
const patience = 5_000;

/** A topic, where it is, and how it is reached: in the clear where nothing is said. */
export type Topic = { brokers: readonly string[]; topic: string; access?: KafkaAccess };

/** What all of our clients share. A broker that is away is told at once: whoever waits for it counts the time. */
export const clientOptions = ({ brokers, access: { tls, sasl } = openAccess }: Pick<Topic, "brokers" | "access">) => ({
  clientId: "bellwether",
  bootstrapBrokers: [...brokers],
  connectTimeout: patience,
  timeout: patience,
  retries: 0,
  retryDelay: 50,
  ...(tls === null
    ? {}
    : { tls: tls.authority === null ? {} : { ca: tls.authority }, tlsServerName: brokers.every((broker) => !isIP(hostOf(broker))) }),
  ...(sasl === null ? {} : { sasl }),
});

/** `[::1]:9092` is ::1. No certificate is asked for by an address: TLS has no such names. */
const hostOf = (broker: string): string => broker.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");

/**
 * How the topic is made where there is none. Deleted by time and never compacted: each event counts, and those of one key
 * are of many rows. The broker's clock says when an event arrived, so that no sender's decides how long it is kept.
 */
const madeWith = {
  "cleanup.policy": "delete",
  "retention.ms": String(7 * 86_400_000),
  "message.timestamp.type": "LogAppendTime",
} as const;

/** Of each key the last value is what holds, and stays: a topic that is deleted by time would forget members and cells. */
const madeToHold = { "cleanup.policy": "compact" } as const;

type TopicSettings = Readonly<Record<string, string>> & { readonly "cleanup.policy": string };

/** Makes the topic where it is missing, with the cluster's own replication; refuses one that would lose or mix up events. */
export const ensureTopic = (config: KafkaConfig): Promise<void> => ensure(config, madeWith);

/** The same for a topic whose last value of each key holds. */
export const ensureUpsertTopic = (topic: Topic): Promise<void> => ensure(topic, madeToHold);

async function ensure(topic: Topic, settings: TopicSettings): Promise<void> {
  const { Admin } = await kafkaClient();
  const admin = new Admin(clientOptions(topic));
  try {
    await makeTopic(admin, topic.topic, settings);
    await checkTopic(admin, topic.topic, settings);
  } finally {
    await admin.close().catch(() => undefined); // what was asked is answered
  }
}

async function makeTopic(admin: Admin, topic: string, settings: TopicSettings): Promise<void> {
  const known = await admin.listTopics();
  if (known.includes(topic)) return;
  const { findErrorBy } = await kafkaClient();
  const configs = Object.entries(settings).map(([name, value]) => ({ name, value }));
  try {
    await admin.createTopics({ topics: [topic], partitions: partitionCount, replicas: -1, configs });
  } catch (error) {
    if (!(error instanceof Error) || findErrorBy(error, "apiId", "TOPIC_ALREADY_EXISTS") === null) throw error; // another process was faster
  }
}

async function checkTopic(admin: Admin, topic: string, settings: TopicSettings): Promise<void> {
  const metadata = await metadataOf(admin, topic);
  const partitions = metadata.topics.get(topic)?.partitionsCount ?? 0;
  if (partitions !== partitionCount) {
    throw misconfigured(`The topic ${topic} has ${partitions} partitions, and must have ${partitionCount}.`);
  }
  const { ConfigResourceTypes } = await kafkaClient();
  const [described] = await admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic, configurationKeys: ["cleanup.policy"] }],
  });
  const policy = described?.configs.find(({ name }) => name === "cleanup.policy")?.value;
  const wanted = settings["cleanup.policy"];
  if (policy !== wanted) {
    const lost = wanted === madeWith["cleanup.policy"] ? "events" : "what holds";
    throw misconfigured(`The topic ${topic} has cleanup.policy=${policy}, which loses ${lost}; it must be ${wanted}.`);
  }
}

/** A topic that was just made is not known to every broker at once. */
async function metadataOf(admin: Admin, topic: string) {
  for (const end = performance.now() + patience; ; await pause(100)) {
    try {
      return await admin.metadata({ topics: [topic], forceUpdate: true });
    } catch (error) {
      if (performance.now() > end) throw error;
    }
  }
}

const misconfigured = (message: string) =>
  new BellwetherError("config-invalid", `KAFKA_BROKERS: ${message}`, { variable: "KAFKA_BROKERS" });
