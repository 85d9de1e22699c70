import type { PoolClient } from "pg";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { batchTables } from "../delta";
import { rescaleTerm } from "./rescale-term";
import { staleGrades } from "./stale-grades";

/** Held by whoever recomputes: one at a time over all processes, and lost with its session. */
const recomputationLock = 715_207;

export type RecomputationOptions = {
  database: Database;
  now: () => Date;
  /** Ends it after the term at hand. */
  signal?: AbortSignal;
  /** Told after each term. */
  onTerm?: () => void | Promise<void>;
};

/** A section that moves meanwhile may bring grades of before into a term that was done. */
const mostTimes = 5;

type Open = { id: string; scale: string; actor: string };

/**
 * Carries out the recomputations that are open, term by term; those that were cut off go on where they were, for the
 * facts themselves tell what is still to do. Where another process is at it, it is left to that one.
 */
export async function runRecomputations({ database, now, signal, onTerm }: RecomputationOptions): Promise<void> {
  const client = await database.owner.connect();
  try {
    const taken = await client.query<{ taken: boolean }>("SELECT pg_try_advisory_lock($1) AS taken", [recomputationLock]);
    if (taken.rows[0]?.taken !== true) return;
    for (const statement of batchTables) await client.query(statement);
    for (let open = await nextOpen(client); open !== null && !signal?.aborted; open = await nextOpen(client)) {
      const done = new Map<number, number>();
      for (let term = await nextTerm(client, open.scale); term !== null; term = await nextTerm(client, open.scale)) {
        if (signal?.aborted) break;
        const times = (done.get(term) ?? 0) + 1;
        if (times > mostTimes) throw new BellwetherError("internal", "A term's grades do not come to rest.", { scale: open.scale, term });
        done.set(term, times);
        await recomputeTerm(client, open, term);
        await onTerm?.();
      }
      if (!signal?.aborted) await end(database, open, now());
    }
  } finally {
    // Whoever comes next need not wait for the connection to end; one that is broken has lost the lock with it.
    await client.query(`ROLLBACK; SELECT pg_advisory_unlock(${recomputationLock})`).catch(() => undefined);
    client.release(true);
  }
}

async function nextOpen(client: PoolClient): Promise<Open | null> {
  const found = await client.query<Open>(
    "SELECT id, scale, actor FROM app.recomputation WHERE ended_at IS NULL ORDER BY began_at, id LIMIT 1",
  );
  return found.rows[0] ?? null;
}

/** The latest first: those are looked at. */
async function nextTerm(client: PoolClient, scale: string): Promise<number | null> {
  const found = await client.query<{ term: number }>(
    `SELECT stale.term_key AS term FROM ${staleGrades} stale LEFT JOIN warehouse.dim_term t USING (term_key)
     ORDER BY t.starts_on DESC NULLS LAST, stale.term_key LIMIT 1`,
    [scale],
  );
  return found.rows[0]?.term ?? null;
}

async function recomputeTerm(client: PoolClient, { id, scale }: Open, termKey: number): Promise<void> {
  await client.query("BEGIN");
  const grades = await rescaleTerm(client, scale, termKey);
  // In the term's own transaction, so that progress and cells agree whatever crashes.
  await client.query("UPDATE app.recomputation SET terms_done = least(terms, terms_done + 1), grades = grades + $2 WHERE id = $1", [
    id,
    grades,
  ]);
  await client.query("COMMIT");
}

async function end(database: Database, { id, scale, actor }: Open, at: Date): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const ended = await client.query<{ terms: number; grades: string }>(
      "UPDATE app.recomputation SET ended_at = $2, terms_done = terms WHERE id = $1 AND ended_at IS NULL RETURNING terms, grades",
      [id, at],
    );
    const row = ended.rows[0];
    if (row === undefined) return;
    const detail = { scale, terms: row.terms, grades: Number(row.grades) };
    await writeAudit(client, { actor, action: "recomputation.ended", subject: `recomputation:${id}`, detail });
  });
}
