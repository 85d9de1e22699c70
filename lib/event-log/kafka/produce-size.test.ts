import { describe, expect, it } from "vitest";
import { ProduceSize } from "./produce-size";

const record = (partition: number, kilobytes: number) => ({ partition, key: Buffer.alloc(0), value: Buffer.alloc(kilobytes * 1024 - 200) });

/** How many of such records fit, taken from the partitions in turns. */
function fitting(partitions: number, kilobytes: number): number {
  const size = new ProduceSize();
  let taken = 0;
  while (size.take(record(taken % partitions, kilobytes))) taken += 1;
  return taken;
}

describe("what goes to the brokers at once", () => {
  it("is less than a batch of one partition, and more where it is of several", () => {
    expect(fitting(1, 64)).toBe(10);
    expect(fitting(8, 64)).toBe(32);
  });

  it("is a record at least, however large it is", () => {
    expect(fitting(1, 3_000)).toBe(1);
  });
});
