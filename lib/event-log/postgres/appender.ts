import type { KeyObject } from "node:crypto";
import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { Places, Tracer } from "@/lib/platform/tracing/tracer";
import { wallClock } from "@/lib/platform/tracing/wall-clock";
import { ArrivalTally } from "../arrival-tally";
import type { AppendResult, LogEntry, LogWriter } from "../event-log";
import { type Identified, identify } from "../identity";
import { partitionOf } from "../partition-of";
import { claimKeys } from "./claim-keys";
import { copyEntries, groupBy } from "./copy-entries";

type Waiting = { entries: LogEntry[]; began: number; resolve: (results: AppendResult[]) => void; reject: (error: unknown) => void };

/** Most events of one transaction, and most that wait for one: past that the sender is asked to wait. */
const flushSize = 8_000;
const mostWaiting = 60_000;
const flushesAtOnce = 2;

/**
 * Appends to the Postgres log. What several requests bring meanwhile shares one transaction (group
 * commit), and nothing is acknowledged before it is durable (LOG-1).
 */
export class Appender implements LogWriter {
  private readonly waiting: Waiting[] = [];
  private waitingEvents = 0;
  private flushing = 0;
  private readonly knownDays = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly identityKey: KeyObject,
    private readonly tracer: Tracer | null = null,
  ) {}

  async append(entries: LogEntry[], began = wallClock()): Promise<AppendResult[]> {
    if (entries.length === 0) return [];
    this.refuseWhenFull();
    return new Promise((resolve, reject) => {
      this.waiting.push({ entries, began, resolve, reject });
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

  /** Nothing is its own: the pool is its maker's. */
  async close(): Promise<void> {}

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
    const places: Places[] = [];
    const start = wallClock();
    const results = await withTransaction(this.database.owner, (client) => this.write(client, entries, keyed, { days, places }));
    this.trace(places, taken, start);
    // Only now: a partition that was made and rolled back is not there.
    for (const day of days) this.knownDays.add(day);
    let from = 0;
    for (const one of taken) {
      one.resolve(results.slice(from, from + one.entries.length));
      from += one.entries.length;
    }
  }

  /** Requests that share a transaction share its trace: it begins with the first of them. */
  private trace(places: readonly Places[], taken: readonly Waiting[], start: number): void {
    if (this.tracer === null) return;
    const end = wallClock();
    const attributes = { "bellwether.events": taken.reduce((sum, one) => sum + one.entries.length, 0) };
    this.tracer.step(places, { stage: "ingest", start: Math.min(start, ...taken.map((one) => one.began)), end, attributes });
    this.tracer.step(places, { stage: "append", start, end, attributes });
  }

  private async write(
    client: PoolClient,
    entries: readonly LogEntry[],
    keyed: readonly Identified[],
    { days, places }: { days: Set<string>; places: Places[] },
  ): Promise<AppendResult[]> {
    const first = new Map<string, string>();
    for (const { key, content } of keyed) if (!first.has(key)) first.set(key, content);
    const claimed = await claimKeys(client, first);
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
    if (fresh.length > 0) {
      const got = await copyEntries(
        client,
        groupBy(fresh, (entry) => partitionOf(entry.partitionKey)),
        {
          onDay: async (day) => {
            if (!this.knownDays.has(day) && !days.has(day)) await client.query("SELECT log.ensure_event_partition($1)", [day]);
            days.add(day);
          },
        },
      );
      places.push(...got);
      await client.query("SELECT pg_notify('log_appended', '')");
    }
    await tally.write(client);
    return results;
  }
}
