import type { KeyObject } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type { Producer } from "@platformatic/kafka";
import { type Database, withTransaction } from "@/lib/platform/database";
import { endsWithin } from "@/lib/platform/ends-within";
import { BellwetherError, isBellwetherError } from "@/lib/platform/errors";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { ArrivalTally } from "../arrival-tally";
import type { AppendResult, LogEntry, LogWriter } from "../event-log";
import { kafkaClient } from "./client";
import { ProduceSize } from "./produce-size";
import { judge, type OutgoingRecord, toRecord } from "./record";
import { clientOptions, ensureTopic } from "./topic";

type Waiting = {
  records: OutgoingRecord[];
  /** Of its records, how many were handed to the producer, and how many are not acknowledged. */
  sent: number;
  open: number;
  resolve: () => void;
  reject: (error: unknown) => void;
};
type Part = { one: Waiting; records: number };

/** Most events that wait: past that the sender is asked to wait. */
const mostWaiting = 60_000;
/** Milliseconds that brokers have to acknowledge. What is not by then may be there or not: it is sent again at no harm. */
const defaultPatience = 10_000;
const askAgainAfter = 500;

/**
 * Appends to the topic; acknowledged is what all replicas in sync have (acks=all, LOG-1). The producer is idempotent, so
 * that what it sends again by itself is there once and in order. Whether (source, id) was there before is told by the
 * consumer: of a repetition in another request the answer here is `accepted`.
 *
 * One request is on its way at a time, and what others bring meanwhile goes with the next. While brokers do not answer,
 * senders are refused at once, and it is tried whether they are back.
 */
export class KafkaWriter implements LogWriter {
  private readonly queue: Waiting[] = [];
  private waitingEvents = 0;
  private running: Promise<void> | null = null;
  private producer: Producer | null = null;
  private away = false;
  private asking: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly database: Database,
    private readonly identityKey: KeyObject,
    private readonly config: KafkaConfig,
    private readonly onError: (error: unknown) => void = () => undefined,
    private readonly patience = defaultPatience,
  ) {}

  async append(entries: LogEntry[]): Promise<AppendResult[]> {
    if (entries.length === 0) return [];
    this.refuseWhenFull();
    const judged = judge(this.identityKey, entries);
    const records = judged.filter((one) => one.result === "accepted").map((one) => toRecord(this.config.topic, one.entry, one.identity));
    await new Promise<void>((resolve, reject) => {
      this.queue.push({ records, sent: 0, open: records.length, resolve, reject });
      this.waitingEvents += records.length;
      this.running ??= this.run();
    });
    // Accepted ones are counted where they are claimed; these never come there.
    const tally = new ArrivalTally();
    const repeated = judged.filter((one) => one.result === "duplicate");
    for (const { entry } of repeated) tally.add(entry, "duplicate");
    if (repeated.length > 0) await withTransaction(this.database.owner, (client) => tally.write(client));
    return judged.map((one) => one.result);
  }

  refuseWhenFull(): void {
    if (this.away) throw unavailable();
    if (this.waitingEvents < mostWaiting) return;
    throw new BellwetherError("too-many-requests", "The event log is catching up; send this again in a moment.", {
      retryAfterSeconds: 1,
    });
  }

  async close(): Promise<void> {
    await this.running;
    this.closed = true;
    if (this.asking !== null) clearTimeout(this.asking);
    await this.drop();
  }

  /** Until nothing waits; the end is noted before anybody can put something after it. */
  private async run(): Promise<void> {
    while (this.queue.length > 0) {
      const parts = this.takeParts();
      try {
        await this.send(parts.flatMap(({ one, records }) => one.records.slice(one.sent - records, one.sent)));
      } catch (error) {
        this.running = null;
        this.giveUp(error);
        return;
      }
      for (const { one, records } of parts) {
        one.open -= records;
        this.waitingEvents -= records;
        if (one.open > 0) continue;
        this.queue.splice(this.queue.indexOf(one), 1);
        one.resolve();
      }
    }
    this.running = null;
  }

  /** As much of what waits, in its order, as goes at once. */
  private takeParts(): Part[] {
    const parts: Part[] = [];
    const size = new ProduceSize();
    for (const one of this.queue) {
      const from = one.sent;
      for (let next = one.records[from]; next !== undefined && size.take(next); next = one.records[one.sent]) one.sent += 1;
      if (one.sent > from) parts.push({ one, records: one.sent - from });
      if (one.sent < one.records.length) break;
    }
    return parts;
  }

  private async send(messages: OutgoingRecord[]): Promise<void> {
    let failure: unknown = null;
    const sending = this.deliver(messages).catch((error: unknown) => {
      failure = error;
    });
    const ended = await endsWithin(this.patience, sending);
    if (!ended) throw new Error(`The brokers did not acknowledge within ${this.patience} ms.`);
    if (failure !== null) throw failure;
  }

  private async deliver(messages: OutgoingRecord[]): Promise<void> {
    if (this.producer === null) {
      await this.prepare(performance.now() + this.patience);
      // Its requests are repeated by itself, with their numbers, for as long as they are waited for.
      const { Producer } = await kafkaClient();
      this.producer = new Producer({
        ...clientOptions(this.config),
        idempotent: true,
        retries: Math.ceil(this.patience / clientOptions(this.config).retryDelay),
      });
    }
    await this.producer.send({ messages });
  }

  /** What is no answer is asked again for as long as senders are kept waiting. */
  private async prepare(until: number): Promise<void> {
    for (;;) {
      try {
        return await ensureTopic(this.config);
      } catch (error) {
        if (isBellwetherError(error) || performance.now() > until) throw error;
        await pause(askAgainAfter);
      }
    }
  }

  /** All that waits is refused: its senders have it still. */
  private giveUp(cause: unknown): void {
    this.onError(cause);
    this.away = true;
    const refused = this.queue.splice(0);
    this.waitingEvents = 0;
    for (const { reject } of refused) reject(unavailable(cause));
    void this.drop().finally(() => this.askAgain());
  }

  private askAgain(): void {
    if (this.closed) return;
    this.asking = setTimeout(() => {
      ensureTopic(this.config).then(
        () => {
          this.away = false;
        },
        () => this.askAgain(),
      );
    }, askAgainAfter);
  }

  /** A producer that failed is not used again: its numbers may be wrong. */
  private async drop(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    await producer?.close(true).catch(() => undefined);
  }
}

const unavailable = (cause?: unknown) =>
  new BellwetherError("unavailable", "Kafka does not acknowledge events now; send this again.", { retryAfterSeconds: 2 }, { cause });
