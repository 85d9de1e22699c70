import type { Pool, PoolClient } from "pg";
import { BellwetherError } from "@/lib/platform/errors";

/**
 * Throws conflict where the log was shortened: of the days before its checkpoint it has what holds, and activity added up, which
 * beside the events themselves, where somebody has them still, would count twice (docs/adr/0031).
 */
export async function requireWholeLog(client: Pick<PoolClient | Pool, "query">): Promise<void> {
  const found = await client.query<{ day: string }>("SELECT before_day::text AS day FROM log.checkpoint");
  const day = found.rows[0]?.day;
  if (day === undefined) return;
  throw new BellwetherError(
    "conflict",
    `The log does not have the events that arrived before ${day} any more: they went into its checkpoint.`,
  );
}
