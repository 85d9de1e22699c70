import type { Producer } from "@platformatic/kafka";
import { kafkaClient } from "./client";
import { clientOptions, type Topic } from "./topic";

/** A value that holds from now on under its key; null: none does. */
export type Upsert = { topic: string; key: string; value: string | null };

/** Milliseconds that brokers have to acknowledge. */
const patience = 10_000;
/** Most values that go at once: far below what brokers take as one batch. */
const mostAtOnce = 2_000;

/**
 * Writes values under keys, acknowledged by all replicas in sync, those of one key in their order. What fails is thrown, and
 * its producer with it: the caller writes again, which does no harm.
 */
export class UpsertWriter {
  private producer: Producer | null = null;

  constructor(private readonly brokers: Topic["brokers"]) {}

  async write(upserts: readonly Upsert[]): Promise<void> {
    try {
      const producer = await this.open();
      for (let from = 0; from < upserts.length; from += mostAtOnce) {
        const messages = upserts.slice(from, from + mostAtOnce).map(({ topic, key, value }) => ({
          topic,
          key: Buffer.from(key),
          ...(value === null ? {} : { value: Buffer.from(value) }),
        }));
        await producer.send({ messages });
      }
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { producer } = this;
    this.producer = null;
    await producer?.close().catch(() => undefined); // what was acknowledged is there
  }

  private async open(): Promise<Producer> {
    const { Producer } = await kafkaClient();
    const options = clientOptions({ brokers: this.brokers });
    this.producer ??= new Producer({ ...options, idempotent: true, retries: Math.ceil(patience / options.retryDelay) });
    return this.producer;
  }
}
