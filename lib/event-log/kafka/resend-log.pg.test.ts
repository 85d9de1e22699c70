import { Admin } from "@platformatic/kafka";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requireWholeTopic } from "@/lib/aggregator/flink/require-whole-topic";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { Appender } from "../postgres/appender";
import { drain, type LogUnderTest, roll, toEntry, until } from "../testing/log-under-test";
import { type ResendOptions, resendLock, resendLog } from "./resend-log";
import { openKafkaLog } from "./testing/kafka-under-test";
import { findKafka, type TestBroker } from "./testing/start-kafka";
import { clientOptions, ensureTopic } from "./topic";
import { readOffsets } from "./topic-offsets";

const kafka = findKafka();

describe.skipIf(!kafka.found)(`sending the log to its topic again${kafka.found ? "" : ` (skipped: ${kafka.why})`}`, () => {
  const test = useTestDatabase();
  let broker: TestBroker | null = null;
  const open = () => openKafkaLog(test.database, broker?.address ?? "");
  type OpenLog = Awaited<ReturnType<typeof open>>;

  beforeAll(async () => {
    if (kafka.found) broker = await kafka.open();
  });
  afterAll(() => broker?.remove());

  const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => toEntry(roll(`e-${from + index}`)));
  const optionsOf = ({ vault, config }: OpenLog): ResendOptions => ({ database: test.database, identityKey: vault.identityKey, config });
  const query = async (text: string) => (await test.database.owner.query<Record<string, unknown>>(text)).rows;
  const wholeTopic = ({ config }: OpenLog) => requireWholeTopic(test.database, { brokers: config.brokers, events: config.topic });

  async function withAdmin<T>({ config }: OpenLog, run: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = new Admin(clientOptions(config));
    return run(admin).finally(() => admin.close());
  }
  const offsets = (log: OpenLog, which: "first" | "end") =>
    withAdmin(
      log,
      async (admin) => (await readOffsets(admin, [log.config.topic], which)).get(log.config.topic) ?? new Map<number, bigint>(),
    );
  const onTopic = async (log: OpenLog) => [...(await offsets(log, "end")).values()].reduce((sum, end) => sum + Number(end), 0);

  async function appendToPostgres(log: LogUnderTest, from: number, count: number): Promise<void> {
    const appender = new Appender(test.database, log.vault.identityKey, null);
    await appender.append(many(from, count));
    await appender.close();
  }

  it("LOG-2: gives a topic what was in Postgres before it, and takes nothing of it in again", async () => {
    const log = await open();
    await appendToPostgres(log, 0, 50);
    await drain(log);
    const writer = log.openWriter();
    await writer.append(many(50, 10));
    await drain(log);
    await expect(wholeTopic(log)).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("kafka resend") });

    expect(await resendLog(optionsOf(log))).toBe(60);
    await wholeTopic(log);
    await writer.append(many(60, 5));
    const before = await query('SELECT partition, "offset", event_id FROM log.event ORDER BY 1, 2');
    await drain(log);
    await writer.close();
    const after = await query('SELECT partition, "offset", event_id FROM log.event ORDER BY 1, 2');
    expect(after).toHaveLength(65);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(await query("SELECT accepted::int, duplicate::int, rejected::int FROM log.arrival_total")).toEqual([
      { accepted: 65, duplicate: 0, rejected: 0 },
    ]);
    expect(await query("SELECT FROM log.quarantine")).toEqual([]);
    await wholeTopic(log);
  });

  it("LOG-2: goes on where it was cut off, and sends only what came since where nothing was lost", async () => {
    const log = await open();
    await appendToPostgres(log, 0, 90);
    await drain(log);
    let sent = 0;
    const cut = (events: number) => {
      sent = events;
      if (events >= 40) throw new Error("cut off");
    };
    await expect(resendLog({ ...optionsOf(log), pageSize: 10, onSent: cut })).rejects.toThrow("cut off");
    expect(await onTopic(log)).toBe(sent);
    await expect(wholeTopic(log)).rejects.toMatchObject({ code: "conflict" });
    expect(await resendLog(optionsOf(log))).toBe(90 - sent);
    expect(await onTopic(log)).toBe(90);
    await wholeTopic(log);
    expect(await resendLog(optionsOf(log))).toBe(0);
  });

  it("LOG-2: begins again where the topic lost some of what was sent, or was made anew", async () => {
    const log = await open();
    await appendToPostgres(log, 0, 30);
    await drain(log);
    expect(await resendLog(optionsOf(log))).toBe(30);
    const filled = [...(await offsets(log, "end"))].filter(([, end]) => end > 0n);
    const [partition = 0] = filled[0] ?? [];
    await withAdmin(log, (admin) => admin.deleteRecords({ topics: [{ name: log.config.topic, partitions: [{ partition, offset: 1n }] }] }));
    await expect(wholeTopic(log)).rejects.toMatchObject({ code: "conflict", facts: { partitions: [partition] } });
    expect(await resendLog(optionsOf(log))).toBe(Number(filled[0]?.[1]));
    await wholeTopic(log);

    await withAdmin(log, async (admin) => {
      await admin.deleteTopics({ topics: [log.config.topic] });
      await until("the topic is gone", async () => !(await admin.listTopics()).includes(log.config.topic));
    });
    await ensureTopic(log.config);
    await expect(wholeTopic(log)).rejects.toMatchObject({ code: "conflict" });
    expect(await resendLog(optionsOf(log))).toBe(30);
    await wholeTopic(log);
  });

  it("refuses a log that was shortened, and one that another process sends", async () => {
    const log = await open();
    await appendToPostgres(log, 0, 20);
    await drain(log);
    const other = await test.database.owner.connect();
    await other.query("SELECT pg_advisory_lock($1)", [resendLock]);
    await expect(resendLog(optionsOf(log))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("another process"),
    });
    await other.query("SELECT pg_advisory_unlock($1)", [resendLock]);
    other.release();
    expect(await resendLog(optionsOf(log))).toBe(20);
    await query("INSERT INTO log.checkpoint (before_day, made_at, events) VALUES ('2026-01-01', now(), 1)");
    await expect(resendLog(optionsOf(log))).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("2026-01-01") });
    await expect(wholeTopic(log)).rejects.toMatchObject({ code: "conflict" });
  });
});
