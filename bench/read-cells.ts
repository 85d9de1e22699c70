import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { FamilyName } from "@/lib/aggregator/families";
import { flinkTables, readCell } from "@/lib/aggregator/flink/cell-record";
import type { FlinkTopics } from "@/lib/aggregator/flink/topics";
import { Tail } from "@/lib/event-log/kafka/tail";
import { ensureUpsertTopic } from "@/lib/event-log/kafka/topic";
import { partitionCount } from "@/lib/event-log/partition-of";

/** What the cells of a family come to in each of its tables. */
export type Totals = Partial<Record<FamilyName, number>>;

export type ReadCells = {
  /** By key, as text with its measures; empty ones are left out. */
  cells: Map<string, string>;
  records: number;
  /** When the first record came to the brokers, and the last; milliseconds. */
  first: number;
  last: number;
};

/** Milliseconds without a record after which cells that are all there are taken to stay. */
const quietFor = 3_000;
const patience = 900_000;
const measuresSchema = z.record(z.string(), z.number());

/** Reads a topic of cells from its beginning until they come to what they have to, and no more comes. */
export async function readCells({ brokers, cells: topic }: FlinkTopics, totals: Totals): Promise<ReadCells> {
  const place = { brokers, topic };
  const onError = (error: unknown) => {
    throw error;
  };
  const tail = new Tail(
    { topic: place, ensure: () => ensureUpsertTopic(place), read: (raw) => ({ ...readCell(raw), at: Number(raw.timestamp) }) },
    { onAppended: () => undefined, onError },
  );
  const read: ReadCells = { cells: new Map(), records: 0, first: Number.POSITIVE_INFINITY, last: 0 };
  const sums = new Map<string, number>();
  const next = Array.from({ length: partitionCount }, () => 0n);
  let heardAt = performance.now();
  try {
    for (const end = performance.now() + patience; ; ) {
      const before = read.records;
      for (let partition = 0; partition < partitionCount; partition += 1) {
        tail.seek(partition, next[partition] ?? 0n);
        for (const record of tail.take(partition, 8_000)) {
          next[partition] = record.offset + 1n;
          read.records += 1;
          read.first = Math.min(read.first, record.at);
          read.last = Math.max(read.last, record.at);
          if (record.table !== null) keep(read.cells, sums, record.table, record.key, record.value);
        }
      }
      if (read.records > before) heardAt = performance.now();
      else if (performance.now() - heardAt > quietFor && isComplete(sums, totals)) return read;
      else await pause(20);
      if (performance.now() > end) throw new Error(`The cells did not come to what they have to: ${JSON.stringify([...sums])}`);
    }
  } finally {
    await tail.close();
  }
}

function keep(cells: Map<string, string>, sums: Map<string, number>, table: string, key: string, value: string | null): void {
  const before = amountOf(table, cells.get(key) ?? null);
  const after = amountOf(table, value);
  sums.set(table, (sums.get(table) ?? 0) + after - before);
  if (value === null || after === 0) cells.delete(key);
  else cells.set(key, value);
}

/** Of marks all states, of meetings those that were held, of the others how many there are. */
function amountOf(table: string, value: string | null): number {
  const family = flinkTables.get(table)?.family;
  if (value === null || family === undefined) return 0;
  const measures = measuresSchema.parse(JSON.parse(value));
  const counted = family.name === "attendance" ? Object.keys(family.measures) : Object.keys(family.measures).slice(0, 1);
  return counted.reduce((sum, name) => sum + (measures[name] ?? 0), 0);
}

const isComplete = (sums: ReadonlyMap<string, number>, totals: Totals): boolean =>
  [...flinkTables].every(([name, { family }]) => (sums.get(name) ?? 0) === (totals[family.name] ?? 0));
