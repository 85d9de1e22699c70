import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogWriter } from "@/lib/event-log/event-log";
import { resendLog } from "@/lib/event-log/kafka/resend-log";
import { openKafkaLog } from "@/lib/event-log/kafka/testing/kafka-under-test";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { Appender } from "@/lib/event-log/postgres/appender";
import { drain, type LogUnderTest, toEntry, zone } from "@/lib/event-log/testing/log-under-test";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { drainOnce } from "../testing/drain";
import { appendToLog, comparable, emptyWarehouse, storedCells } from "../testing/log-fixture";
import { type LoggedEvent, oracleCells } from "../testing/oracle";
import { verify } from "../verify/verify";
import { type ManageOptions, status, stop, submit } from "./manage-job";
import { RunningCells } from "./testing/flink-under-test";
import { manyCampuses } from "./testing/many-campuses";
import { findFlink, type TestFlink } from "./testing/start-flink";

/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);
const kafka = findKafka();
const flink = findFlink();
const missing = [kafka, flink].flatMap((one) => (one.found ? [] : [one.why]));
const found = missing.length === 0;
/** A job of some two hundred operators is planned and started on two processors that do everything else too. */
const patience = 900_000;

describe.skipIf(!found)(`cells by Flink${found ? "" : ` (skipped: ${missing.join("; ")})`}`, () => {
  const embedded = useTestDatabase();
  const byFlink = useTestDatabase();
  let broker: TestBroker | null = null;
  let cluster: TestFlink | null = null;

  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
    if (flink.found) cluster = await flink.open();
  }, patience);
  afterAll(async () => {
    await cluster?.remove();
    await broker?.remove();
  });

  /** Some are sent twice, in requests of their own. */
  async function send(writer: LogWriter, log: LogUnderTest, events: readonly LoggedEvent[]): Promise<void> {
    const chunk = 150;
    for (let from = 0; from < events.length; from += chunk) {
      const part = events.slice(from, from + chunk).map(toEntry);
      await writer.append(part);
      await writer.append(part.filter((_, index) => index % 5 === 0));
      await drain(log);
    }
  }

  /** The same events in the log in Postgres, whose cells are the aggregator's. */
  async function cellsOfEmbedded(events: readonly LoggedEvent[]) {
    await emptyWarehouse(embedded.database);
    await appendToLog(embedded.database, events);
    await drainOnce(embedded.database, zone);
    return comparable(await storedCells(embedded.database));
  }

  async function expectAllAlike(cells: RunningCells, events: readonly LoggedEvent[]): Promise<void> {
    await cells.settle();
    const stored = comparable(await storedCells(byFlink.database));
    expect(Object.keys(stored).length).toBeGreaterThan(events.length);
    expect(stored).toEqual(comparable(oracleCells(events, zone)));
    expect(stored).toEqual(await cellsOfEmbedded(events));
    expect(await verify(byFlink.database, zone)).toMatchObject({ differ: 0 });
  }

  it(
    `EXACT-1: the aggregator, the recomputation and Flink give the same cells, through a killed task manager and an upgrade (seed ${seed})`,
    async () => {
      if (cluster === null || broker === null) throw new Error("Kafka and Flink are there from beforeAll on.");
      const log = await openKafkaLog(byFlink.database, broker.address);
      const options = optionsOf(cluster, log.config);
      expect(await submit(options, { anew: false, from: null })).toMatchObject({ from: null });
      const cells = new RunningCells(byFlink.database, log.config);
      const first = await cells.begun();
      const writer = log.openWriter();
      const events = manyCampuses(seed, 8);
      const part = (from: number, to: number) => events.slice(Math.floor(events.length * from), Math.floor(events.length * to));

      await send(writer, log, part(0, 0.2));
      await cells.settle();
      // While more comes, which batches wait with for a moment: else there is none at which both hold the same.
      const [verified] = await Promise.all([verify(byFlink.database, zone), send(writer, log, part(0.2, 0.4))]);
      expect(verified).toMatchObject({ differ: 0 });
      await expectAllAlike(cells, part(0, 0.4));

      // Corrections and moves go on while nobody computes; what was in memory is lost.
      await cluster.killTaskManager();
      await send(writer, log, part(0.4, 0.7));
      await cluster.startTaskManager();
      await expectAllAlike(cells, part(0, 0.7));

      const savepoint = await stop(options);
      expect(savepoint).toContain("savepoint");
      await send(writer, log, part(0.7, 1));
      expect(await status(options)).toMatchObject({
        jobs: [],
        settled: false,
        standing: { kind: "stopped", savepoint },
      });
      expect(await submit(options, { anew: false, from: null })).toMatchObject({ from: savepoint });
      await expectAllAlike(cells, events);
      expect(await status(options)).toMatchObject({ jobs: [{ status: "RUNNING" }], settled: true, standing: null });

      // Computed again from nothing: cells that are empty by now are gone with the topic that had them.
      expect(await submit(options, { anew: true, from: null })).toMatchObject({ from: null });
      await cells.begun(first);
      await expectAllAlike(cells, events);
      await Promise.all([cells.stop(), writer.close()]);
      await stop(options);
    },
    patience,
  );

  it(
    `EXACT-1: a log that was in Postgres is sent to the topic, and Flink begins with it (seed ${seed})`,
    async () => {
      if (cluster === null || broker === null) throw new Error("Kafka and Flink are there from beforeAll on.");
      const log = await openKafkaLog(byFlink.database, broker.address);
      const options = optionsOf(cluster, log.config);
      const events = manyCampuses(seed + 1, 4);
      const before = events.slice(0, events.length / 2);
      const { identityKey } = log.vault;
      const appender = new Appender(byFlink.database, identityKey, null);
      await appender.append(before.map(toEntry));
      await appender.close();
      await drainOnce(byFlink.database, zone);
      await expect(submit(options, { anew: false, from: null })).rejects.toMatchObject({
        message: expect.stringContaining("kafka resend"),
      });

      expect(await resendLog({ database: byFlink.database, identityKey, config: log.config })).toBe(before.length);
      expect(await submit(options, { anew: false, from: null })).toMatchObject({ from: null });
      const cells = new RunningCells(byFlink.database, log.config);
      await cells.begun();
      const writer = log.openWriter();
      await send(writer, log, events);
      await expectAllAlike(cells, events);
      await Promise.all([cells.stop(), writer.close()]);
      await stop(options);
    },
    patience,
  );

  const optionsOf = (running: TestFlink, log: KafkaConfig): ManageOptions => ({
    database: byFlink.database,
    config: {
      kind: "flink",
      log,
      gateway: running.gateway,
      savepoints: `file://${running.folder}/savepoints`,
      checkpoints: `file://${running.folder}/checkpoints`,
      parallelism: 2,
    },
    timeZone: zone,
    now: () => new Date(),
    say: () => undefined,
  });
});
