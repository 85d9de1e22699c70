import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { eyesOf, principalOfUser } from "@/lib/access/principal-of-user";
import { type Database, withTransaction } from "@/lib/platform/database";
import type { AlertDetail } from "../notices/notification-shape";
import { notify } from "../notices/notify";
import type { Standing } from "../rules/evaluate";
import type { Transition } from "../rules/states";
import type { WatchedRule } from "./read-rules";

export type Recorded = {
  standing: Standing;
  transition: Transition | null;
  detail: AlertDetail | null;
  link: string;
  /** Under which scope the figure was read. */
  eyes: string;
};
type Context = { now: Date; timeZone: string; demo: boolean };

/**
 * Writes a rule's turn with what is told of it, in one transaction, so that neither is without the other. Null where the rule
 * had another turn meanwhile, by whoever (it is fenced by `turn`), or its owner sees under another scope by now: then nothing
 * is written.
 */
export async function recordTurn(database: Database, rule: WatchedRule, made: Recorded, context: Context): Promise<bigint | null> {
  return withTransaction(database.owner, async (client) => {
    const { state, ...standing } = made.standing;
    const written = await client.query<{ turn: string; muted: boolean }>(
      `UPDATE app.alert_rule SET state = $3, standing = $4::jsonb, turn = turn + 1
       WHERE id = $1 AND turn = $2 AND version = $5 AND removed_at IS NULL AND paused_at IS NULL
       RETURNING turn::text, coalesce(muted_until > $6, false) AS muted`,
      [rule.id, rule.turn, state, JSON.stringify(standing), rule.version, context.now],
    );
    const row = written.rows[0];
    if (row === undefined) return null;
    if (made.transition !== null && made.detail !== null) {
      const owner = await principalOfUser(client, rule.owner, { now: context.now, demo: context.demo });
      if (owner === null || (await eyesOf(client, owner.principal)) !== made.eyes) throw new OtherScope();
      await tell(client, rule, { ...made, transition: made.transition, detail: made.detail, muted: row.muted }, context);
    }
    return BigInt(row.turn);
  }).catch((error: unknown) => (error instanceof OtherScope ? null : Promise.reject(error)));
}

/** Ends the transaction. */
class OtherScope extends Error {}

async function tell(
  client: PoolClient,
  rule: WatchedRule,
  { transition, detail, link, eyes, muted }: Recorded & { transition: Transition; detail: AlertDetail; muted: boolean },
  context: Context,
): Promise<void> {
  await client.query("INSERT INTO app.alert_event (id, rule, kind, at, muted, detail) VALUES ($1, $2, $3, $4, $5, $6::jsonb)", [
    randomUUID(),
    rule.id,
    transition,
    context.now,
    muted,
    JSON.stringify({ ...detail, eyes }),
  ]);
  if (muted || transition === "acknowledged") return;
  const kind = transition === "fired" ? "alert.fired" : "alert.resolved";
  const { email, webhooks } = rule.channels;
  await notify(client, { user: rule.owner, kind, subject: `alert:${rule.id}`, detail, link, eyes, email, webhooks }, context);
}
