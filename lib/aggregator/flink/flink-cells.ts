import type { Admin } from "@platformatic/kafka";
import type { PoolClient } from "pg";
import { kafkaClient } from "@/lib/event-log/kafka/client";
import { Tail } from "@/lib/event-log/kafka/tail";
import { clientOptions, ensureUpsertTopic } from "@/lib/event-log/kafka/topic";
import { readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import { UpsertWriter } from "@/lib/event-log/kafka/upsert-writer";
import type { Database } from "@/lib/platform/database";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { batchTables } from "../delta";
import { type CellRecord, readCell } from "./cell-record";
import { handToFlink } from "./hand-over";
import { publishDimensions } from "./publish-dimensions";
import { type Progress, readProgress } from "./read-progress";
import { SettledThrough } from "./settled-through";
import { beginAnew, type TakenCells, takeCells } from "./take-cells";
import { ensureFlinkTopics, type FlinkTopics, type TopicIds } from "./topics";

/** Held by the one process that publishes dimensions and takes cells over. Its session's end ends it. */
const leaderLock = 715_208;
/** Most cells of one partition that one batch takes over. */
const mostCells = 4_000;
/** Milliseconds between two questions to brokers about how far Flink is, while something is on its way. */
const askEvery = 250;
/** And between two notes of the moment while nothing is. */
const momentEvery = 2_000;

export type FlinkCellsOptions = { database: Database; config: KafkaConfig; onNews: () => void; onError: (error: unknown) => void };

type Open = {
  client: PoolClient;
  topics: FlinkTopics;
  ids: TopicIds;
  cellsId: string;
  admin: Admin;
  tail: Tail<CellRecord>;
  writer: UpsertWriter;
};

/**
 * Bellwether's end of the cells that Flink computes: dimensions go out as batches change them, cells come in by batches of
 * their own, and it is noted how far both have come. Of all processes one does it at a time.
 */
export class FlinkCells {
  private open: Open | null = null;
  private askedAt = Number.NEGATIVE_INFINITY;
  private all = true;
  private readonly settled = new SettledThrough();
  private progress: Progress | null = null;
  private momentAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: FlinkCellsOptions) {}

  /** True where something was done, so that there may be more. Throws what brokers and database throw: the caller calls again. */
  async step(now: number): Promise<boolean> {
    try {
      this.open ??= await this.begin();
      if (this.open === null) return false;
      const published = await this.publish(this.open);
      const taken = await this.take(this.open);
      await this.ask(this.open, now);
      return published || taken;
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.end();
  }

  private async begin(): Promise<Open | null> {
    const { database, config, onNews, onError } = this.options;
    const client = await database.owner.connect();
    client.on("error", () => undefined); // the next query reports it
    try {
      const lock = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [leaderLock]);
      if (lock.rows[0]?.taken !== true) {
        client.release();
        return null;
      }
      for (const statement of batchTables) await client.query(statement);
      const { topics, ids } = await ensureFlinkTopics(config);
      await this.inTransaction(client, () => handToFlink(client, ids.get(topics.events) ?? ""));
      const { Admin } = await kafkaClient();
      const topic = { brokers: topics.brokers, topic: topics.cells };
      const tail = new Tail({ topic, ensure: () => ensureUpsertTopic(topic), read: readCell }, { onAppended: onNews, onError });
      this.all = true;
      this.progress = null;
      this.settled.forget();
      const writer = new UpsertWriter(topics.brokers);
      return { client, topics, ids, cellsId: ids.get(topics.cells) ?? "", admin: new Admin(clientOptions(topics)), tail, writer };
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  private async end(): Promise<void> {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    open.client.release(true);
    await Promise.all([open.tail.close(), open.writer.close(), open.admin.close().catch(() => undefined)]);
  }

  private async publish({ client, topics, ids, writer }: Open): Promise<boolean> {
    if (!this.all) {
      const noted = await client.query("SELECT FROM log.dimension_change LIMIT 1");
      if (noted.rowCount === 0) return false;
    }
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    const published = await publishDimensions(client, { topics, ids, all: this.all, write: (upserts) => writer.write(upserts) });
    await client.query("COMMIT");
    this.all = false;
    return published > 0;
  }

  private async take(open: Open): Promise<boolean> {
    const { client, tail, cellsId, topics, admin } = open;
    if (tail.topicId === null) return false;
    if (tail.topicId !== cellsId) throw new Error(`The topic ${topics.cells} was made anew.`); // and is begun with anew
    const kept = await client.query<{ partition: number; next: string }>(
      "SELECT partition, next_offset AS next FROM log.cell_partition WHERE topic_id = $1 ORDER BY partition",
      [cellsId],
    );
    if (kept.rowCount === 0) {
      const first = (await readOffsets(admin, [topics.cells], "first")).get(topics.cells) ?? new Map<number, bigint>();
      const places = [...first].map(([partition, offset]) => ({ partition, first: offset }));
      await this.inTransaction(client, () => beginAnew(client, cellsId, places));
      return true;
    }
    const taken: TakenCells[] = [];
    for (const { partition, next } of kept.rows) {
      const from = BigInt(next);
      tail.seek(partition, from);
      const records = tail.take(partition, mostCells);
      const last = records.at(-1);
      if (last !== undefined) taken.push({ partition, from, next: last.offset + 1n, records });
    }
    if (taken.length === 0) return false;
    await this.inTransaction(client, () => takeCells(client, cellsId, taken));
    return true;
  }

  /** Notes how far Flink is, while it is not known to be as far as facts, and up to when cells hold what facts held. */
  private async ask({ client, admin, topics, ids }: Open, now: number): Promise<void> {
    if (now - this.askedAt < askEvery) return;
    this.askedAt = now;
    const settled = await client.query<{ settled: boolean; at: Date }>(
      "SELECT warehouse.cells_settled() AS settled, clock_timestamp() AS at",
    );
    const row = settled.rows[0];
    if (row?.settled === true) {
      // So that the next event is not at once the reason to call all figures behind.
      if (now - this.momentAt < momentEvery) return;
      this.momentAt = now;
      return noteMoment(client, row.at);
    }
    if (this.progress !== null && (await this.isTaken(client, this.progress))) {
      const through = this.settled.reachedBy(this.progress.through);
      if (through !== null) await noteMoment(client, through);
      this.progress = null;
    }
    const found = await readProgress(client, admin, topics, ids);
    if (found.moment !== null) this.settled.note(found.moment);
    // What was found is kept until cells are taken up to where they ended then: later ends would never be reached.
    this.progress ??= found;
  }

  private async isTaken(client: PoolClient, { cellsEnd }: Progress): Promise<boolean> {
    const places = await client.query<{ partition: number; next: string }>("SELECT partition, next_offset AS next FROM log.cell_partition");
    const taken = new Map(places.rows.map((row) => [row.partition, BigInt(row.next)]));
    return [...cellsEnd].every(([partition, end]) => (taken.get(partition) ?? 0n) >= end);
  }

  private async inTransaction(client: PoolClient, run: () => Promise<void>): Promise<void> {
    await client.query("BEGIN");
    await run();
    await client.query("COMMIT");
  }
}

async function noteMoment(client: PoolClient, through: Date): Promise<void> {
  await client.query("INSERT INTO log.cell_moment (through) VALUES ($1) ON CONFLICT (one) DO UPDATE SET through = excluded.through", [
    through,
  ]);
}
