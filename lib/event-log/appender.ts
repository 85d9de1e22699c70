import type { KeyObject } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { ArrivalTally } from "./arrival-tally";
import { type Identified, identify } from "./identity";

/** A campus event as the log holds it: persons are pseudonyms, free text is sealed. */
export type LogEntry = {
  type: string;
  schemaVersion: number;
  source: string;
  id: string;
  occurredAt: string;
  recordedAt: string;
  /** The value that decides the partition. */
  partitionKey: string;
  data: Record<string, unknown>;
  /** The event before pseudonyms, in one spelling: the same event sent again has the same. */
  canonical: string;
};

export type AppendResult = "accepted" | "duplicate" | "id-conflict";

type Waiting = { entries: LogEntry[]; resolve: (results: AppendResult[]) => void; reject: (error: unknown) => void };

/** Most events of one transaction, and most that wait for one: past that the sender is asked to wait. */
const flushSize = 8_000;
const mostWaiting = 60_000;
const flushesAtOnce = 2;
export const partitionCount = 8;

/**
 * Appends to the Postgres log. What several requests bring meanwhile shares one transaction (group
 * commit), and nothing is acknowledged before it is durable (LOG-1).
 */
export class Appender {
  private readonly waiting: Waiting[] = [];
  private waitingEvents = 0;
  private flushing = 0;
  private readonly knownDays = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly identityKey: KeyObject,
  ) {}

  /** Resolves, once durable, with what became of each entry. Throws too-many-requests when the queue is full. */
  append(entries: LogEntry[]): Promise<AppendResult[]> {
    if (entries.length === 0) return Promise.resolve([]);
    this.refuseWhenFull();
    return new Promise((resolve, reject) => {
      this.waiting.push({ entries, resolve, reject });
      this.waitingEvents += entries.length;
      this.flushNext();
    });
  }

  refuseWhenFull(): void {
    if (this.waitingEvents < mostWaiting) return;
    throw new BellwetherError("too-many-requests", "The event log is catching up; send this again in a moment.", {
      retryAfterSeconds: 1,
    });
  }

  private flushNext(): void {
    if (this.flushing >= flushesAtOnce || this.waiting.length === 0) return;
    const taken: Waiting[] = [];
    let events = 0;
    while (this.waiting.length > 0 && events < flushSize) {
      const next = this.waiting.shift();
      if (next === undefined) break;
      taken.push(next);
      events += next.entries.length;
    }
    this.flushing += 1;
    this.flush(taken)
      .catch((error: unknown) => {
        for (const one of taken) one.reject(error);
      })
      .finally(() => {
        this.flushing -= 1;
        this.waitingEvents -= events;
        this.flushNext();
      });
  }

  private async flush(taken: readonly Waiting[]): Promise<void> {
    const entries = taken.flatMap((one) => one.entries);
    const keyed = entries.map((entry) => identify(this.identityKey, entry));
    const days = new Set<string>();
    const results = await withTransaction(this.database.owner, (client) => this.write(client, entries, keyed, days));
    // Only now: a partition that was made and rolled back is not there.
    for (const day of days) this.knownDays.add(day);
    let start = 0;
    for (const one of taken) {
      one.resolve(results.slice(start, start + one.entries.length));
      start += one.entries.length;
    }
  }

  private async write(
    client: PoolClient,
    entries: readonly LogEntry[],
    keyed: readonly Identified[],
    days: Set<string>,
  ): Promise<AppendResult[]> {
    const first = new Map<string, string>();
    for (const { key, content } of keyed) if (!first.has(key)) first.set(key, content);
    const claimed = await claim(client, first);
    const results: AppendResult[] = [];
    const fresh: LogEntry[] = [];
    const tally = new ArrivalTally();
    for (const [index, { key, content }] of keyed.entries()) {
      const entry = entries[index];
      if (entry === undefined) continue;
      const before = claimed.known.get(key) ?? first.get(key);
      if (claimed.fresh.delete(key)) {
        results.push("accepted");
        tally.add(entry, "accepted");
        fresh.push(entry);
      } else if (before === content) {
        results.push("duplicate");
        tally.add(entry, "duplicate");
      } else {
        results.push("id-conflict"); // counted where it is kept
      }
    }
    if (fresh.length > 0) await this.copy(client, fresh, days);
    await tally.write(client);
    return results;
  }

  private async copy(client: PoolClient, entries: readonly LogEntry[], days: Set<string>): Promise<void> {
    const byPartition = new Map<number, LogEntry[]>();
    for (const entry of entries) {
      const partition = partitionOf(entry.partitionKey);
      const list = byPartition.get(partition);
      if (list === undefined) byPartition.set(partition, [entry]);
      else list.push(entry);
    }
    const partitions = [...byPartition.keys()].sort((a, b) => a - b);
    // The rows stay locked until commit, so that offsets become visible in their order. The day never goes back.
    const allocated = await client.query<{ partition: number; first: string; day: string; at: string }>(
      `WITH wanted AS (SELECT unnest($1::smallint[]) AS partition, unnest($2::bigint[]) AS events),
       locked AS MATERIALIZED (
         SELECT p.partition FROM log.event_partition p JOIN wanted USING (partition) ORDER BY p.partition FOR UPDATE OF p)
       UPDATE log.event_partition p SET next_offset = p.next_offset + wanted.events,
         arrived_on = greatest(p.arrived_on, (clock_timestamp() AT TIME ZONE 'UTC')::date)
       FROM wanted JOIN locked USING (partition) WHERE p.partition = wanted.partition
       RETURNING p.partition, old.next_offset AS first, new.arrived_on AS day, clock_timestamp()::text AS at`,
      [partitions, partitions.map((partition) => byPartition.get(partition)?.length ?? 0)],
    );
    const lines: string[] = [];
    for (const { partition, first, day, at } of allocated.rows) {
      if (!this.knownDays.has(day) && !days.has(day)) await client.query("SELECT log.ensure_event_partition($1)", [day]);
      days.add(day);
      let offset = BigInt(first);
      for (const entry of byPartition.get(partition) ?? []) {
        lines.push(copyLine(day, partition, offset, at, entry));
        offset += 1n;
      }
    }
    const target = client.query(
      copyFrom(
        'COPY log.event (arrived_on, partition, "offset", arrived_at, type, schema_version, source, event_id, occurred_at, recorded_at, data) FROM STDIN',
      ),
    );
    await pipeline(Readable.from(inChunks(lines)), target);
    await client.query("SELECT pg_notify('log_appended', '')");
  }
}

/** Claims keys in their order, so that two writers wait instead of dead-locking; says what others hold. */
async function claim(client: PoolClient, wanted: ReadonlyMap<string, string>): Promise<{ fresh: Set<string>; known: Map<string, string> }> {
  const inserted = await client.query<{ key: string }>(
    `INSERT INTO log.event_key (key, content)
     SELECT * FROM unnest($1::uuid[], $2::uuid[]) AS wanted (key, content) ORDER BY key
     ON CONFLICT (key) DO NOTHING RETURNING key`,
    [[...wanted.keys()], [...wanted.values()]],
  );
  const fresh = new Set(inserted.rows.map((row) => row.key));
  const others = [...wanted.keys()].filter((key) => !fresh.has(key));
  if (others.length === 0) return { fresh, known: new Map() };
  const known = await client.query<{ key: string; content: string }>("SELECT key, content FROM log.event_key WHERE key = ANY($1::uuid[])", [
    others,
  ]);
  return { fresh, known: new Map(known.rows.map((row) => [row.key, row.content])) };
}

/** FNV-1a over UTF-16 units: cheap, and the same in every process. */
export function partitionOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    hash ^= key.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % partitionCount;
}

function copyLine(day: string, partition: number, offset: bigint, at: string, entry: LogEntry): string {
  const { type, schemaVersion, source, id, occurredAt, recordedAt, data } = entry;
  return `${day}\t${partition}\t${offset}\t${at}\t${type}\t${schemaVersion}\t${escaped(source)}\t${escaped(id)}\t${occurredAt}\t${recordedAt}\t${escaped(JSON.stringify(data))}\n`;
}

const special = /[\\\n\r\t]/g;
const replacements: Record<string, string> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escaped(text: string): string {
  return text.replace(special, (character) => replacements[character] ?? character);
}

function* inChunks(lines: readonly string[]): Generator<string> {
  const size = 200;
  for (let start = 0; start < lines.length; start += size) yield lines.slice(start, start + size).join("");
}
