import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { isCampusEventType } from "@/lib/contracts/campus-events";
import type { ItemError } from "@/lib/contracts/validate";
import { type Arrival, ArrivalTally } from "@/lib/event-log/arrival-tally";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";
import { parseJson } from "../read-items";

export type Rejected = { body: string; errors: ItemError[]; keyId: string | null };
type Head = { source: string | null; id: string | null; type: string | null; version: number | null };

/** Keeps what was rejected, with its reasons but without what was found: that may name a person (LOG-2, PII-1). */
export async function quarantine(database: Database, vault: Vault, items: readonly Rejected[]): Promise<void> {
  if (items.length === 0) return;
  const tally = new ArrivalTally();
  await withTransaction(database.owner, async (client) => {
    await keepRejected(client, vault, items, tally);
    await tally.write(client);
  });
}

/** In the caller's transaction, and added to its counts. */
export async function keepRejected(client: PoolClient, vault: Vault, items: readonly Rejected[], tally: ArrivalTally): Promise<void> {
  const rows = items.map((item) => ({ ...item, ...headOf(item.body) }));
  for (const row of rows) tally.add(arrivalOf(row), "rejected");
  await client.query(
    `INSERT INTO log.quarantine (id, source, event_id, type, schema_version, api_key_id, sealed_body, errors)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::smallint[], $6::uuid[], $7::bytea[], $8::jsonb[])`,
    [
      rows.map(() => randomUUID()),
      rows.map((row) => row.source),
      rows.map((row) => row.id),
      rows.map((row) => row.type),
      rows.map((row) => row.version),
      rows.map((row) => row.keyId),
      rows.map((row) => vault.sealBody(row.body)),
      rows.map((row) => JSON.stringify(row.errors.map(({ path, rule }) => ({ path: keptPath(path), rule })))),
    ],
  );
}

/** A name among `attributes` is the sender's own text: it may name a person, and be one that no jsonb can hold. */
const keptPath = (path: string): string => path.replace(/^(data\.attributes)\..*$/s, "$1");

/** What cannot be read, or is no contract of ours, is counted together: senders cannot make rows by inventing names. */
function arrivalOf({ source, type, version }: Head): Arrival {
  const known = type !== null && isCampusEventType(type);
  return { source: source ?? "", type: known ? type : "", schemaVersion: known ? (version ?? 0) : 0 };
}

/** What can be read of an event that was refused: envelope fields, and the version that it names (1 where it names none). */
export function headOf(body: string): Head {
  const parsed = parseJson(body);
  const event: object | null = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  const field = (name: string) => {
    const value: unknown = event === null ? null : Reflect.get(event, name);
    return typeof value === "string" && !value.includes("\u0000") ? value.slice(0, 200).toWellFormed() : null;
  };
  return { source: field("source"), id: field("id"), type: field("type"), version: event === null ? null : versionOf(event) };
}

function versionOf(event: object): number | null {
  const dataschema: unknown = Reflect.get(event, "dataschema") ?? null;
  if (dataschema === null) return 1;
  const digits = typeof dataschema === "string" ? /^urn:bellwether:.{1,200}:(\d{1,4})$/.exec(dataschema)?.[1] : undefined;
  return digits === undefined ? null : Number(digits);
}
