import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleEvent } from "@/lib/contracts/examples";
import { eventLogOf } from "@/lib/platform/event-log-config";
import type { KafkaAccessSettings } from "@/lib/platform/kafka-access";
import { lines, makeKey, postEvents, readKpi } from "@/lib/runtime/testing/client";
import { makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { startServer } from "@/lib/runtime/testing/start-server";
import { missingForCertificates, user } from "./testing/secured-listener";
import { findKafka, type SecuredBroker } from "./testing/start-kafka";
import { ensureTopic } from "./topic";

const kafka = findKafka();
const lacks = !kafka.found ? kafka.why : kafka.own ? missingForCertificates() : "the broker is another's";
const why = lacks === null ? "" : ` (skipped: ${lacks})`;

describe.skipIf(why !== "")(`brokers that speak TLS and ask who it is${why}`, () => {
  let broker: SecuredBroker;
  beforeAll(async () => {
    if (kafka.found && kafka.own) broker = await kafka.openSecured();
  }, 120_000);
  afterAll(() => broker?.remove());

  const settingsOf = (more: Record<string, string> = {}) => ({
    EVENT_LOG: "kafka" as const,
    KAFKA_BROKERS: broker.address,
    KAFKA_TLS: "on" as const,
    KAFKA_CA_FILE: broker.authority,
    KAFKA_SASL: "scram-sha-512" as const,
    KAFKA_USERNAME: user.name,
    KAFKA_PASSWORD: user.password,
    KAFKA_TOPIC_PREFIX: `secured-${Math.random()}.`,
    ...more,
  });
  const reach = (more: Partial<KafkaAccessSettings> = {}) => {
    const config = eventLogOf({ ...settingsOf(), ...more, KAFKA_BROKERS: [broker.address] });
    if (config.kind !== "kafka") throw new Error("This is no log in Kafka.");
    return ensureTopic(config);
  };

  it.each(["scram-sha-512", "plain"] as const)(
    "LOG-1: the product writes and reads by %s over TLS",
    async (mechanism) => {
      const data = makeDataDirectory();
      const server = await startServer(data, settingsOf({ KAFKA_SASL: mechanism }));
      try {
        const key = await makeKey(server, "--can", "events:write,kpis:read");
        const events = (["term.defined", "section.defined", "meeting.changed", "attendance.recorded"] as const).map(exampleEvent);
        // Brokers may be asked before the topic is known to them all.
        await expect.poll(async () => (await postEvents(server, key, lines(events))).status, { timeout: 30_000 }).toBe(200);
        const asked = () => readKpi(server, key, "attendance-rate?term=2026-1");
        await expect.poll(asked, { timeout: 30_000 }).toMatchObject({ n: 1, measures: { late: 1 } });
        expect(server.output()).not.toContain(user.password);
      } finally {
        await server.end("SIGTERM");
        await removeDataDirectory(data);
      }
    },
    180_000,
  );

  it("reaches nobody with another password, without the authority, or in the clear", async () => {
    await reach();
    await expect(reach({ KAFKA_PASSWORD: "another" })).rejects.toThrow();
    await expect(reach({ KAFKA_USERNAME: "nobody" })).rejects.toThrow();
    await expect(reach({ KAFKA_CA_FILE: undefined })).rejects.toThrow();
    const inTheClear = {
      KAFKA_TLS: "off",
      KAFKA_CA_FILE: undefined,
      KAFKA_SASL: undefined,
      KAFKA_USERNAME: "",
      KAFKA_PASSWORD: "",
    } as const;
    await expect(reach(inTheClear)).rejects.toThrow();
  }, 60_000);
});
