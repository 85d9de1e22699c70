import { RecordWriter } from "./record-writer";
import type { Topic } from "./topic";

/** A value that holds from now on under its key; null: none does. */
export type Upsert = { topic: string; key: string; value: string | null };

/** Writes values under keys, those of one key in their order; to write one again does no harm. */
export class UpsertWriter {
  private readonly writer: RecordWriter;

  constructor(brokers: Topic["brokers"]) {
    this.writer = new RecordWriter(brokers);
  }

  write(upserts: readonly Upsert[]): Promise<void> {
    return this.writer.write(
      upserts.map(({ topic, key, value }) => ({
        topic,
        key: Buffer.from(key),
        ...(value === null ? {} : { value: Buffer.from(value) }),
      })),
    );
  }

  close(): Promise<void> {
    return this.writer.close();
  }
}
