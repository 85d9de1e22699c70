import type { Consumer } from "@platformatic/kafka";
import { BellwetherError } from "@/lib/platform/errors";
import type { ReaderEvents } from "../event-log";
import { kafkaClient } from "./client";
import { clientOptions, type Topic } from "./topic";

/** A record as the brokers have it. */
export type RawRecord = {
  offset: bigint;
  timestamp: bigint;
  key: Buffer | null;
  value: Buffer | null;
  headers: readonly (readonly [Buffer | null, Buffer | null])[];
};

export type TailOptions<T> = {
  topic: Topic;
  /** Makes the topic where it is missing, and refuses one that is made otherwise. */
  ensure: () => Promise<void>;
  /** Reads a record; must not throw, whoever wrote it. */
  read: (raw: RawRecord) => T;
};

/** What was read ahead of a partition, from the consumer's place on. */
type Ahead<T> = {
  /** From where on nothing is missing; null: not known yet. */
  base: bigint | null;
  /** The next offset that is asked for; null: the first that the topic has. */
  next: bigint | null;
  records: T[];
  bytes: number;
  end: bigint;
  /** Asked for last, by `performance.now()`. */
  wantedAt: number;
  lost: boolean;
};

/** Bounds of what is read ahead of one partition, and of one answer. */
const mostRecords = 8_000;
const mostBytes = 4 * 1024 * 1024;
const answerBytes = 8 * 1024 * 1024;
const partitionBytes = 1024 * 1024;
/** Milliseconds that a broker waits for news; that until it is asked for a partition that was wanted meanwhile. */
const longestPoll = 100;
const retryAfter = 500;
/** Of a partition that nobody asked for so long nothing is read any more: its lease went elsewhere. */
const forgottenAfter = 5_000;

const bitOfAppendTime = 8;
const bitOfControl = 32;

type TopicMetadata = { id: string; partitions: readonly { leader: number }[] };
type Answer = Awaited<ReturnType<Consumer["fetch"]>>;
type AnsweredPartition = Answer["responses"][number]["partitions"][number];

/**
 * Reads ahead of the consumer, outside of its transaction. Partitions are those that are asked for, which are those that
 * are leased: no consumer group of Kafka's takes part, and nothing is rebalanced. Nothing is let go of before the
 * consumer's place, as its transaction committed it, is past it.
 */
export class Tail<T extends { offset: bigint }> {
  private readonly ahead = new Map<number, Ahead<T>>();
  private consumer: Consumer | null = null;
  private id: string | null = null;
  private wake: (() => void) | null = null;
  private stopped = false;
  private told = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly options: TailOptions<T>,
    private readonly events: ReaderEvents,
  ) {
    this.running = this.run();
  }

  private get name(): string {
    return this.options.topic.topic;
  }

  /** The topic's id; null until brokers were asked. One that is made anew has another. */
  get topicId(): string | null {
    return this.id;
  }

  /** The consumer is at `from` (null: it never read this topic). Throws where events after it were deleted unread. */
  seek(partition: number, from: bigint | null): void {
    const wantedAt = performance.now();
    const known = this.ahead.get(partition);
    if (known !== undefined && this.trim(known, from)) {
      known.wantedAt = wantedAt;
      if (known.lost) throw eventsLost(this.name, partition, from);
      return;
    }
    this.ahead.set(partition, { base: from, next: from, records: [], bytes: 0, end: from ?? 0n, wantedAt, lost: false });
    this.wake?.();
  }

  /** Records from the consumer's place on; they stay until a later place is sought. */
  take(partition: number, atMost: number): readonly T[] {
    return this.ahead.get(partition)?.records.slice(0, atMost) ?? [];
  }

  /** How far the partition reached when it was read last. */
  endOf(partition: number): bigint {
    return this.ahead.get(partition)?.end ?? 0n;
  }

  async close(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.drop();
    await this.running;
    await this.drop(); // one that was being opened meanwhile
  }

  /** Whether what was read ahead goes on from there, without what is before. */
  private trim(known: Ahead<T>, from: bigint | null): boolean {
    if (from === null) return true;
    if (known.base === null || known.next === null || from < known.base || from > known.next) return false;
    known.base = from;
    const gone = known.records.findIndex((record) => record.offset >= from);
    const before = known.records.splice(0, gone < 0 ? known.records.length : gone);
    if (before.length > 0) {
      known.bytes = known.records.length === 0 ? 0 : known.bytes * (known.records.length / (known.records.length + before.length));
      this.wake?.();
    }
    return true;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        if (!(await this.readOn())) await this.pause(longestPoll);
        this.told = false;
      } catch (error) {
        await this.drop();
        if (this.stopped) return;
        if (!this.told) this.events.onError(error);
        this.told = true;
        await this.pause(retryAfter);
      }
    }
  }

  /** Asks each broker for what is wanted of it; false where nothing is. */
  private async readOn(): Promise<boolean> {
    const consumer = await this.connect();
    const metadata = await consumer.metadata({ topics: [this.name] });
    const topic = metadata.topics.get(this.name);
    if (topic === undefined) throw new BellwetherError("unavailable", `The topic ${this.name} is not there.`);
    if (this.id !== topic.id) {
      this.id = topic.id;
      this.ahead.clear();
      this.events.onAppended();
    }
    const byLeader = await this.wantedByLeader(consumer, topic);
    await Promise.all([...byLeader].map(([node, partitions]) => this.fetch(consumer, topic.id, node, partitions)));
    return byLeader.size > 0;
  }

  private async wantedByLeader(consumer: Consumer, topic: TopicMetadata): Promise<Map<number, number[]>> {
    const byLeader = new Map<number, number[]>();
    const forgotten = performance.now() - forgottenAfter;
    for (const [partition, one] of this.ahead) {
      if (one.wantedAt < forgotten) {
        this.ahead.delete(partition);
        continue;
      }
      const leader = topic.partitions[partition]?.leader;
      if (one.lost || leader === undefined || one.records.length >= mostRecords || one.bytes >= mostBytes) continue;
      if (one.next === null) one.base = one.next = await this.firstOffset(consumer, partition);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
    }
    return byLeader;
  }

  private async firstOffset(consumer: Consumer, partition: number): Promise<bigint> {
    const topic = this.name;
    const found = await consumer.listOffsets({ topics: [topic], partitions: { [topic]: [partition] }, timestamp: -2n });
    return found.get(topic)?.[partition] ?? 0n;
  }

  private async fetch(consumer: Consumer, topicId: string, node: number, wanted: readonly number[]): Promise<void> {
    const asked = new Map(wanted.map((partition) => [partition, this.ahead.get(partition)?.next ?? 0n]));
    const partitions = [...asked].map(([partition, fetchOffset]) => ({
      partition,
      fetchOffset,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: partitionBytes,
    }));
    const answer = await consumer
      .fetch({ node, minBytes: 1, maxBytes: answerBytes, maxWaitTime: longestPoll, topics: [{ topicId, partitions }] })
      .catch(async (error: unknown) => {
        const { findErrorBy } = await kafkaClient();
        if (error instanceof Error && findErrorBy(error, "apiId", "OFFSET_OUT_OF_RANGE") !== null) this.noteLost(error, asked);
        throw error; // the broker's session is at an end with it
      });
    if (this.id !== topicId) return;
    let news = false;
    for (const { partitions: answered } of answer.responses) {
      for (const one of answered) news = this.keep(one, asked.get(one.partitionIndex)) || news;
    }
    if (news) this.events.onAppended();
  }

  /** False where nothing came, or another place was sought meanwhile. */
  private keep(answered: AnsweredPartition, asked: bigint | undefined): boolean {
    const known = this.ahead.get(answered.partitionIndex);
    if (known === undefined || asked === undefined || known.next !== asked) return false;
    known.end = answered.highWatermark;
    const before = known.records.length;
    for (const batch of answered.records ?? []) {
      const past = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
      if (past <= (known.next ?? 0n)) continue;
      const isControl = (batch.attributes & bitOfControl) !== 0;
      for (const record of isControl ? [] : batch.records) {
        const offset = batch.firstOffset + BigInt(record.offsetDelta);
        if (offset < asked) continue;
        const timestamp = (batch.attributes & bitOfAppendTime) === 0 ? batch.firstTimestamp + record.timestampDelta : batch.maxTimestamp;
        known.records.push(this.options.read({ offset, timestamp, key: record.key, value: record.value, headers: record.headers }));
        known.bytes += record.length;
      }
      known.next = past;
    }
    return known.records.length > before;
  }

  /** An offset that the topic does not have: what was not read is gone, which nobody may pass over in silence. */
  private noteLost(error: Error, asked: ReadonlyMap<number, bigint>): void {
    const outOfRange = 1;
    const response: Answer | undefined = Reflect.get(error, "response");
    for (const { partitions } of response?.responses ?? []) {
      for (const { partitionIndex, errorCode } of partitions) {
        const known = this.ahead.get(partitionIndex);
        if (errorCode === outOfRange && known !== undefined && known.next === asked.get(partitionIndex)) known.lost = true;
      }
    }
    this.events.onAppended(); // which stages, and says so
  }

  private async connect(): Promise<Consumer> {
    if (this.consumer !== null) return this.consumer;
    await this.options.ensure();
    // The client asks for the name of a group; it is never joined.
    const { Consumer } = await kafkaClient();
    const consumer = new Consumer({ ...clientOptions(this.options.topic), groupId: "bellwether" });
    consumer.topics.track(this.name);
    this.consumer = consumer;
    return consumer;
  }

  private async drop(): Promise<void> {
    const { consumer } = this;
    this.consumer = null;
    await consumer?.close(true).catch(() => undefined);
  }

  private pause(atMost: number): Promise<void> {
    if (this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, atMost);
      const tail = this;
      function done() {
        clearTimeout(timer);
        tail.wake = null;
        resolve();
      }
      this.wake = done;
    });
  }
}

function eventsLost(topic: string, partition: number, from: bigint | null): BellwetherError {
  return new BellwetherError(
    "conflict",
    `The topic ${topic} does not have offset ${from} of partition ${partition} any more: events were deleted before they were read, or the topic lost its end. docs/OPERATIONS.md says what to do.`,
    { topic, partition, offset: String(from) },
  );
}
