import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { findFlink, type TestFlink } from "@/lib/aggregator/flink/testing/start-flink";
import { findKafka, type TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { campusLoad, loadZone } from "./testing/campus-load";
import { sendEvents } from "./testing/client";
import { makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { type KillRun, runThroughKills } from "./testing/kill-run";
import { runCommand } from "./testing/product";
import { proveNothingLost } from "./testing/prove-nothing-lost";

/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);
const kafka = findKafka();
const flink = findFlink();
const missing = [kafka, flink].flatMap((one) => (one.found ? [] : [one.why]));
const found = missing.length === 0;
const patience = 900_000;
const batch = 100;

describe.skipIf(!found)(`a job manager that is killed${found ? "" : ` (skipped: ${missing.join("; ")})`}`, () => {
  let broker: TestBroker | null = null;
  let cluster: TestFlink | null = null;
  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
    // One slot each, so that a job at parallelism 2 is at work in both.
    if (flink.found) cluster = await flink.open({ taskManagers: 2, slots: 1 });
  }, patience);
  afterAll(async () => {
    await cluster?.remove();
    await broker?.remove();
  });

  it(
    `EXACT-1 EXACT-2: takes the job with it, which goes on from its last checkpoint with every cell as it should be, in two task managers (seed ${seed})`,
    async () => {
      if (cluster === null || broker === null) throw new Error("Kafka and Flink are there from beforeAll on.");
      const running = cluster;
      const data = makeDataDirectory();
      const settings = {
        BELLWETHER_TIME_ZONE: loadZone,
        EVENT_LOG: "kafka",
        KAFKA_BROKERS: broker.address,
        KAFKA_TOPIC_PREFIX: `lost-${seed}-${process.pid}.`,
        CELL_ENGINE: "flink",
        FLINK_GATEWAY_URL: running.gateway,
        FLINK_SAVEPOINTS: `file://${running.folder}/savepoints`,
        FLINK_CHECKPOINTS: `file://${running.folder}/checkpoints`,
        FLINK_PARALLELISM: "2",
      };
      try {
        const events = campusLoad(seed, { students: 30, collisions: 500 });
        const [early, late] = [events.slice(0, events.length / 2), events.slice(events.length / 2)];
        const run = await runThroughKills(data, [], { seed, kills: 0, batch, connections: 4, settings });
        const commanded = (...args: string[]) => runCommand(run.server.settings, "flink", ...args);
        const submitted = await commanded("submit");
        expect(submitted, submitted.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("the beginning of the topics") });
        await sendAll(run, early);
        await expect.poll(async () => (await commanded("status")).status, { timeout: 240_000 }).toBe(0);
        expect(await busyTaskManagers(running)).toBe(2);

        const sending = sendAll(run, late);
        await running.killJobManager();
        await pause(500);
        await running.startJobManager();
        const lost = await commanded("status");
        expect(lost).toMatchObject({ status: 1, stdout: expect.stringContaining("no job runs: it was lost") });
        const [, checkpoint = ""] = /goes on from (file:\S+\/chk-\d+)\n/.exec(lost.stdout) ?? [];
        expect(checkpoint).toContain(settings.FLINK_CHECKPOINTS);
        const resumed = await commanded("submit");
        expect(resumed, resumed.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining(`started from ${checkpoint}\n`) });
        const [id = ""] = resumed.stdout.split(" ");
        await expect.poll(() => restoredFrom(running, id), { timeout: 120_000, interval: 500 }).toBe(new URL(checkpoint).pathname);
        await sending;
        await proveNothingLost(data, events, run);
        expect(await busyTaskManagers(running)).toBe(2);

        // The whole log once more on the topic changes nothing, for neither of its readers.
        const resent = await runCommand(run.server.settings, "kafka", "resend");
        expect(resent, resent.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining(`${events.length} events sent to `) });
        await proveNothingLost(data, events, run);
        expect(await commanded("stop")).toMatchObject({ status: 0 });
        expect(await run.server.end("SIGTERM")).toBe(0);
      } finally {
        await removeDataDirectory(data);
      }
    },
    patience,
  );
});

async function sendAll({ server, key, answers }: KillRun, events: readonly unknown[]): Promise<void> {
  for (let from = 0; from < events.length; from += batch) answers.push(await sendEvents(server, key, events.slice(from, from + batch)));
}

const restoredSchema = z.object({ latest: z.object({ restored: z.object({ external_path: z.string() }).nullable() }) });

/** The folder of the checkpoint whose state a job began with; null: with none, as far as it is known yet. */
async function restoredFrom({ rest }: TestFlink, job: string): Promise<string | null> {
  const answer = await fetch(`${rest}/jobs/${job}/checkpoints`);
  const restored = answer.ok ? restoredSchema.parse(await answer.json()).latest.restored : null;
  return restored === null ? null : new URL(restored.external_path).pathname;
}

const managersSchema = z.object({ taskmanagers: z.array(z.object({ slotsNumber: z.number(), freeSlots: z.number() })) });

/** Task managers in which tasks are at work. */
async function busyTaskManagers({ rest }: TestFlink): Promise<number> {
  const { taskmanagers } = managersSchema.parse(await (await fetch(`${rest}/taskmanagers`)).json());
  return taskmanagers.filter(({ slotsNumber, freeSlots }) => freeSlots < slotsNumber).length;
}
