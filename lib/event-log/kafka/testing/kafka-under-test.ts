import { randomUUID } from "node:crypto";
import { Admin } from "@platformatic/kafka";
import { emptyWarehouse } from "@/lib/aggregator/testing/log-fixture";
import { refuseLate } from "@/lib/ingest/quarantine/refuse-late";
import type { Database } from "@/lib/platform/database";
import type { KafkaConfig } from "@/lib/platform/event-log-config";
import { openAccess } from "@/lib/platform/kafka-access";
import { testVaultKey } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { LogUnderTest } from "../../testing/log-under-test";
import { KafkaReader } from "../kafka-reader";
import { KafkaWriter } from "../kafka-writer";
import { clientOptions, ensureTopic } from "../topic";
import { readEnds } from "../watch-topic";

/** A topic of its own before an empty warehouse. `patience`: milliseconds that writers wait for brokers, where they are killed. */
export async function openKafkaLog(
  database: Database,
  brokers: string,
  patience?: number,
): Promise<LogUnderTest & { config: KafkaConfig }> {
  await emptyWarehouse(database);
  const config: KafkaConfig = {
    kind: "kafka",
    brokers: brokers.split(","),
    topic: `test-${randomUUID()}.campus-events`,
    access: openAccess,
  };
  await ensureTopic(config);
  const vault = await Vault.open(database, testVaultKey);
  const options = { database, config, refuseLate: refuseLate(vault) };
  return {
    database,
    vault,
    config,
    openWriter: () => new KafkaWriter(database, vault.identityKey, config, () => undefined, patience),
    openReader: (events) => Promise.resolve(new KafkaReader(options, events)),
    unread: () => unreadOf(database, config),
  };
}

/** What the topic has beyond the consumer's place, asked of the brokers, and what the tables have beyond it. */
async function unreadOf(database: Database, config: KafkaConfig): Promise<number> {
  const admin = new Admin(clientOptions(config));
  try {
    const { topicId, end } = await readEnds(admin, config.topic);
    const places = await database.owner.query<{ partition: number; next: string }>(
      "SELECT partition, next_offset AS next FROM log.topic_partition WHERE topic_id = $1",
      [topicId],
    );
    const kept = new Map(places.rows.map((row) => [row.partition, BigInt(row.next)]));
    let unread = 0n;
    for (const [partition, reached] of end) unread += reached - (kept.get(partition) ?? 0n);
    const behind = await database.owner.query<{ n: string }>(
      "SELECT sum(e.next_offset - c.next_offset) AS n FROM log.event_partition e JOIN log.consumer c USING (partition)",
    );
    return Number(unread) + Number(behind.rows[0]?.n);
  } finally {
    await admin.close();
  }
}
