import { setTimeout as pause } from "node:timers/promises";
import type { PoolClient } from "pg";
import { applyBatch } from "@/lib/aggregator/apply-batch";
import { batchTables } from "@/lib/aggregator/delta";
import { Lane } from "@/lib/aggregator/lane";
import type { Lease } from "@/lib/aggregator/leases";
import { consumeBatch } from "@/lib/aggregator/take-batch";
import type { LoggedEvent } from "@/lib/aggregator/testing/oracle";
import { contractTraits, isCampusEventType } from "@/lib/contracts/campus-events";
import type { Database } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";
import type { LogEntry, LogReader, LogWriter, OpenReader } from "../event-log";

/** A log of one implementation, empty at first, over a database whose warehouse is empty. */
export type LogUnderTest = {
  database: Database;
  vault: Vault;
  openWriter(): LogWriter;
  openReader: OpenReader;
  /** Events that were acknowledged and not staged. */
  unread(): Promise<number>;
};

export const zone = "Asia/Seoul";
const patience = 20_000;

/** An event of the log's own, as ingest hands it on. */
export function toEntry({ type, source, id, occurredAt, recordedAt, data }: LoggedEvent): LogEntry {
  if (!isCampusEventType(type)) throw new Error(`${type} is no type of campus event`);
  const partitionKey = String(data[contractTraits[type].partitionBy]);
  const canonical = JSON.stringify([type, 1, occurredAt, recordedAt, data]);
  return { type, schemaVersion: 1, source, id, occurredAt, recordedAt, partitionKey, data, canonical };
}

export const roll = (id: string, status = "present", meeting = `m-${id}`): LoggedEvent => ({
  type: "attendance.recorded",
  source: "urn:t",
  id,
  occurredAt: "2026-03-02T01:00:00.000Z",
  recordedAt: "2026-03-02T01:00:00.000Z",
  data: { meeting, student: "00000000-0000-4000-8000-000000000001", status },
});

/** Waits, without a sleep of its own choosing, until it holds. */
export async function until(what: string, holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + patience;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come to this: ${what}`);
    await pause(10);
  }
}

export const quiet = { onAppended: () => undefined, onError: () => undefined };

/** Applies all that waits, by lanes that share the partitions. */
export async function drain(log: LogUnderTest, lanes = 1, batchSize = 10_000): Promise<void> {
  const reader = await log.openReader(quiet);
  const running = Array.from(
    { length: lanes },
    (_, index) => new Lane({ database: log.database, reader, member: `lane-${index}-${performance.now()}`, timeZone: zone, batchSize }),
  );
  try {
    await until("all is applied", async () => {
      const taken = await Promise.all(running.map((lane) => lane.step(performance.now())));
      return taken.every((one) => one === 0) && (await log.unread()) === 0;
    });
  } finally {
    for (const lane of running) await lane.close();
    await reader.close();
  }
}

/** A consumer step by step, with all partitions, so that a test may stop anywhere. */
export class Consumer {
  private constructor(
    readonly client: PoolClient,
    readonly reader: LogReader,
    readonly leases: readonly Lease[],
  ) {}

  static async open(log: LogUnderTest): Promise<Consumer> {
    const client = await log.database.owner.connect();
    for (const statement of batchTables) await client.query(statement);
    const leases = await client.query<Lease>("SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'");
    return new Consumer(client, await log.openReader(quiet), leases.rows);
  }

  /** Stages, once there is something; the transaction is left open. */
  async stage(limit: number) {
    for (const end = performance.now() + patience; ; await pause(10)) {
      await this.client.query("BEGIN");
      const partitions = this.leases.map((lease) => lease.partition);
      const staged = await this.reader.stage(this.client, partitions, limit);
      if (staged.taken > 0) return staged;
      await this.client.query("ROLLBACK");
      if (performance.now() > end) throw new Error("There is nothing to stage.");
    }
  }

  /** A whole batch; `crash`: it is undone at its very end. */
  async apply(limit: number, crash = false): Promise<void> {
    const { events, passed, settle } = await this.stage(limit);
    await consumeBatch(this.client, this.leases, passed);
    if (events > 0) await applyBatch(this.client, zone);
    await settle(this.client);
    await this.client.query(crash ? "ROLLBACK" : "COMMIT");
  }

  async batch(): Promise<string[]> {
    const rows = await this.client.query<{ id: string }>('SELECT event_id AS id FROM batch ORDER BY partition, "offset"');
    return rows.rows.map((row) => row.id);
  }

  async close(): Promise<void> {
    await this.reader.close();
    this.client.release(true);
  }
}
