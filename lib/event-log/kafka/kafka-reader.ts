import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { ArrivalTally } from "../arrival-tally";
import type { LogReader, ReaderEvents, Staged } from "../event-log";
import { claimKeys } from "../postgres/claim-keys";
import { copyEntries, type KeptEntry } from "../postgres/copy-entries";
import { stageBatch } from "../postgres/stage-batch";
import { type IncomingRecord, readRecord } from "./record";
import { Tail } from "./tail";
import { ensureTopic } from "./topic";

/** What was acknowledged and cannot be taken in: an event whose id was another's, or a text that is no event. */
export type Refused = { keyId: string | null } & ({ rule: "id-conflict"; event: KeptEntry } | { rule: "not-ours"; text: string });

/** Keeps them in quarantine, in the consumer's transaction, and notes them in its counts. */
export type RefuseLate = (client: PoolClient, refused: readonly Refused[], tally: ArrivalTally) => Promise<void>;

export type KafkaReaderOptions = { database: Database; config: KafkaConfig; refuseLate: RefuseLate };

/** Milliseconds to wait for batches that hold the log, once a day. */
const longestLock = 30_000;

type Read = { partition: number; records: readonly IncomingRecord[] };

/**
 * Reads the topic into the tables of the Postgres log, in the consumer's transaction: (source, id) is claimed, what is new is
 * kept, the place in the topic is moved. Then the batch is staged from those tables, at their own offsets, so that
 * everything that reads the log finds it there (docs/adr/0029).
 */
export class KafkaReader implements LogReader {
  private readonly tail: Tail<IncomingRecord>;
  private readonly days = new Map<string, Promise<void>>();

  constructor(
    private readonly options: KafkaReaderOptions,
    events: ReaderEvents,
  ) {
    const { config } = options;
    this.tail = new Tail({ topic: config, ensure: () => ensureTopic(config), read: readRecord }, events);
  }

  async stage(client: PoolClient, partitions: readonly number[], limit: number): Promise<Staged> {
    const topicId = await this.seek(client, partitions);
    // What came while the log was another, or was undone after it was kept, goes first.
    const read = topicId === null || (await isBehind(client, partitions)) ? [] : this.take(partitions, limit);
    if (topicId === null || read.length === 0) {
      const events = await stageBatch(client, partitions, limit);
      return { taken: events, events, passed: [], settle: async () => undefined };
    }
    const settle = await this.keep(client, topicId, read);
    const events = await stageBatch(client, partitions, limit);
    const records = read.reduce((sum, one) => sum + one.records.length, 0);
    return { taken: records, events, passed: read.map((one) => one.partition), settle };
  }

  close(): Promise<void> {
    return this.tail.close();
  }

  /** Where the transactions so far came to. Null before brokers were asked which topic it is. */
  private async seek(client: PoolClient, partitions: readonly number[]): Promise<string | null> {
    const kept = await client.query<{ partition: number; topic: string; next: string }>(
      "SELECT partition, topic_id AS topic, next_offset AS next FROM log.topic_partition WHERE partition = ANY($1)",
      [partitions],
    );
    const { topicId } = this.tail;
    if (topicId === null) return null;
    const places = new Map(kept.rows.filter((row) => row.topic === topicId).map((row) => [row.partition, BigInt(row.next)]));
    for (const partition of partitions) this.tail.seek(partition, places.get(partition) ?? null);
    return topicId;
  }

  private take(partitions: readonly number[], limit: number): Read[] {
    const share = Math.ceil(limit / partitions.length);
    return partitions
      .map((partition) => ({ partition, records: this.tail.take(partition, share) }))
      .filter((one) => one.records.length > 0);
  }

  /** Returns what is to be done last: rows that all batches share stay locked until the transaction ends. */
  private async keep(client: PoolClient, topicId: string, read: readonly Read[]): Promise<Staged["settle"]> {
    const day = await this.ensureDay();
    const tally = new ArrivalTally();
    const refused: Refused[] = [];
    const first = new Map<string, string>();
    for (const { records } of read) {
      for (const record of records) {
        if (record.event !== null && !first.has(record.identity.key)) first.set(record.identity.key, record.identity.content);
      }
    }
    const claimed = await claimKeys(client, first);
    const fresh = new Map<number, KeptEntry[]>();
    for (const { partition, records } of read) {
      const kept: KeptEntry[] = [];
      for (const record of records) {
        const { keyId } = record;
        if (record.event === null) {
          refused.push({ keyId, rule: "not-ours", text: record.text });
          continue;
        }
        const { key, content } = record.identity;
        const before = claimed.known.get(key) ?? first.get(key);
        if (claimed.fresh.delete(key)) {
          kept.push(record.event);
          tally.add(record.event, "accepted");
        } else if (before === content) {
          if (!record.resent) tally.add(record.event, "duplicate"); // else no source sent it
        } else refused.push({ keyId, rule: "id-conflict", event: record.event });
      }
      if (kept.length > 0) fresh.set(partition, kept);
    }
    if (fresh.size > 0) await copyEntries(client, fresh, { day });
    await this.move(client, topicId, read);
    return async (last) => {
      if (refused.length > 0) await this.options.refuseLate(last, refused, tally);
      await tally.write(last);
    };
  }

  private async move(client: PoolClient, topicId: string, read: readonly Read[]): Promise<void> {
    const places = read.map(({ partition, records }) => {
      const next = (records.at(-1)?.offset ?? -1n) + 1n;
      return { partition, next: String(next), end: String([this.tail.endOf(partition), next].reduce((a, b) => (a > b ? a : b))) };
    });
    await client.query(
      `INSERT INTO log.topic_partition (partition, topic_id, next_offset, end_offset)
       SELECT partition, $4::uuid, next, "end" FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS place (partition, next, "end")
       ORDER BY partition
       ON CONFLICT (partition) DO UPDATE SET topic_id = excluded.topic_id, next_offset = excluded.next_offset,
         end_offset = excluded.end_offset`,
      [places.map((one) => one.partition), places.map((one) => one.next), places.map((one) => one.end), topicId],
    );
  }

  /**
   * The day that events are kept under, its table made before the consumer's transaction touches the log: making it locks
   * the whole log for a moment, and two batches that each had read of it would wait for each other.
   */
  private async ensureDay(): Promise<string> {
    const { owner } = this.options.database;
    const found = await owner.query<{ day: string }>(
      "SELECT greatest(max(arrived_on), (clock_timestamp() AT TIME ZONE 'UTC')::date) AS day FROM log.event_partition",
    );
    const day = found.rows[0]?.day ?? "";
    const making = this.days.get(day) ?? makeDay(owner, day);
    this.days.set(day, making);
    await making.catch((error: unknown) => {
      this.days.delete(day);
      throw error;
    });
    return day;
  }
}

const isThere = "42P07";

async function makeDay(owner: Database["owner"], day: string): Promise<void> {
  try {
    await withTransaction(owner, async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${longestLock}`);
      await client.query("SELECT log.ensure_event_partition($1)", [day]);
    });
  } catch (error) {
    // Another process made it in the same moment.
    if (!(error instanceof Error) || Reflect.get(error, "code") !== isThere) throw error;
  }
}

async function isBehind(client: PoolClient, partitions: readonly number[]): Promise<boolean> {
  const found = await client.query(
    `SELECT FROM log.event_partition kept JOIN log.consumer USING (partition)
     WHERE consumer = 'aggregator' AND partition = ANY($1) AND kept.next_offset > consumer.next_offset`,
    [partitions],
  );
  return found.rowCount !== 0;
}
