import { Admin, Producer } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { Appender } from "../postgres/appender";
import { holdsToTheLog } from "../testing/conformance";
import { Consumer, drain, roll, toEntry, until } from "../testing/log-under-test";
import { openKafkaLog } from "./testing/kafka-under-test";
import { findKafka, type TestBroker } from "./testing/start-kafka";
import { clientOptions, ensureTopic } from "./topic";
import { watchTopic } from "./watch-topic";

const kafka = findKafka();

describe.skipIf(!kafka.found)(`the log in Kafka${kafka.found ? "" : ` (skipped: ${kafka.why})`}`, () => {
  const test = useTestDatabase();
  let broker: TestBroker | null = null;
  const open = () => openKafkaLog(test.database, broker?.address ?? "");
  const backlog = async () =>
    Number((await test.database.owner.query<{ n: string }>("SELECT sum(events) AS n FROM log.backlog")).rows[0]?.n);
  const quarantined = async () =>
    (await test.database.owner.query<{ errors: unknown; body: Buffer }>("SELECT errors, sealed_body AS body FROM log.quarantine")).rows;

  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
  });
  afterAll(() => broker?.remove());

  holdsToTheLog(open);

  it("LOG-2: what others put on the topic stops nobody, and is kept as it is", async () => {
    const log = await open();
    const producer = new Producer({ ...clientOptions(log.config), idempotent: true, retries: 5 });
    const { topic } = log.config;
    for (const text of ["{", '{"type":"who.knows"}', ""]) {
      await producer.send({ messages: [{ topic, partition: 3, key: Buffer.from("k"), value: Buffer.from(text) }] });
    }
    await producer.close();
    const writer = log.openWriter();
    await writer.append([toEntry(roll("e"))]);
    await drain(log);
    await writer.close();
    const kept = await quarantined();
    expect(kept.map((row) => row.errors)).toEqual([0, 1, 2].map(() => [{ path: "", rule: "json" }]));
    expect(kept.map((row) => log.vault.openBody(row.body)).sort()).toEqual(["", "{", '{"type":"who.knows"}']);
    expect((await test.database.owner.query("SELECT FROM log.event")).rowCount).toBe(1);
  });

  it("LOG-1: events that were deleted before they were read are missed in no silence", async () => {
    const log = await open();
    const writer = log.openWriter();
    await writer.append([toEntry(roll("read", "present", "m"))]);
    await drain(log);
    await writer.append(["gone", "left"].map((id) => toEntry(roll(id, "present", "m"))));
    await writer.close();
    const admin = new Admin(clientOptions(log.config));
    const kept = await test.database.owner.query<{ partition: number }>("SELECT partition FROM log.topic_partition WHERE next_offset = 1");
    const partition = kept.rows[0]?.partition ?? 0;
    await admin.deleteRecords({ topics: [{ name: log.config.topic, partitions: [{ partition, offset: 2n }] }] });
    await admin.close();
    const consumer = await Consumer.open(log);
    await expect(consumer.stage(80)).rejects.toMatchObject({ code: "conflict", facts: { partition, offset: "1" } });
    await consumer.client.query("ROLLBACK");
    // Whoever answers for it says from where on it goes.
    await test.database.owner.query("UPDATE log.topic_partition SET next_offset = 2 WHERE partition = $1", [partition]);
    await consumer.apply(80);
    await consumer.close();
    const logged = await test.database.owner.query<{ id: string }>("SELECT event_id AS id FROM log.event ORDER BY 1");
    expect(logged.rows.map((row) => row.id)).toEqual(["left", "read"]);
  });

  it("a topic that was made anew is read from its beginning, and what was on the one before is known", async () => {
    const log = await open();
    const writer = log.openWriter();
    await writer.append(["a", "b"].map((id) => toEntry(roll(id))));
    await drain(log);
    const admin = new Admin(clientOptions(log.config));
    await admin.deleteTopics({ topics: [log.config.topic] });
    await until("it is gone", async () => !(await admin.listTopics()).includes(log.config.topic));
    await admin.close();
    await ensureTopic(log.config);
    const again = log.openWriter();
    await again.append(["b", "c"].map((id) => toEntry(roll(id))));
    await drain(log);
    await Promise.all([writer.close(), again.close()]);
    const logged = await test.database.owner.query<{ id: string }>("SELECT event_id AS id FROM log.event ORDER BY 1");
    expect(logged.rows.map((row) => row.id)).toEqual(["a", "b", "c"]);
  });

  it("says how much waits, also while nobody reads, and whether brokers answer", async () => {
    const log = await open();
    const watch = await watchTopic(test.database, log.config);
    await until("the brokers answered", () => watch.answering());
    const writer = log.openWriter();
    await writer.append([1, 2, 3].map((id) => toEntry(roll(`e-${id}`))));
    await writer.close();
    await until("it was counted", async () => (await backlog()) === 3);
    await drain(log);
    expect(await backlog()).toBe(0);
    await watch.stop();
    const nobody = await watchTopic(test.database, { ...log.config, brokers: ["127.0.0.1:1"] });
    expect(nobody.answering()).toBe(false);
    await nobody.stop();
  });

  it("events of a log that was in Postgres before come first", async () => {
    const log = await open();
    const before = new Appender(test.database, log.vault.identityKey);
    await before.append([1, 2, 3].map((id) => toEntry(roll(`before-${id}`, "present", "m"))));
    const writer = log.openWriter();
    await writer.append([toEntry(roll("before-1", "present", "m")), toEntry(roll("after", "present", "m"))]);
    await writer.close();
    await drain(log);
    const logged = await test.database.owner.query<{ id: string }>('SELECT event_id AS id FROM log.event ORDER BY "offset"');
    expect(logged.rows.map((row) => row.id)).toEqual(["before-1", "before-2", "before-3", "after"]);
  });

  it.each([
    { partitions: 3, policy: "delete", says: /3 partitions, and must have 8/ },
    { partitions: 8, policy: "compact", says: /cleanup.policy=compact/ },
  ])("refuses a topic that would lose or mix up events: $partitions partitions, $policy", async ({ partitions, policy, says }) => {
    const log = await open();
    const config = { ...log.config, topic: `${log.config.topic}.${policy}` };
    const admin = new Admin(clientOptions(config));
    await admin.createTopics({ topics: [config.topic], partitions, replicas: 1, configs: [{ name: "cleanup.policy", value: policy }] });
    await admin.close();
    await expect(ensureTopic(config)).rejects.toMatchObject({ code: "config-invalid", message: expect.stringMatching(says) });
    await expect(watchTopic(test.database, config)).rejects.toMatchObject({ code: "config-invalid" });
  });
});
