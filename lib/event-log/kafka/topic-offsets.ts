import { setTimeout as pause } from "node:timers/promises";
import type { Admin } from "@platformatic/kafka";
import { partitionCount } from "../partition-of";
import { kafkaClient } from "./client";

export type Offsets = ReadonlyMap<number, bigint>;

const timestamps = { first: -2n, end: -1n } as const;
const nobodyCoordinates = ["COORDINATOR_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS", "NOT_COORDINATOR"];
/** What brokers say of a topic that was just made, until each partition has a leader that knows of it. */
const notYetLed = ["UNKNOWN_TOPIC_OR_PARTITION", "UNKNOWN_TOPIC_ID", "LEADER_NOT_AVAILABLE", "NOT_LEADER_OR_FOLLOWER"];
/** Milliseconds that they may say so. */
const patience = 5_000;
const askAgainAfter = 100;
const partitions = Array.from({ length: partitionCount }, (_, partition) => partition);

/** Where topics of ours begin or end, by their partitions. */
export async function readOffsets(admin: Admin, topics: readonly string[], which: keyof typeof timestamps): Promise<Map<string, Offsets>> {
  const asked = partitions.map((partitionIndex) => ({ partitionIndex, timestamp: timestamps[which] }));
  const listed = await onceLed(() => admin.listOffsets({ topics: topics.map((name) => ({ name, partitions: asked })) }));
  return new Map(listed.map(({ name, partitions: found }) => [name, new Map(found.map((one) => [one.partitionIndex, one.offset]))]));
}

export async function readTopicIds(admin: Admin, topics: readonly string[]): Promise<Map<string, string>> {
  const metadata = await admin.metadata({ topics: [...topics], forceUpdate: true });
  return new Map(topics.map((topic) => [topic, metadata.topics.get(topic)?.id ?? ""]));
}

/** What a consumer group committed, by topic and partition; partitions of which it committed nothing are left out. */
export async function readCommitted(admin: Admin, group: string, topics: readonly string[]): Promise<Map<string, Offsets>> {
  const asked = topics.map((name) => ({ name, partitionIndexes: partitions }));
  const [answer] = await admin
    .listConsumerGroupOffsets({ groups: [{ groupId: group, topics: asked }], requireStable: false })
    .catch(async (error: unknown) => {
      // Who coordinates groups is not known before the first one, nor for a moment when a broker went.
      if (!(await isOneOf(error, nobodyCoordinates))) throw error;
      return [];
    });
  return new Map(
    (answer?.topics ?? []).map(({ name, partitions: found }) => [
      name,
      new Map(found.filter((one) => one.committedOffset >= 0n).map((one) => [one.partitionIndex, one.committedOffset])),
    ]),
  );
}

/** When the first record of a partition that is no older than that came; null: there is none. */
export async function readFirstSince(admin: Admin, topic: string, partition: number, since: Date): Promise<Date | null> {
  const asked = [{ partitionIndex: partition, timestamp: BigInt(since.getTime()) }];
  const [found] = await admin.listOffsets({ topics: [{ name: topic, partitions: asked }] });
  const first = found?.partitions[0];
  return first === undefined || first.offset < 0n ? null : new Date(Number(first.timestamp));
}

async function onceLed<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = performance.now() + patience; ; await pause(askAgainAfter)) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end || !(await isOneOf(error, notYetLed))) throw error;
    }
  }
}

async function isOneOf(error: unknown, ids: readonly string[]): Promise<boolean> {
  const { findErrorBy } = await kafkaClient();
  return error instanceof Error && ids.some((id) => findErrorBy(error, "apiId", id) !== null);
}
