import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { findKafka } from "@/lib/event-log/kafka/testing/start-kafka";
import { root } from "@/lib/runtime/testing/product";
import { atLeast, type Figure } from "./figures";
import { accepted } from "./ingest";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement, Run } from "./run";

type Settings = Record<string, string>;

/**
 * The same as `ingest` and `drain` with the log in Kafka: one broker, which shares the machine with all else. Each figure has a
 * topic of its own.
 */
export const measureKafka: Measurement = async (run) => {
  execFileSync(process.execPath, [join(root, "scripts", "fetch-kafka.mjs")], { stdio: ["ignore", 2, 2] });
  const kafka = findKafka();
  if (!kafka.found) {
    run.say(`kafka: not measured, for ${kafka.why}`);
    return [];
  }
  const broker = await kafka.open(tmpdir());
  const settings = (): Settings => ({
    EVENT_LOG: "kafka",
    KAFKA_BROKERS: broker.address,
    KAFKA_TOPIC_PREFIX: `bench-${randomUUID()}.`,
  });
  try {
    return [
      await accepted(run, "by Kafka, with the aggregator beside it", "web,aggregator", { settings: settings() }),
      await accepted(run, "by Kafka, alone", "web", { settings: settings(), target: atLeast(30_000) }),
      await drained(run, settings()),
    ];
  } finally {
    await broker.remove();
  }
};

/** Events a second that the aggregator takes from the topic into log, facts and cells, nothing else running. */
async function drained({ quick, say }: Run, settings: Settings): Promise<Figure> {
  return withPlace(async (place) => {
    const first = await place.start(settings);
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, first, key);
    await first.stop();
    const web = await place.start({ ...settings, BELLWETHER_ROLES: "web" });
    const events = quick ? 150_000 : 500_000;
    const plan = { url: web.url, key, what: "mixed" as const, from: 0, events, batch: 2_000, connections: 4, rate: null };
    await (await prepareLoad(plan)).run();
    await web.stop();
    await place.start({ ...settings, BELLWETHER_ROLES: "aggregator" });
    const client = await place.connect();
    const before = await processed(client);
    let began = { at: performance.now(), processed: before };
    let now = began;
    while (now.processed < before + events) {
      await pause(20);
      now = { at: performance.now(), processed: await processed(client) };
      if (began.processed === before) began = now;
    }
    await client.end();
    const seconds = (now.at - began.at) / 1_000;
    say(`drain by Kafka: ${now.processed - began.processed} events in ${seconds.toFixed(2)} s`);
    const value = (now.processed - began.processed) / seconds;
    const note = `${events} events waiting on the topic`;
    return { section: "kafka", name: "aggregated from the topic", value, unit: "events/s", target: atLeast(20_000), note };
  });
}

async function processed(client: pg.Client): Promise<number> {
  const found = await client.query<{ n: number }>("SELECT sum(next_offset)::float8 AS n FROM log.consumer WHERE consumer = 'aggregator'");
  return found.rows[0]?.n ?? Number.NaN;
}
