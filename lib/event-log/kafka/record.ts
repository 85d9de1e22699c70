import type { KeyObject } from "node:crypto";
import { z } from "zod";
import { isCampusEventType } from "@/lib/contracts/campus-events";
import type { LogEntry } from "../event-log";
import { type Identified, identify } from "../identity";
import { partitionOf } from "../partition-of";
import type { KeptEntry } from "../postgres/copy-entries";
import type { RawRecord } from "./tail";

/** What is sent: the event as the log holds it, and beside it what tells it (docs/EVENTS.md, "The topic"). */
export type OutgoingRecord = { topic: string; partition: number; key: Buffer; value: Buffer; headers: Map<Buffer, Buffer> };

const headerNames = { key: "event-key", content: "event-content", apiKey: "api-key", resent: "resent" } as const;
const named = {
  key: Buffer.from(headerNames.key),
  content: Buffer.from(headerNames.content),
  apiKey: Buffer.from(headerNames.apiKey),
  resent: Buffer.from(headerNames.resent),
};
const yes = Buffer.from("1");

/** `resent`: it is in the log already, and is sent for who begins with what the topic no longer has. */
export function toRecord(
  topic: string,
  entry: Omit<LogEntry, "canonical">,
  { key, content }: Identified,
  { resent = false } = {},
): OutgoingRecord {
  const { type, schemaVersion, source, id, occurredAt, recordedAt, partitionKey, data, keyId } = entry;
  const headers = new Map([
    [named.key, Buffer.from(key)],
    [named.content, Buffer.from(content)],
  ]);
  if (keyId !== null && keyId !== undefined) headers.set(named.apiKey, Buffer.from(keyId));
  if (resent) headers.set(named.resent, yes);
  return {
    topic,
    partition: partitionOf(partitionKey),
    key: Buffer.from(partitionKey),
    value: Buffer.from(JSON.stringify({ type, schemaVersion, source, id, occurredAt, recordedAt, data })),
    headers,
  };
}

/** What came back: an event, or a text that is none of ours. */
export type IncomingRecord = { offset: bigint; keyId: string | null } & (
  | { event: KeptEntry; identity: Identified; resent: boolean }
  | { event: null; text: string }
);

const valueSchema = z.object({
  type: z.string().refine(isCampusEventType),
  schemaVersion: z.number().int().min(1).max(32_767),
  source: z.string(),
  id: z.string(),
  occurredAt: z.iso.datetime({ offset: true }),
  recordedAt: z.iso.datetime({ offset: true }),
  data: z.record(z.string(), z.unknown()),
});
/** Spelled as uuids, without being of a version. */
const identitySchema = z.object({ key: z.guid(), content: z.guid() });
const apiKeySchema = z.guid();

/** Reads a record; whoever else may write to the topic must not be able to stop it. */
export function readRecord({ offset, timestamp, value, headers }: Omit<RawRecord, "key">): IncomingRecord {
  const found = new Map(headers.map(([name, text]) => [name?.toString(), text?.toString()]));
  const keyId = apiKeySchema.safeParse(found.get(headerNames.apiKey)).data ?? null;
  const text = value?.toString("utf8") ?? "";
  const identity = identitySchema.safeParse({ key: found.get(headerNames.key), content: found.get(headerNames.content) });
  const event = valueSchema.safeParse(parsed(text));
  if (!identity.success || !event.success) return { offset, keyId, event: null, text };
  const arrivedAt = new Date(Number(timestamp)).toISOString();
  return { offset, keyId, event: { ...event.data, arrivedAt }, identity: identity.data, resent: found.has(headerNames.resent) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // which no schema takes
  }
}

/** What becomes of entries that are sent together, and the identities of those that are sent on. */
export function judge(identityKey: KeyObject, entries: readonly LogEntry[]) {
  const contents = new Map<string, string>();
  return entries.map((entry) => {
    const identity = identify(identityKey, entry);
    const before = contents.get(identity.key);
    if (before === undefined) contents.set(identity.key, identity.content);
    const result = before === undefined ? "accepted" : before === identity.content ? "duplicate" : "id-conflict";
    return { entry, identity, result } as const;
  });
}
