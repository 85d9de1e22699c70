import type { PoolClient } from "pg";
import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

/** A moment that is asked about, and the one of the asking. */
export type AsOf = { at: Date; now: Date };

/** Clocks of readers may be ahead by so many milliseconds; what is further away has not been yet. */
const clockSkew = 60_000;

const momentSchema = z.iso.datetime({ offset: true });

/** Reads a moment as RFC 3339, cut to milliseconds as those of events. Throws bad-request for what is none and for the future. */
export function asOfMoment(text: string, now: Date, field = "asOf"): AsOf {
  if (!momentSchema.safeParse(text).success) {
    throw new BellwetherError("bad-request", `${field} must be a moment with its offset from UTC (RFC 3339).`, {
      field,
      rule: "date-time",
      found: text,
    });
  }
  const at = new Date(text);
  if (at.getTime() > now.getTime() + clockSkew) {
    throw new BellwetherError("bad-request", `${field} is in the future.`, { field, rule: "future", found: text, now: now.toISOString() });
  }
  return { at, now };
}

/**
 * Sets the transaction to what had been committed by a moment: the greatest feed position of then, which the views
 * of the schema `past` read (ADR 15). Throws bad-request where the moment lies before all that is kept.
 */
export async function setAsOf(client: PoolClient, { at }: AsOf, field = "asOf"): Promise<void> {
  const found = await client.query<{ position: string; beganAt: Date }>(
    `SELECT coalesce((SELECT c.position FROM warehouse.feed_commit c WHERE c.committed_at <= $1
         ORDER BY c.committed_at DESC, c.position DESC LIMIT 1), history.position) AS position, history.began_at AS "beganAt"
     FROM warehouse.history_begin history`,
    [at],
  );
  const kept = found.rows[0];
  if (kept === undefined || at < kept.beganAt) {
    throw new BellwetherError("bad-request", `${field} lies before what is kept of the past.`, {
      field,
      rule: "before-history",
      found: at.toISOString(),
      ...(kept === undefined ? {} : { earliest: kept.beganAt.toISOString() }),
    });
  }
  await client.query("SELECT set_config('bellwether.position', $1, true), set_config('bellwether.as_of', $2, true)", [
    kept.position,
    at.toISOString(),
  ]);
}

/** Functions that have a counterpart in the past; those of scope have none, for scope is that of today. */
const pastFunctions: ReadonlySet<string> = new Set(["org_unit_subtree", "processed_through", "moment"]);

/**
 * The same question of the past: every table of the warehouse and the policy are read from the schema `past`. One
 * mechanism for all queries; a table without a past is an error of the database and no silent present.
 */
export function inThePast(sql: string): string {
  return sql
    .replace(/\bwarehouse\.(\w+)\b(\s*\()?/g, (all, name: string, call?: string) =>
      call === undefined || pastFunctions.has(name) ? `past.${name}${call ?? ""}` : all,
    )
    .replace(/\bapp\.policy\b/g, "past.policy");
}
