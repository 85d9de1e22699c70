import { randomUUID } from "node:crypto";
import { type AccessChanges, followAccessChanges } from "@/lib/access/access-changes";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { createUser } from "@/lib/access/users";
import { Hub } from "@/lib/live/hub/hub";
import { zone } from "@/lib/live/testing/campus";
import type { Database } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listener";
import { beginning } from "../rules/evaluate";
import type { Channels, Watch } from "../rules/rule-shape";
import { startAlerts } from "../watching/start-alerts";
import { watchOf } from "./watches";

/** A process that watches rules, as far as alerts are concerned: a hub that follows the feed, and who has access. */
export class AlertProcess {
  private constructor(
    readonly hub: Hub,
    readonly errors: unknown[],
    private readonly stops: (() => Promise<unknown>)[],
  ) {}

  static async open(database: Database, { now = () => new Date() }: { now?: () => Date } = {}): Promise<AlertProcess> {
    const errors: unknown[] = [];
    const onError = (error: unknown) => void errors.push(error);
    const changes: AccessChanges = await followAccessChanges(database.url, onError);
    const hub = new Hub({ database, timeZone: zone, now, onError });
    await hub.start();
    const alerts = await startAlerts({ database, hub, changes, timeZone: zone, demo: false, now, onError, leadEvery: 50 });
    return new AlertProcess(hub, errors, [() => alerts.stop(), () => hub.stop(), () => changes.stop()]);
  }

  async close(): Promise<void> {
    for (const stop of this.stops) await stop();
  }
}

export const enter = (database: Database, role: Role, scope: PlainScope): Promise<string> =>
  createUser(database, { email: `${randomUUID()}@example.org`, name: role, role, scope });

/** A rule as it would have been saved. */
export async function putRule(
  database: Database,
  owner: string,
  watch: Partial<Watch>,
  channels: Channels = { email: false, webhooks: [] },
): Promise<string> {
  const id = randomUUID();
  const { state, ...standing } = beginning;
  await database.owner.query(
    `INSERT INTO app.alert_rule (id, owner, name, watch, channels, state, standing, created_at, changed_at)
     VALUES ($1, $2, 'A rule', $3::jsonb, $4::jsonb, $5, $6::jsonb, now(), now())`,
    [id, owner, JSON.stringify(watchOf(watch)), JSON.stringify(channels), state, JSON.stringify(standing)],
  );
  return id;
}

export type EventRow = {
  rule: string;
  kind: string;
  detail: { figure: { value: number | null; n: number | null } | null };
  at: Date;
  muted: boolean;
};

/** What became of a rule, in its order. */
export async function eventsOf(database: Database, rule: string): Promise<EventRow[]> {
  const found = await database.owner.query<EventRow>(
    "SELECT rule, kind, detail, at, muted FROM app.alert_event WHERE rule = $1 ORDER BY at, id",
    [rule],
  );
  return found.rows;
}

export async function stateOf(database: Database, rule: string): Promise<string> {
  const found = await database.owner.query<{ state: string }>("SELECT state FROM app.alert_rule WHERE id = $1", [rule]);
  return found.rows[0]?.state ?? "gone";
}

/** Waits until something holds of what is written, looked at whenever a rule or a notification is. */
export async function untilWritten(database: Database, holds: () => Promise<boolean>): Promise<void> {
  let wake = () => {};
  const listener = await listen(database.url, ["alert_rule_changed", "notified", "notification_delivery"], {
    onNotice: () => wake(),
    onUp: () => undefined,
    onError: () => undefined,
  });
  try {
    for (;;) {
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      if (await holds()) return;
      await woken;
    }
  } finally {
    await listener.stop();
  }
}
