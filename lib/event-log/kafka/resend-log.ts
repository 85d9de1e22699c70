import type { KeyObject } from "node:crypto";
import type { Admin } from "@platformatic/kafka";
import type { PoolClient } from "pg";
import { contractTraits, isCampusEventType } from "@/lib/contracts/campus-events";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { type Identified, keyOf } from "../identity";
import { kafkaClient } from "./client";
import { type OutgoingRecord, toRecord } from "./record";
import { RecordWriter } from "./record-writer";
import { requireWholeLog } from "./require-whole-log";
import { clientOptions, ensureTopic } from "./topic";
import { readOffsets, readTopicIds } from "./topic-offsets";

/** Held by the one process that sends the log. Its session's end ends it. */
export const resendLock = 715_210;
const mostOfPage = 2_000;

export type ResendOptions = {
  database: Database;
  identityKey: KeyObject;
  config: KafkaConfig;
  /** Called with how many were sent so far, after each page that is noted as sent. */
  onSent?: (events: number) => void;
  pageSize?: number;
};

/** How far a partition of the log was sent: what comes next. */
type Place = { partition: number; next: bigint; day: string };

/**
 * Sends the events of the log to the topic again, up to where the log ends now, for readers that begin with what the topic no longer
 * has, or never had; returns how many. Each is the record that it was, and says that it is sent again: whoever has it knows it by
 * its key, and Bellwether's own consumer passes it over without counting it. A page at a time, each noted once brokers have it,
 * so that who was cut off goes on from there; where the topic lost what was sent it begins again. Throws conflict where
 * another process sends, or where the log was shortened.
 */
export async function resendLog({ database, config, ...options }: ResendOptions): Promise<number> {
  await ensureTopic(config);
  const { Admin } = await kafkaClient();
  const admin = new Admin(clientOptions(config));
  const writer = new RecordWriter(config.brokers);
  const client = await database.owner.connect();
  try {
    const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [resendLock]);
    if (lock.rows[0]?.taken !== true) throw new BellwetherError("conflict", "The log is being sent by another process.");
    await requireWholeLog(client);
    const ends = await endsOf(client);
    let sent = 0;
    for (const place of await beginAt(client, admin, config.topic)) {
      const end = ends.get(place.partition) ?? 0n;
      for (let at = place; at.next < end; ) {
        const page: Page = await readPage(client, at, end, options.pageSize ?? mostOfPage);
        if (page.events.length === 0) break;
        await writer.write(await recordsOf(client, page.events, config.topic, options.identityKey));
        await note(client, page.next);
        at = page.next;
        sent += page.events.length;
        options.onSent?.(sent);
      }
    }
    return sent;
  } finally {
    client.release(true); // with its lock
    await Promise.all([writer.close(), admin.close().catch(() => undefined)]);
  }
}

async function endsOf(client: PoolClient): Promise<Map<number, bigint>> {
  const found = await client.query<{ partition: number; end: string }>('SELECT partition, next_offset AS "end" FROM log.event_partition');
  return new Map(found.rows.map((row) => [row.partition, BigInt(row.end)]));
}

/** Where each partition was left; at its beginning where the topic is another, or lost some of what was sent before. */
async function beginAt(client: PoolClient, admin: Admin, topic: string): Promise<Place[]> {
  const topicId = (await readTopicIds(admin, [topic])).get(topic) ?? "";
  const first = [...((await readOffsets(admin, [topic], "first")).get(topic) ?? [])];
  const end = [...((await readOffsets(admin, [topic], "end")).get(topic) ?? [])];
  await client.query(
    `DELETE FROM log.topic_resend kept USING unnest($1::smallint[], $2::bigint[]) AS topic (partition, first)
     WHERE kept.partition = topic.partition AND (kept.topic_id <> $3 OR kept.from_offset < topic.first)`,
    [first.map(([partition]) => partition), first.map(([, offset]) => String(offset)), topicId],
  );
  await client.query(
    `INSERT INTO log.topic_resend (partition, topic_id, from_offset, next_offset, arrived_on)
     SELECT partition, $3::uuid, "end", 0, '1970-01-01' FROM unnest($1::smallint[], $2::bigint[]) AS topic (partition, "end")
     ON CONFLICT (partition) DO NOTHING`,
    [end.map(([partition]) => partition), end.map(([, offset]) => String(offset)), topicId],
  );
  const kept = await client.query<{ partition: number; next: string; day: string }>(
    "SELECT partition, next_offset AS next, arrived_on::text AS day FROM log.topic_resend ORDER BY partition",
  );
  return kept.rows.map((row) => ({ ...row, next: BigInt(row.next) }));
}

type Row = {
  offset: string;
  day: string;
  type: string;
  schemaVersion: number;
  source: string;
  id: string;
  occurredAt: Date;
  recordedAt: Date;
  data: Record<string, unknown>;
};

type Page = { events: readonly Row[]; next: Place };

async function readPage(client: PoolClient, { partition, next, day }: Place, end: bigint, limit: number): Promise<Page> {
  // Offsets and days agree: a partition's days are read one after the other.
  const { rows } = await client.query<Row>(
    `SELECT "offset", arrived_on::text AS day, type, schema_version AS "schemaVersion", source, event_id AS id,
       occurred_at AS "occurredAt", recorded_at AS "recordedAt", data
     FROM log.event WHERE partition = $1 AND "offset" >= $2 AND arrived_on >= $3 AND "offset" < $4
     ORDER BY arrived_on, "offset" LIMIT $5`,
    [partition, String(next), day, String(end), limit],
  );
  const last = rows.at(-1);
  return {
    events: rows,
    next: last === undefined ? { partition, next, day } : { partition, next: BigInt(last.offset) + 1n, day: last.day },
  };
}

async function recordsOf(client: PoolClient, events: readonly Row[], topic: string, identityKey: KeyObject): Promise<OutgoingRecord[]> {
  const keys = events.map((event) => keyOf(identityKey, event));
  const known = await client.query<Identified>("SELECT key, content FROM log.event_key WHERE key = ANY($1::uuid[])", [keys]);
  const contents = new Map(known.rows.map((row) => [row.key, row.content]));
  return events.map((event, index) => {
    const { type, schemaVersion, source, id, data } = event;
    const key = keys[index] ?? "";
    const content = contents.get(key);
    if (content === undefined || !isCampusEventType(type)) {
      throw new BellwetherError("internal", `The log's event ${event.offset} of ${event.day} is not known by its key.`);
    }
    const [occurredAt, recordedAt] = [event.occurredAt.toISOString(), event.recordedAt.toISOString()];
    const partitionKey = String(data[contractTraits[type].partitionBy]);
    const kept = { type, schemaVersion, source, id, occurredAt, recordedAt, data, partitionKey };
    return toRecord(topic, kept, { key, content }, { resent: true });
  });
}

const note = (client: PoolClient, { partition, next, day }: Place) =>
  client.query("UPDATE log.topic_resend SET next_offset = $2, arrived_on = $3 WHERE partition = $1", [partition, String(next), day]);
