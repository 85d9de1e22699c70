import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { verifyIn } from "../verify/verify";
import { compact, keepArrivals } from "./compact";

export type Checkpoint = { before: string; events: number };

/**
 * Takes what arrived before a day into the checkpoint, in one transaction that commits only where every cell equals what is
 * recomputed from the checkpoint and the rest of the log. To be called under the verification's lock. Returns null where that
 * day was reached before; throws conflict, and leaves all as it was, where a cell differs.
 */
export async function makeCheckpoint(database: Database, timeZone: string, before: string, now: Date): Promise<Checkpoint | null> {
  const client = await database.owner.connect();
  let broken = true;
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await client.query("SET LOCAL work_mem = '256MB'");
    const made = await advance(client, timeZone, before, now);
    if (made !== null) await refuseDifferent(client, timeZone);
    await client.query("COMMIT");
    broken = false;
    return made;
  } finally {
    client.release(broken);
  }
}

async function advance(client: PoolClient, timeZone: string, before: string, now: Date): Promise<Checkpoint | null> {
  const kept = await client.query<{ before: string }>("SELECT before_day AS before FROM log.checkpoint");
  const from = kept.rows[0]?.before ?? "-infinity";
  const days = [from, before];
  const going = await client.query<{ events: string }>(
    "SELECT count(*) AS events FROM log.event WHERE arrived_on >= $1::date AND arrived_on < $2::date",
    days,
  );
  const events = Number(going.rows[0]?.events ?? 0);
  if (events === 0) return null;
  for (const statement of [...compact(timeZone), keepArrivals]) await client.query(statement, days);
  await client.query(
    `INSERT INTO log.checkpoint AS kept (before_day, made_at, events) VALUES ($1, $2, $3)
     ON CONFLICT (id) DO UPDATE SET before_day = excluded.before_day, made_at = excluded.made_at, events = kept.events + excluded.events`,
    [before, now, events],
  );
  return { before, events };
}

async function refuseDifferent(client: PoolClient, timeZone: string): Promise<void> {
  const { compared, differ } = await verifyIn(client, timeZone);
  if (differ === 0) return;
  throw new BellwetherError("conflict", `Nothing of the log was dropped: ${differ} of ${compared} cells differ from it.`, {
    compared,
    differ,
  });
}
