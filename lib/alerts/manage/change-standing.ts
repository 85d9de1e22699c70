import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import type { AuditAction } from "@/lib/access/audit/audit-actions";
import { inAudit } from "@/lib/access/in-audit";
import type { UserPrincipal } from "@/lib/access/principal";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { type RuleState, ruleStates, ruleTable, transitionOf } from "../rules/states";
import type { StandingChange } from "./rules-shape";

const minute = 60_000;
const stateOf = (text: string): RuleState => ruleStates.find((state) => state === text) ?? "quiet";

/** Pauses, mutes or acknowledges one's own rule. Done again it changes nothing. Throws not-found. */
export async function changeStanding(
  database: Database,
  user: UserPrincipal,
  id: string,
  change: StandingChange,
  now: Date,
): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const found = await client.query<{ state: string; paused: boolean }>(
      "SELECT state, paused_at IS NOT NULL AS paused FROM app.alert_rule WHERE id = $1 AND owner = $2 AND removed_at IS NULL FOR UPDATE",
      [id, user.userId],
    );
    const row = found.rows[0];
    if (row === undefined) throw new BellwetherError("not-found", "There is nothing here.");
    const action = await apply(client, id, change, { state: stateOf(row.state), paused: row.paused }, now);
    if (action !== null) await writeAudit(client, inAudit(user, { action, subject: `alert:${id}`, detail: { ...change } }));
  });
}

/** What was done, for the audit; null: it is so already. */
async function apply(
  client: PoolClient,
  id: string,
  change: StandingChange,
  before: { state: RuleState; paused: boolean },
  now: Date,
): Promise<AuditAction | null> {
  switch (change.do) {
    case "mute":
      await client.query("UPDATE app.alert_rule SET muted_until = $2 WHERE id = $1", [
        id,
        change.minutes === 0 ? null : new Date(now.getTime() + change.minutes * minute),
      ]);
      return "alert.muted";
    case "pause":
      if (before.paused) return null;
      await client.query("UPDATE app.alert_rule SET paused_at = $2 WHERE id = $1", [id, now]);
      return "alert.paused";
    case "resume":
      if (!before.paused) return null;
      // What it waited for was not looked at meanwhile.
      await client.query(
        `UPDATE app.alert_rule SET paused_at = NULL, turn = turn + 1, state = CASE state WHEN 'pending' THEN 'quiet' ELSE state END,
           standing = jsonb_set(standing, '{since}', 'null') WHERE id = $1`,
        [id],
      );
      return "alert.resumed";
    case "acknowledge": {
      const after = ruleTable[before.state].acknowledge;
      if (transitionOf(before.state, after) !== "acknowledged") return null;
      await client.query("UPDATE app.alert_rule SET state = $2, turn = turn + 1 WHERE id = $1", [id, after]);
      await client.query("INSERT INTO app.alert_event (id, rule, kind, at, detail) VALUES ($1, $2, 'acknowledged', $3, '{}')", [
        randomUUID(),
        id,
        now,
      ]);
      await client.query(
        `UPDATE app.notification SET read_at = $2
         WHERE user_id = (SELECT owner FROM app.alert_rule WHERE id = $3) AND subject = $1 AND read_at IS NULL`,
        [`alert:${id}`, now, id],
      );
      return "alert.acknowledged";
    }
  }
}

/** Its history goes on to be listed nowhere. Throws not-found. */
export async function removeRule(database: Database, user: UserPrincipal, id: string, now: Date): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const removed = await client.query(
      "UPDATE app.alert_rule SET removed_at = $3, turn = turn + 1 WHERE id = $1 AND owner = $2 AND removed_at IS NULL",
      [id, user.userId, now],
    );
    if (removed.rowCount === 0) throw new BellwetherError("not-found", "There is nothing here.");
    await writeAudit(client, inAudit(user, { action: "alert.removed", subject: `alert:${id}` }));
  });
}
