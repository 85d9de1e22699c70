import { contractTraits, isCampusEventType } from "@/lib/contracts/campus-events";
import type { KeptEntry } from "@/lib/event-log/postgres/copy-entries";
import { personIdSchema, type Vault } from "@/lib/privacy/vault";

/**
 * An event as a client sends it, from what the log holds of it: persons by the institution's ids again, free text opened.
 * For the vault's seal at once, and for nobody's eyes (PII-1). What it says is what was sent: it has the same canonical spelling.
 */
export async function fromLogEntry(entry: KeptEntry, vault: Vault): Promise<Record<string, unknown>> {
  const { type, schemaVersion, source, id, occurredAt, recordedAt } = entry;
  const head = { specversion: "1.0", id, source, type, time: occurredAt, recordedtime: recordedAt };
  if (!isCampusEventType(type)) return { ...head, data: entry.data };
  const { persons, sealed, sealedFor } = contractTraits[type];
  const data: Record<string, unknown> = { ...entry.data };
  const named = persons.flatMap((field) => [data[field]].flat()).flatMap((value) => personIdSchema.safeParse(value).data ?? []);
  const identities = await vault.identitiesOf(named);
  const idOf = (value: unknown) => {
    const person = personIdSchema.safeParse(value).data;
    return person === undefined ? value : (identities.get(person)?.id ?? value);
  };
  for (const field of persons) {
    const value = data[field];
    data[field] = Array.isArray(value) ? value.map(idOf) : idOf(value);
  }
  const person = personIdSchema.safeParse(sealedFor === null ? null : entry.data[sealedFor]).data;
  if (person !== undefined && type === "person.defined") {
    const { sealed: text, ...rest } = data;
    return { ...head, dataschema: schemaOf(type, schemaVersion), data: { ...rest, ...(await opened(vault, person, text)) } };
  }
  for (const field of person === undefined ? [] : sealed) {
    const value = data[field];
    if (typeof value !== "string" || person === undefined) continue;
    const text = await vault.openFor(person, value);
    data[field] = field === "attributes" ? JSON.parse(text) : text;
  }
  return { ...head, dataschema: schemaOf(type, schemaVersion), data };
}

const schemaOf = (type: string, version: number) => `urn:bellwether:${type}:${version}`;

async function opened(vault: Vault, person: Parameters<Vault["openFor"]>[0], sealed: unknown): Promise<object> {
  const told: unknown = typeof sealed === "string" ? JSON.parse(await vault.openFor(person, sealed)) : null;
  return typeof told === "object" && told !== null ? told : {};
}
