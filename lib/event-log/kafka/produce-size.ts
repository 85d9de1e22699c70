import type { OutgoingRecord } from "./record";

/** Bytes of one partition that go at once: below what brokers take as one batch (1 MiB). */
const mostOfPartition = 640 * 1024;
/** Bytes of all partitions that go at once. A slow line must have them over in the time that brokers have to acknowledge. */
const mostOfAll = 2 * 1024 * 1024;
/** What a record takes beside key and value: headers, and what counts them. */
const around = 200;

/** What one request to the brokers holds so far. */
export class ProduceSize {
  private all = 0;
  private readonly ofPartition = new Map<number, number>();

  /** False where the record does not fit any more; the first one always does. */
  take({ partition, key, value }: Pick<OutgoingRecord, "partition" | "key" | "value">): boolean {
    const size = value.length + key.length + around;
    const before = this.ofPartition.get(partition) ?? 0;
    if (this.all > 0 && (this.all + size > mostOfAll || before + size > mostOfPartition)) return false;
    this.all += size;
    this.ofPartition.set(partition, before + size);
    return true;
  }
}
