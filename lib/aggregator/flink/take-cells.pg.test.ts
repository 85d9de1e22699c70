import { beforeEach, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { batchTables } from "../delta";
import { drainOnce } from "../testing/drain";
import { appendToLog, comparable, emptyWarehouse, storedCells } from "../testing/log-fixture";
import { readCell } from "./cell-record";
import { handToAggregator, handToFlink } from "./hand-over";
import { beginAnew, type TakenCells, takeCells } from "./take-cells";

const topic = "00000000-0000-4000-8000-00000000000a";
const zone = "Asia/Seoul";
const cell = (offset: number, key: object, value: object | null) =>
  readCell({
    offset: BigInt(offset),
    key: Buffer.from(JSON.stringify(key)),
    value: value === null ? null : Buffer.from(JSON.stringify(value)),
  });
const day = { cell: "cell_attendance", term_key: 0, section_key: 0, held_on: "0001-01-01", program_key: 0 };
const section = { cell: "cell_attendance_section", term_key: 0, section_key: 0 };
const marks = (present: number) => ({ present, late: 0, absent: 0, excused: 0 });

describe("cells that come from their topic", () => {
  const test = useTestDatabase();

  async function inBatch<T>(run: (client: Parameters<typeof takeCells>[0]) => Promise<T>): Promise<T> {
    return withTransaction(test.database.owner, async (client) => {
      for (const statement of batchTables) await client.query(statement);
      return run(client);
    });
  }
  const take = (...taken: TakenCells[]) => inBatch((client) => takeCells(client, topic, taken));
  const rows = async (sql: string) => (await test.database.owner.query(sql)).rows;
  const feed = () => rows("SELECT family, before, after FROM warehouse.feed WHERE family = 'attendance' ORDER BY position, ordinal");

  beforeEach(async () => {
    await emptyWarehouse(test.database);
    await withTransaction(test.database.owner, (client) => handToFlink(client, topic));
    await inBatch((client) => beginAnew(client, topic, [{ partition: 0, first: 0n }]));
  });

  it("EXACT-2: cells, feed and place change together; the last value of a cell holds, and one that is empty is zeros", async () => {
    await take({ partition: 0, from: 0n, next: 3n, records: [cell(0, day, marks(1)), cell(1, day, null), cell(2, day, marks(2))] });
    expect(await rows("SELECT present, held_on FROM warehouse.cell_attendance")).toEqual([{ present: 2, held_on: "-infinity" }]);
    expect(await rows("SELECT next_offset AS next FROM log.cell_partition")).toEqual([{ next: "3" }]);
    await take({ partition: 0, from: 3n, next: 4n, records: [cell(3, day, null)] });
    expect(await rows("SELECT present FROM warehouse.cell_attendance")).toEqual([{ present: 0 }]);
    expect(await feed()).toEqual([
      { family: "attendance", before: null, after: [2, 0, 0, 0] },
      { family: "attendance", before: [2, 0, 0, 0], after: [0, 0, 0, 0] },
    ]);
  });

  it("EXACT-2: who reads on from a place that another took over writes nothing", async () => {
    const once: TakenCells = { partition: 0, from: 0n, next: 1n, records: [cell(0, day, marks(1))] };
    await take(once);
    await expect(take({ ...once, records: [cell(0, day, marks(9))] })).rejects.toMatchObject({ code: "conflict" });
    expect(await rows("SELECT present FROM warehouse.cell_attendance")).toEqual([{ present: 1 }]);
  });

  it("a coarser cell that changes by itself is told by its family, so that views are computed again", async () => {
    await take({ partition: 0, from: 0n, next: 1n, records: [cell(0, section, marks(1))] });
    const touched = "SELECT family FROM warehouse.feed_touch WHERE position = (SELECT position FROM warehouse.feed_head)";
    expect(await rows(touched)).toEqual([{ family: "attendance" }]);
  });

  it("a topic that was made anew begins with no cells", async () => {
    await take({ partition: 0, from: 0n, next: 1n, records: [cell(0, day, marks(1))] });
    await inBatch((client) => beginAnew(client, "00000000-0000-4000-8000-00000000000b", [{ partition: 0, first: 0n }]));
    expect(await rows("SELECT FROM warehouse.cell_attendance")).toEqual([]);
    expect(await rows("SELECT warehouse.cells_settled() AS settled")).toEqual([{ settled: false }]);
  });

  it("batches leave Flink's cells alone, note what they change of dimensions, and add to cells again once those have settled", async () => {
    const events = [
      {
        type: "enrollment.changed",
        source: "urn:a",
        id: "1",
        occurredAt: "2026-03-02T00:00:00Z",
        recordedAt: "2026-03-02T00:00:00Z",
        data: { section: "s1", student: "00000000-0000-4000-8000-000000000001", status: "enrolled", effectiveOn: "2026-03-02" },
      },
    ];
    await appendToLog(test.database, events);
    await drainOnce(test.database, zone);
    expect(Object.keys(comparable(await storedCells(test.database))).filter((key) => key.includes("cell_enrollment"))).toEqual([]);
    expect(await rows("SELECT dimension FROM log.dimension_change ORDER BY 1")).toEqual([{ dimension: "section" }]);
    const hand = () => withTransaction(test.database.owner, handToAggregator);
    await expect(hand()).rejects.toMatchObject({ code: "conflict" });
    await test.database.owner.query("DELETE FROM log.dimension_change");
    await test.database.owner.query("UPDATE log.cell_progress SET publications = 0 WHERE partition >= 0");
    await test.database.owner.query("DELETE FROM log.cell_progress WHERE partition <> 0");
    await hand();
    expect(await rows("SELECT FROM log.cell_progress")).toEqual([]);
    await appendToLog(test.database, [
      {
        ...events[0],
        type: "enrollment.changed",
        id: "2",
        source: "urn:a",
        occurredAt: "2026-03-02T00:00:00Z",
        recordedAt: "2026-03-02T00:00:00Z",
        data: { ...events[0]?.data, section: "s2" },
      },
    ]);
    await drainOnce(test.database, zone);
    expect(Object.keys(comparable(await storedCells(test.database))).filter((key) => key.includes('"cell_enrollment"'))).toHaveLength(1);
  });
});
