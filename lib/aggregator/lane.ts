import type { PoolClient } from "pg";
import type { LogReader } from "@/lib/event-log/event-log";
import type { Database } from "@/lib/platform/database";
import { batchLock } from "@/lib/platform/migrate";
import type { Places, Tracer } from "@/lib/platform/tracing/tracer";
import { wallClock } from "@/lib/platform/tracing/wall-clock";
import { applyBatch } from "./apply-batch";
import { batchTables } from "./delta";
import { KeptPlans } from "./kept-plans";
import { balanceLeases, enter, type Lease, leave } from "./leases";
import { consumeBatch } from "./take-batch";

export type LaneOptions = {
  database: Database;
  reader: LogReader;
  /** Unique among all running lanes. */
  member: string;
  /** The institution's IANA zone: local days of meetings, activity and students' versions. */
  timeZone: string;
  /** Most events of one batch. Larger batches fold better; smaller ones show sooner. */
  batchSize: number;
  tracer?: Tracer | null;
};

/** Of one sort or hash: a batch of thousands of students' holdings fits. */
const workMemory = "SET work_mem = '64MB'";
const balanceEvery = 2_000;
/** Whoever has less than its share looks again so soon: what a killed holder was at ends a little after it. */
const lookAgainAfter = 250;

/** One consumer of the log: a connection of its own, its leased partitions, one transaction a batch. */
export class Lane {
  private readonly leases = new Map<number, Lease>();
  private held: { client: PoolClient; plans: KeptPlans } | null = null;
  private balanceAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LaneOptions) {}

  /** Applies one batch; returns how many entries of the log it took. Throws what Postgres throws: the caller calls again. */
  async step(now: number): Promise<number> {
    const { client, plans } = await this.connection();
    try {
      if (now >= this.balanceAt) {
        const complete = await balanceLeases(client, this.options.member, this.leases);
        this.balanceAt = now + (complete ? balanceEvery : lookAgainAfter);
      }
      return await this.applyNext(client, plans, now);
    } catch (error) {
      // The connection may be broken or mid-transaction; its leases end with it and are taken anew.
      this.held = null;
      this.leases.clear();
      this.balanceAt = Number.NEGATIVE_INFINITY;
      client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.held === null) return;
    const { client } = this.held;
    this.held = null;
    try {
      await leave(client, this.options.member, this.leases);
    } finally {
      client.release(true);
    }
  }

  private async applyNext(client: PoolClient, plans: KeptPlans, now: number): Promise<number> {
    if (this.leases.size === 0) return 0;
    const start = wallClock();
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock_shared(${batchLock})`);
    const { taken, events, passed, settle } = await this.options.reader.stage(client, [...this.leases.keys()], this.options.batchSize);
    if (taken === 0) {
      await client.query("ROLLBACK");
      return 0;
    }
    await plans.beginBatch(events, now);
    await consumeBatch(plans, this.leases.values(), passed);
    if (events > 0) await applyBatch(plans, this.options.timeZone);
    await settle(client);
    const { tracer = null } = this.options;
    const places = tracer === null || events === 0 ? [] : await placesOf(client);
    await client.query("COMMIT");
    tracer?.step(places, { stage: "aggregate", start, end: wallClock(), attributes: { "bellwether.events": events } });
    return taken;
  }

  private async connection(): Promise<{ client: PoolClient; plans: KeptPlans }> {
    if (this.held !== null) return this.held;
    const client = await this.options.database.owner.connect();
    client.on("error", () => undefined); // the next query reports it
    await client.query(workMemory);
    for (const statement of batchTables) await client.query(statement);
    await enter(client, this.options.member);
    this.held = { client, plans: new KeptPlans(client) };
    return this.held;
  }
}

/** Places of the log that the staged batch holds. */
async function placesOf(client: PoolClient): Promise<Places[]> {
  const found = await client.query<{ partition: number; first: string; past: string }>(
    'SELECT partition, min("offset")::text AS first, (max("offset") + 1)::text AS past FROM batch GROUP BY partition',
  );
  return found.rows.map(({ partition, first, past }) => ({ partition, first: BigInt(first), past: BigInt(past) }));
}
