import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { campusLoad, loadZone } from "./testing/campus-load";
import { makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { runThroughKills } from "./testing/kill-run";
import { proveNothingLost } from "./testing/prove-nothing-lost";

/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);
const kafka = findKafka();

describe.skipIf(!kafka.found)(`SIGKILL under load, with the log in Kafka${kafka.found ? "" : ` (skipped: ${kafka.why})`}`, () => {
  let broker: TestBroker | null = null;
  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
  });
  afterAll(() => broker?.remove());

  it(`EXACT-1 EXACT-2 LOG-1: changes no final number, whatever it hits (seed ${seed})`, async () => {
    const data = makeDataDirectory();
    try {
      const events = campusLoad(seed, { students: 30, collisions: 500 });
      const settings = {
        BELLWETHER_TIME_ZONE: loadZone,
        EVENT_LOG: "kafka",
        KAFKA_BROKERS: broker?.address ?? "",
        KAFKA_TOPIC_PREFIX: `kill-${seed}-${process.pid}.`,
      };
      const run = await runThroughKills(data, events, { seed, kills: 3, batch: 100, connections: 4, settings });
      // A kill that hit nobody proves nothing.
      expect(run.repeated).toBeGreaterThan(0);
      await proveNothingLost(data, events, run);
      expect(await run.server.end("SIGTERM")).toBe(0);
    } finally {
      await removeDataDirectory(data);
    }
  }, 240_000);
});
