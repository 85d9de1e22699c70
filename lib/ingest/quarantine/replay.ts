import type { PoolClient } from "pg";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { Vault } from "@/lib/privacy/vault";
import { applyMend, asItIs, type Mend, mendedPaths } from "./mend";
import { passes } from "./outcome";
import { filterSql, type QuarantineFilter } from "./quarantine-filter";
import { type HeldItem, requireOpen } from "./require-open";
import type { Outcome, Replayed } from "./shapes";
import { type QuarantineState, quarantineTable } from "./states";

/** Offers bodies to the log, or asks what would become of them. */
export type Offer = (bodies: readonly string[]) => Promise<readonly Outcome[]>;

const pageSize = 500;
const nothing = (): Replayed => ({ tried: 0, accepted: 0, duplicate: 0, rejected: 0, rules: {}, more: false });

type Row = { id: string; state: QuarantineState; at: string; sealed: Buffer };
type Cursor = { at: string; id: string } | null;

/**
 * Offers open items that match to the log, oldest first; those that pass are marked. Each page's rows stay
 * locked until it is done: whoever else replays or discards them waits, and then finds them resolved. Where a
 * crash comes between log and mark, the next replay finds a duplicate and marks it (LOG-1).
 */
export async function replayItems(
  database: Database,
  vault: Vault,
  filter: QuarantineFilter,
  { actor, limit, offer }: { actor: string; limit: number; offer: Offer },
): Promise<Replayed> {
  const total = nothing();
  let after: Cursor = null;
  // Also where the page came empty because others resolved all of it while it was waited for.
  while (total.tried < limit && (await anyOpen(database, filter, after))) {
    const before: Cursor = after;
    after = await withTransaction(database.owner, async (client) => {
      const page = await readOpen(client, filter, before, Math.min(pageSize, limit - total.tried), "FOR UPDATE");
      const outcomes = await offer(page.map((row) => vault.openBody(row.sealed)));
      const passed = page.filter((_, index) => passes(outcomes[index]));
      await resolve(
        client,
        passed.map((row) => row.id),
        actor,
      );
      count(total, outcomes);
      return page.at(-1) ?? before;
    });
  }
  total.more = await anyOpen(database, filter, after);
  const { tried, accepted, duplicate, rejected } = total;
  if (tried > 0) {
    await writeAudit(database.owner, { actor, action: "quarantine.replayed", detail: { filter, tried, accepted, duplicate, rejected } });
  }
  return total;
}

/** What a replay of the same would come to now. Nothing is changed. */
export async function previewItems(
  database: Database,
  vault: Vault,
  filter: QuarantineFilter,
  { limit, offer }: { limit: number; offer: Offer },
): Promise<Replayed> {
  const total = nothing();
  let after: Cursor = null;
  while (total.tried < limit && (await anyOpen(database, filter, after))) {
    const page: Row[] = await readOpen(database.owner, filter, after, Math.min(pageSize, limit - total.tried), "");
    after = page.at(-1) ?? after;
    count(total, await offer(page.map((row) => vault.openBody(row.sealed))));
  }
  total.more = await anyOpen(database, filter, after);
  return total;
}

/** Offers one item, mended or as it is. Throws not-found, or conflict where somebody resolved it before. */
export async function replayItem(
  database: Database,
  vault: Vault,
  id: string,
  { actor, mend = asItIs, offer }: { actor: string; mend?: Mend; offer: Offer },
): Promise<Outcome> {
  return withTransaction(database.owner, async (client) => {
    const sealed = await lockOpen(client, id);
    const body = applyMend(vault.openBody(sealed), mend);
    const [outcome] = await offer([body]);
    if (outcome === undefined) throw new BellwetherError("internal", "The log said nothing of this item.");
    const mended = mendedPaths(mend);
    if (passes(outcome)) await resolve(client, [id], actor, mended.length > 0 ? vault.sealBody(body) : null);
    await writeAudit(client, {
      actor,
      action: "quarantine.replayed",
      subject: `quarantine:${id}`,
      detail: { mended, result: outcome.result },
    });
    return outcome;
  });
}

/** The sealed body of an open item, locked until the transaction ends. */
export async function lockOpen(client: PoolClient, id: string): Promise<Buffer> {
  const found = await client.query<HeldItem>("SELECT state, sealed_body AS sealed FROM log.quarantine WHERE id = $1 FOR UPDATE", [id]);
  return requireOpen(found.rows[0]);
}

const anyOpen = async (database: Database, filter: QuarantineFilter, after: Cursor) =>
  (await readOpen(database.owner, filter, after, 1, "")).length > 0;

async function readOpen(
  client: Pick<PoolClient, "query">,
  filter: QuarantineFilter,
  after: Cursor,
  limit: number,
  lock: "FOR UPDATE" | "",
): Promise<Row[]> {
  const { where, values } = filterSql({ ...filter, state: "open" });
  // The time goes and comes as text: its own precision, whatever a Date would make of it.
  const page = await client.query<Row>(
    `SELECT id, state, arrived_at::text AS at, sealed_body AS sealed FROM log.quarantine
     WHERE ${where} AND ($7::timestamptz IS NULL OR (arrived_at, id) > ($7::timestamptz, $8::uuid))
     ORDER BY arrived_at, id LIMIT $9 ${lock}`,
    [...values, after?.at ?? null, after?.id ?? null, limit],
  );
  return page.rows;
}

async function resolve(client: PoolClient, ids: readonly string[], actor: string, mended: Buffer | null = null): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `UPDATE log.quarantine SET state = $2, resolved_at = now(), resolved_by = $3, sealed_mended = $4
     WHERE id = ANY($1::uuid[]) AND state = 'open'`,
    [ids, quarantineTable.open.passed, actor, mended],
  );
}

function count(total: Replayed, outcomes: readonly Outcome[]): void {
  for (const { result, errors } of outcomes) {
    total.tried += 1;
    total[result] += 1;
    for (const rule of new Set(errors.map((error) => error.rule))) total.rules[rule] = (total.rules[rule] ?? 0) + 1;
  }
}
