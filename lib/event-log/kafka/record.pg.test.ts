import { expect, it } from "vitest";
import { z } from "zod";
import { campusEventTypes } from "@/lib/contracts/campus-events";
import { exampleEvent } from "@/lib/contracts/examples";
import { topicSchema } from "@/lib/contracts/topic-schema";
import { Ingest } from "@/lib/ingest/ingest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { LogEntry } from "../event-log";
import { judge, readRecord, toRecord } from "./record";

const test = useTestDatabase();

it("PII-1: what is sent of each type is as the topic's schema says, names nobody, and is read back as it was", async () => {
  const vault = await Vault.open(test.database, testVaultKey);
  const entries: LogEntry[] = [];
  const ingest = new Ingest(test.database, vault, {
    append: async (appended) => {
      entries.push(...appended);
      return appended.map(() => "accepted");
    },
    refuseWhenFull: () => undefined,
    close: async () => undefined,
  });
  const examples = campusEventTypes.map((type) => exampleEvent(type));
  expect(await ingest.submit(examples)).toMatchObject({ accepted: examples.length, rejected: 0 });
  const published = z.fromJSONSchema(topicSchema());
  for (const { entry, identity } of judge(vault.identityKey, entries)) {
    const record = toRecord("t", entry, identity);
    const value: unknown = JSON.parse(record.value.toString());
    expect(published.safeParse(value).error, entry.type).toBeUndefined();
    const read = readRecord({ offset: 7n, timestamp: 0n, value: record.value, headers: [...record.headers] });
    const { type, schemaVersion, source, id, occurredAt, recordedAt, data } = entry;
    expect(read).toEqual({
      offset: 7n,
      keyId: null,
      identity,
      resent: false,
      event: { type, schemaVersion, source, id, occurredAt, recordedAt, data, arrivedAt: "1970-01-01T00:00:00.000Z" },
    });
  }
  const sent = entries.map((entry) => toRecord("t", entry, { key: "", content: "" })).map((record) => `${record.key} ${record.value}`);
  for (const named of ["s-9", "i-7", "Kim", "midterm."]) expect(sent.join("\n")).not.toContain(named);
});
