import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "@/lib/platform/database";

/** Events of the log that the aggregator has not applied yet. */
export async function unapplied(database: Database): Promise<number> {
  const found = await database.owner.query<{ events: number }>("SELECT sum(events)::int AS events FROM log.backlog");
  return found.rows[0]?.events ?? Number.NaN;
}

/** Milliseconds that applying what waits may take. */
const patience = 60_000;

/** Resolves once nothing waits to be applied; throws where that takes too long: then something cannot be. */
export async function untilApplied(database: Database): Promise<void> {
  for (const until = performance.now() + patience; (await unapplied(database)) !== 0; await pause(50)) {
    if (performance.now() > until) throw new Error(`${await unapplied(database)} events that were accepted are not applied.`);
  }
}
