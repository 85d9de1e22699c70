import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { openDatabase } from "@/lib/platform/database";
import type { SentEvent } from "@/lib/simulator/events";
import { campusLoad, loadZone } from "./testing/campus-load";
import { lines, makeKey, postEvents, sendEvents } from "./testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { runThroughKills } from "./testing/kill-run";
import { proveNothingLost } from "./testing/prove-nothing-lost";
import { startServer } from "./testing/start-server";

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

  it.skipIf(!kafka.found || !kafka.own)(
    "LOG-1: says so while brokers are away, refuses meanwhile, and goes on by itself",
    async () => {
      const data = makeDataDirectory();
      const settings = { EVENT_LOG: "kafka", KAFKA_BROKERS: broker?.address ?? "", KAFKA_TOPIC_PREFIX: `away-${seed}-${process.pid}.` };
      try {
        const [first, second] = campusLoad(seed, { students: 30, collisions: 20 }).reduce<[SentEvent[], SentEvent[]]>(
          ([one, other], event, index) => (index % 2 === 0 ? [[...one, event], other] : [one, [...other, event]]),
          [[], []],
        );
        const server = await startServer(data, settings);
        const key = await makeKey(server, "--can", "events:write");
        const ready = async () => (await fetch(new URL("/api/ready", server.url))).json();
        const patience = { timeout: 30_000, interval: 200 };
        await expect.poll(ready, patience).toEqual({ status: "ready" });
        expect(await sendEvents(server, key, first)).toMatchObject({ accepted: first.length, duplicate: 0, rejected: 0 });
        await broker?.kill();
        await expect.poll(ready, patience).toEqual({ status: "not-ready", missing: ["kafka"] });
        const refused = await postEvents(server, key, lines(second));
        expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
        await broker?.start();
        await expect.poll(ready, patience).toEqual({ status: "ready" });
        await expect.poll(async () => (await postEvents(server, key, lines(second))).status, patience).toBe(200);
        const database = await openDatabase(databaseUrlOf(data));
        const count = async () =>
          (await database.owner.query<{ events: number }>("SELECT count(*)::int AS events FROM log.event")).rows[0]?.events;
        await expect.poll(count, patience).toBe(first.length + second.length);
        await database.close();
        expect(await server.end("SIGTERM")).toBe(0);
      } finally {
        await removeDataDirectory(data);
      }
    },
    240_000,
  );
});
