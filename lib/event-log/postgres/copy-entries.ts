import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Places } from "@/lib/platform/tracing/tracer";
import type { LogEntry } from "../event-log";

/** What `log.event` keeps of an entry. `arrivedAt`: where it arrived elsewhere before. */
export type KeptEntry = Pick<LogEntry, "type" | "schemaVersion" | "source" | "id" | "occurredAt" | "recordedAt" | "data"> & {
  arrivedAt?: string;
};

export type CopyOptions = {
  /** The day that they arrive on, which its table is there for; without it the day of now. Never before a partition's last. */
  day?: string;
  /** Called with each day that they were put to, before. */
  onDay?: (day: string) => Promise<void>;
};

/** Appends to partitions of `log.event`, in the caller's transaction, each in its order. Returns the places that they got. */
export async function copyEntries(
  client: PoolClient,
  byPartition: ReadonlyMap<number, readonly KeptEntry[]>,
  { day: givenDay, onDay }: CopyOptions,
): Promise<Places[]> {
  const partitions = [...byPartition.keys()].sort((a, b) => a - b);
  // The rows stay locked until commit, so that offsets become visible in their order. The day never goes back.
  const allocated = await client.query<{ partition: number; first: string; day: string; at: string }>(
    `WITH wanted AS (SELECT unnest($1::smallint[]) AS partition, unnest($2::bigint[]) AS events),
     locked AS MATERIALIZED (
       SELECT p.partition FROM log.event_partition p JOIN wanted USING (partition) ORDER BY p.partition FOR UPDATE OF p)
     UPDATE log.event_partition p SET next_offset = p.next_offset + wanted.events,
       arrived_on = greatest(p.arrived_on, coalesce($3::date, (clock_timestamp() AT TIME ZONE 'UTC')::date))
     FROM wanted JOIN locked USING (partition) WHERE p.partition = wanted.partition
     RETURNING p.partition, old.next_offset AS first, new.arrived_on AS day, clock_timestamp()::text AS at`,
    [partitions, partitions.map((partition) => byPartition.get(partition)?.length ?? 0), givenDay ?? null],
  );
  const lines: string[] = [];
  for (const { partition, first, day, at } of allocated.rows) {
    await onDay?.(day);
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
  return allocated.rows.map(({ partition, first }) => {
    const from = BigInt(first);
    return { partition, first: from, past: from + BigInt(byPartition.get(partition)?.length ?? 0) };
  });
}

export function groupBy<T>(entries: readonly T[], partitionOfEntry: (entry: T) => number): Map<number, T[]> {
  const byPartition = new Map<number, T[]>();
  for (const entry of entries) {
    const partition = partitionOfEntry(entry);
    const list = byPartition.get(partition);
    if (list === undefined) byPartition.set(partition, [entry]);
    else list.push(entry);
  }
  return byPartition;
}

function copyLine(day: string, partition: number, offset: bigint, at: string, entry: KeptEntry): string {
  const { type, schemaVersion, source, id, occurredAt, recordedAt, data, arrivedAt = at } = entry;
  return `${day}\t${partition}\t${offset}\t${arrivedAt}\t${type}\t${schemaVersion}\t${escaped(source)}\t${escaped(id)}\t${occurredAt}\t${recordedAt}\t${escaped(JSON.stringify(data))}\n`;
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
