import type { Producer } from "@platformatic/kafka";
import { kafkaClient } from "./client";
import { clientOptions, type Topic } from "./topic";

export type Message = {
  topic: string;
  key: Buffer;
  /** Without one the key decides. */
  partition?: number;
  /** None: nothing holds under the key any more. */
  value?: Buffer;
  headers?: Map<Buffer, Buffer>;
};

/** Milliseconds that brokers have to acknowledge. */
const patience = 10_000;
/** Most that goes at once: below what brokers take as one batch (1 MiB), should all be of one partition. */
const mostRecords = 2_000;
const mostBytes = 640 * 1024;
const headerBytes = 200;

/**
 * Writes records, acknowledged by all replicas in sync, those of one partition in their order. What fails is thrown, and its
 * producer with it: the caller writes again, which must do no harm.
 */
export class RecordWriter {
  private producer: Producer | null = null;

  constructor(private readonly brokers: Topic["brokers"]) {}

  async write(messages: readonly Message[]): Promise<void> {
    try {
      const producer = await this.open();
      for (const part of inParts(messages)) await producer.send({ messages: part });
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

function* inParts(messages: readonly Message[]): Generator<Message[]> {
  let part: Message[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = message.key.length + (message.value?.length ?? 0) + headerBytes;
    if (part.length > 0 && (part.length >= mostRecords || bytes + size > mostBytes)) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(message);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
