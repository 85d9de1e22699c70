import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findFlink, type TestFlink } from "@/lib/aggregator/flink/testing/start-flink";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { campusLoad, loadZone } from "./testing/campus-load";
import { makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { runThroughKills } from "./testing/kill-run";
import { runCommand } from "./testing/product";
import { proveNothingLost } from "./testing/prove-nothing-lost";
import { startServer } from "./testing/start-server";

/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);
const kafka = findKafka();
const flink = findFlink();
const missing = [kafka, flink].flatMap((one) => (one.found ? [] : [one.why]));
const found = missing.length === 0;
const patience = 900_000;

describe.skipIf(!found)(`SIGKILL under load, with cells by Flink${found ? "" : ` (skipped: ${missing.join("; ")})`}`, () => {
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

  it(
    `EXACT-1 EXACT-2 LOG-1: changes no final number, whatever it hits, with the job begun, asked after and stopped by the command line (seed ${seed})`,
    async () => {
      const data = makeDataDirectory();
      const settings = {
        BELLWETHER_TIME_ZONE: loadZone,
        EVENT_LOG: "kafka",
        KAFKA_BROKERS: broker?.address ?? "",
        KAFKA_TOPIC_PREFIX: `flink-${seed}-${process.pid}.`,
        CELL_ENGINE: "flink",
        FLINK_GATEWAY_URL: cluster?.gateway ?? "",
        FLINK_SAVEPOINTS: `file://${cluster?.folder}/savepoints`,
        FLINK_CHECKPOINTS: `file://${cluster?.folder}/checkpoints`,
      };
      try {
        const first = await startServer(data, settings);
        const commanded = (...args: string[]) => runCommand(first.settings, "flink", ...args);
        expect(await commanded("status")).toMatchObject({ status: 1, stdout: expect.stringContaining("no job runs: none was started.") });
        expect(await commanded("print")).toMatchObject({
          status: 0,
          stdout: expect.stringContaining("INSERT INTO cell_attendance SELECT"),
        });
        const submitted = await commanded("submit");
        expect(submitted).toMatchObject({
          status: 0,
          stdout: expect.stringMatching(/^[0-9a-f]{32} started from the beginning of the topics\n$/),
        });
        expect(await first.end("SIGTERM")).toBe(0);

        const events = campusLoad(seed, { students: 30, collisions: 500 });
        const run = await runThroughKills(data, events, { seed, kills: 3, batch: 100, connections: 4, settings });
        expect(run.repeated).toBeGreaterThan(0);
        await proveNothingLost(data, events, run);
        const asked = (...args: string[]) => runCommand(run.server.settings, "flink", ...args);
        expect(await asked("status")).toMatchObject({ status: 0, stdout: expect.stringContaining("hold all that facts hold") });
        expect(await asked("stop")).toMatchObject({ status: 0, stdout: expect.stringContaining("savepoint") });
        expect(await asked("status")).toMatchObject({
          status: 1,
          stdout: expect.stringContaining("it was stopped. flink submit goes on from file:"),
        });
        expect(await run.server.end("SIGTERM")).toBe(0);

        // All is settled: the aggregator may go on with cells as they are, and Flink's settings are refused then.
        const { FLINK_GATEWAY_URL: _, FLINK_SAVEPOINTS: __, FLINK_CHECKPOINTS: ___, ...rest } = settings;
        const embedded = await startServer(data, { ...rest, CELL_ENGINE: "embedded" });
        expect(await runCommand(embedded.settings, "verify")).toMatchObject({ status: 0, stdout: expect.stringContaining(" 0 differ\n") });
        expect(await runCommand(embedded.settings, "flink", "status")).toMatchObject({
          status: 1,
          stderr: expect.stringContaining("CELL_ENGINE"),
        });
        expect(await embedded.end("SIGTERM")).toBe(0);
      } finally {
        await removeDataDirectory(data);
      }
    },
    patience,
  );
});
