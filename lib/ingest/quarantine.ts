import { randomUUID } from "node:crypto";
import type { ItemError } from "@/lib/contracts/validate";
import type { Database } from "@/lib/platform/database";
import type { Vault } from "@/lib/privacy/vault";

export type Rejected = { body: string; errors: ItemError[]; keyId: string | null };

/** Keeps what was rejected, with its reasons but without what was found: that may name a person (LOG-2, PII-1). */
export async function quarantine(database: Database, vault: Vault, items: readonly Rejected[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({ ...item, ...headOf(item.body) }));
  await database.owner.query(
    `INSERT INTO log.quarantine (id, source, event_id, type, api_key_id, sealed_body, errors)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::bytea[], $7::jsonb[])`,
    [
      rows.map(() => randomUUID()),
      rows.map((row) => row.source),
      rows.map((row) => row.id),
      rows.map((row) => row.type),
      rows.map((row) => row.keyId),
      rows.map((row) => vault.sealBody(row.body)),
      rows.map((row) => JSON.stringify(row.errors.map(({ path, rule }) => ({ path, rule })))),
    ],
  );
}

function headOf(body: string): { source: string | null; id: string | null; type: string | null } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return { source: null, id: null, type: null }; // rejected for just that
  }
  const field = (name: string) => {
    const value: unknown = typeof parsed === "object" && parsed !== null ? Reflect.get(parsed, name) : null;
    return typeof value === "string" && !value.includes("\u0000") ? value.slice(0, 200).toWellFormed() : null;
  };
  return { source: field("source"), id: field("id"), type: field("type") };
}

export type ReplayFilter = { source?: string; rule?: string };
export type Replayed = { tried: number; accepted: number; rejected: number };

const pageSize = 500;

/** Offers open items to `submit` again, oldest first; those that pass are marked as replayed. */
export async function replayQuarantine(
  database: Database,
  vault: Vault,
  filter: ReplayFilter,
  submit: (bodies: readonly string[]) => Promise<readonly boolean[]>,
): Promise<Replayed> {
  const total: Replayed = { tried: 0, accepted: 0, rejected: 0 };
  let after: { at: Date; id: string } | null = null;
  for (;;) {
    const page: { rows: { id: string; at: Date; sealed: Buffer }[] } = await database.owner.query(
      `SELECT id, arrived_at AS at, sealed_body AS sealed FROM log.quarantine
       WHERE state = 'open' AND ($1::text IS NULL OR source = $1)
         AND ($2::text IS NULL OR errors @> jsonb_build_array(jsonb_build_object('rule', $2::text)))
         AND ($3::timestamptz IS NULL OR (arrived_at, id) > ($3, $4::uuid))
       ORDER BY arrived_at, id LIMIT ${pageSize}`,
      [filter.source ?? null, filter.rule ?? null, after?.at ?? null, after?.id ?? null],
    );
    const last = page.rows.at(-1);
    if (last === undefined) return total;
    after = { at: last.at, id: last.id };
    const passed = await submit(page.rows.map((row) => vault.openBody(row.sealed)));
    const done = page.rows.filter((_, index) => passed[index] === true).map((row) => row.id);
    await database.owner.query("UPDATE log.quarantine SET state = 'replayed', resolved_at = now() WHERE id = ANY($1::uuid[])", [done]);
    total.tried += page.rows.length;
    total.accepted += done.length;
    total.rejected += page.rows.length - done.length;
  }
}
