import { Admin } from "@platformatic/kafka";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openKafkaLog } from "@/lib/event-log/kafka/testing/kafka-under-test";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { clientOptions } from "@/lib/event-log/kafka/topic";
import { readOffsets } from "@/lib/event-log/kafka/topic-offsets";
import { UpsertWriter } from "@/lib/event-log/kafka/upsert-writer";
import { drain, roll, toEntry, until } from "@/lib/event-log/testing/log-under-test";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { FlinkCells } from "./flink-cells";
import { dimensionTopic, dimensionTopics, ensureFlinkTopics, groupOf } from "./topics";

const kafka = findKafka();

/** Kafka is real; what Flink does is done by hand: it writes cells, and says how far it read. */
describe.skipIf(!kafka.found)(`cells of another engine${kafka.found ? "" : ` (skipped: ${kafka.why})`}`, () => {
  const test = useTestDatabase();
  let broker: TestBroker | null = null;

  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
  });
  afterAll(() => broker?.remove());
  /** One that a failed test left would keep the lead. */
  const opened: FlinkCells[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });

  async function open() {
    const log = await openKafkaLog(test.database, broker?.address ?? "");
    const { topics, ids } = await ensureFlinkTopics(log.config);
    const cells = new FlinkCells({ database: test.database, config: log.config, onNews: () => undefined, onError: () => undefined });
    opened.push(cells);
    const admin = new Admin(clientOptions(topics));
    const read = [topics.events, ...dimensionTopics(topics)];
    const group = groupOf(topics, ids);
    return {
      log,
      topics,
      cells,
      admin,
      ends: () => readOffsets(admin, read, "end"),
      /** As a checkpoint does, with all that is on the topics. */
      commit: async () => {
        const offsets = [...(await readOffsets(admin, read, "end"))].map(([name, partitions]) => ({
          name,
          partitionOffsets: [...partitions].map(([partition, offset]) => ({ partition, offset })),
        }));
        // Who coordinates groups is made out when the first asks.
        await until("the brokers took it", () =>
          admin.alterConsumerGroupOffsets({ groupId: group, topics: offsets }).then(
            () => true,
            () => false,
          ),
        );
      },
      close: async () => {
        await cells.close();
        await admin.close();
      },
    };
  }

  const isSettled = async () =>
    (await test.database.owner.query<{ settled: boolean }>("SELECT warehouse.cells_settled() AS settled")).rows[0]?.settled === true;
  const present = async () =>
    (await test.database.owner.query<{ present: number }>("SELECT present FROM warehouse.cell_attendance_section WHERE section_key = 7"))
      .rows;
  const cell = (topic: string, value: object | null) => ({
    topic,
    key: JSON.stringify({ cell: "cell_attendance_section", term_key: 1, section_key: 7 }),
    value: value === null ? null : JSON.stringify(value),
  });
  /** Until it holds, after one step more each time. */
  const untilStepping = (what: string, step: () => Promise<boolean>, holds: () => Promise<boolean>) =>
    until(what, async () => {
      await step();
      return holds();
    });
  const presentIs = (n: number) => async () => (await present())[0]?.present === n;
  const marks = (n: number) => ({ present: n, late: 0, absent: 0, excused: 0 });

  it("have settled once they are read that the engine wrote after it had read all facts and dimensions, and not before", async () => {
    const { log, topics, cells, ends, commit, close } = await open();
    const step = () => cells.step(performance.now() + 1e9 * Math.random());
    const writer = log.openWriter();
    await until("cells are begun with", async () => {
      await step();
      return (await test.database.owner.query("SELECT FROM log.cell_partition")).rowCount === 8;
    });
    await commit();
    await untilStepping("nothing there is nothing to wait for", step, isSettled);

    await writer.append([toEntry(roll("e", "present", "m-1"))]);
    await drain(log);
    expect(await isSettled()).toBe(false); // facts are ahead
    await until("the meeting is published", async () => {
      await step();
      const published = (await ends()).get(dimensionTopic(topics, "meeting")) ?? new Map<number, bigint>();
      return [...published.values()].reduce((sum, end) => sum + end, 0n) === 1n;
    });
    for (let turn = 0; turn < 5; turn += 1) await step();
    expect(await isSettled()).toBe(false); // the engine has not said that it read them

    const engine = new UpsertWriter(topics.brokers);
    await engine.write([cell(topics.cells, marks(1)), cell(topics.cells, null), cell(topics.cells, marks(2))]);
    await commit();
    await untilStepping("cells have settled", step, isSettled);
    expect(await present()).toEqual([{ present: 2 }]);

    await engine.write([{ topic: topics.cells, key: "?", value: "{" }, cell(topics.cells, marks(3))]);
    await untilStepping("what is no cell stops nobody", step, presentIs(3));
    await Promise.all([writer.close(), engine.close()]);
    await close();
  });

  it("FRESH-1: follow facts while they are at most fifteen seconds behind, also where more comes than ever settles", async () => {
    const { log, cells, commit, close } = await open();
    const step = () => cells.step(performance.now() + 1e9 * Math.random());
    const writer = log.openWriter();
    const follow = async () =>
      (await test.database.owner.query<{ follow: boolean }>("SELECT warehouse.cells_follow() AS follow")).rows[0]?.follow === true;
    const happens = async (id: string) => {
      await writer.append([toEntry(roll(id))]);
      await drain(log);
    };
    await happens("first");
    await step();
    expect(await follow()).toBe(false);
    for (const id of ["second", "third"]) {
      await test.database.owner.query("UPDATE log.cell_moment SET through = through - interval '16 seconds'");
      await untilStepping("what facts hold now is on the topics", step, async () => {
        const waiting = await test.database.owner.query("SELECT FROM log.dimension_change");
        return waiting.rowCount === 0;
      });
      await step(); // and is noted
      await commit();
      await happens(id); // and more has come before anybody asks
      await untilStepping("they are near", step, follow);
      expect(await isSettled()).toBe(false);
    }
    await writer.close();
    await close();
  });

  it("are taken over by one process, and by the next once that is gone", async () => {
    const { log, topics, cells, close } = await open();
    const other = new FlinkCells({ database: test.database, config: log.config, onNews: () => undefined, onError: () => undefined });
    opened.push(other);
    const engine = new UpsertWriter(topics.brokers);
    await cells.step(0);
    await engine.write([cell(topics.cells, marks(1))]);
    await untilStepping("the one took it", () => cells.step(0), presentIs(1));
    expect(await other.step(0)).toBe(false);
    await close();
    await engine.write([cell(topics.cells, marks(2))]);
    await untilStepping("the other took over", () => other.step(0), presentIs(2));
    await Promise.all([other.close(), engine.close()]);
  });

  it("a topic of cells that is made anew is begun with none", async () => {
    const { topics, cells, admin, close } = await open();
    const engine = new UpsertWriter(topics.brokers);
    await cells.step(0);
    await engine.write([cell(topics.cells, marks(1))]);
    await untilStepping("it was taken", () => cells.step(0), presentIs(1));
    await admin.deleteTopics({ topics: [topics.cells] });
    await until("nothing is left of it", async () => {
      await cells.step(performance.now()).catch(() => undefined); // the topic is gone, and found again
      return (await present()).length === 0;
    });
    expect(await isSettled()).toBe(false);
    await engine.close();
    await close();
  });
});
