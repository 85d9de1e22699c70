import { randomUUID } from "node:crypto";
import { type Database, withTransaction } from "@/lib/platform/database";
import { notify } from "../notices/notify";
import type { WatchedRule } from "./read-rules";

export type HoldReason = "scope" | "question";
type Context = { now: Date; timeZone: string };

/** A rule cannot be watched: what it is about is out of its owner's scope, or no question any more. It says so, once. */
export async function recordHold(database: Database, rule: WatchedRule, because: HoldReason, context: Context): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const held = await client.query(
      `UPDATE app.alert_rule SET held_since = $2, held_because = $3
       WHERE id = $1 AND held_since IS NULL AND removed_at IS NULL AND paused_at IS NULL`,
      [rule.id, context.now, because],
    );
    if (held.rowCount === 0) return;
    // Names of places are not repeated: they may be out of the reader's scope by now.
    const place = { en: "", ko: "" };
    const detail = { rule: { id: rule.id, name: rule.name }, watch: rule.watch, place, program: null, figure: null, because };
    await client.query("INSERT INTO app.alert_event (id, rule, kind, at, detail) VALUES ($1, $2, 'held', $3, $4::jsonb)", [
      randomUUID(),
      rule.id,
      context.now,
      JSON.stringify(detail),
    ]);
    const told = { user: rule.owner, subject: `alert:${rule.id}`, link: "/alerts", eyes: null, email: rule.channels.email, webhooks: [] };
    await notify(client, { ...told, kind: "alert.held", detail }, context);
  });
}

/** It can be watched again. */
export async function recordResume(database: Database, rule: WatchedRule, { now }: Context): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const resumed = await client.query(
      "UPDATE app.alert_rule SET held_since = NULL, held_because = NULL WHERE id = $1 AND held_since IS NOT NULL",
      [rule.id],
    );
    if (resumed.rowCount === 0) return;
    await client.query("INSERT INTO app.alert_event (id, rule, kind, at, detail) VALUES ($1, $2, 'resumed', $3, '{}')", [
      randomUUID(),
      rule.id,
      now,
    ]);
  });
}
