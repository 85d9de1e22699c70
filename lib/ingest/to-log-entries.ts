import { contractTraits } from "@/lib/contracts/campus-events";
import type { CampusEvent } from "@/lib/contracts/validate";
import type { LogEntry } from "@/lib/event-log/event-log";
import type { PersonId, Vault } from "@/lib/privacy/vault";

type Data = Record<string, unknown>;

/** Turns checked events into what the log may hold: pseudonyms for persons, ciphertext for free text (PII-1). */
export async function toLogEntries(events: readonly CampusEvent[], vault: Vault, keyId: string | null = null): Promise<LogEntry[]> {
  const ids = new Set<string>();
  for (const event of events) {
    const data: Data = event.data;
    for (const field of contractTraits[event.type].persons) for (const id of namesOf(data[field])) ids.add(id);
  }
  const pseudonyms = await vault.pseudonymsOf(ids);
  const entries = events.map((event) => toLogEntry(event, pseudonyms, keyId));
  await sealTexts(events, entries, pseudonyms, vault);
  return entries;
}

function namesOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function toLogEntry(event: CampusEvent, pseudonyms: ReadonlyMap<string, PersonId>, keyId: string | null): LogEntry {
  const { partitionBy, persons, sealed } = contractTraits[event.type];
  const plain: Data = event.data;
  const data: Data = { ...plain };
  for (const field of persons) {
    const value = plain[field];
    if (typeof value === "string") data[field] = pseudonyms.get(value) ?? null;
    else if (Array.isArray(value)) data[field] = namesOf(value).flatMap((id) => pseudonyms.get(id) ?? []);
  }
  for (const field of sealed) delete data[field];
  return {
    type: event.type,
    schemaVersion: event.schemaVersion,
    source: event.source,
    id: event.id,
    occurredAt: event.occurredAt,
    recordedAt: event.recordedAt,
    partitionKey: String(data[partitionBy]),
    data,
    keyId,
    canonical: canonicalOf(event),
  };
}

/** An event in one spelling: the schema gives the fields of each type in one order. */
export function canonicalOf(event: CampusEvent): string {
  return JSON.stringify([event.type, event.schemaVersion, event.occurredAt, event.recordedAt, sortedRecords(event.data)]);
}

/** Of the fields only `attributes` is a free record: its keys are put in order. */
function sortedRecords(data: Data): Data {
  const { attributes } = data;
  if (typeof attributes !== "object" || attributes === null) return data;
  return { ...data, attributes: Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) };
}

async function sealTexts(
  events: readonly CampusEvent[],
  entries: readonly LogEntry[],
  pseudonyms: ReadonlyMap<string, PersonId>,
  vault: Vault,
): Promise<void> {
  const texts: { person: PersonId; text: string; put: (sealed: string) => void }[] = [];
  for (const [index, event] of events.entries()) {
    const { sealed, sealedFor } = contractTraits[event.type];
    const entry = entries[index];
    const plain: Data = event.data;
    const person = sealedFor === null ? undefined : pseudonyms.get(String(plain[sealedFor]));
    if (entry === undefined || person === undefined) continue;
    if (event.type === "person.defined") {
      const { name, email, birthDate } = plain;
      const text = JSON.stringify({ name, email, birthDate });
      texts.push({ person, text, put: (value) => Object.assign(entry.data, { sealed: value }) });
      continue;
    }
    for (const field of sealed) {
      const value = plain[field];
      if (value === null || value === undefined) continue;
      const text = typeof value === "string" ? value : JSON.stringify(value);
      texts.push({ person, text, put: (ciphertext) => Object.assign(entry.data, { [field]: ciphertext }) });
    }
  }
  if (texts.length === 0) return;
  const sealedTexts = await vault.sealFor(texts);
  for (const [index, text] of texts.entries()) {
    const value = sealedTexts[index];
    if (value !== undefined) text.put(value);
  }
}
