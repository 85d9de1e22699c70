import { randomUUID } from "node:crypto";
import { createUser } from "@/lib/access/users";
import type { Database } from "@/lib/platform/database";
import type { Ids } from "./ids";
import type { IdKind } from "./rows";
import type { Everybody, Who } from "./who";

type Kind = Extract<IdKind, "alert" | "notification" | "webhook">;
type Told = Readonly<Record<Kind, string>>;

const uuids = { unknown: "00000000-0000-4000-8000-000000000000", malformed: "not-a-uuid" };

/** Rules, notifications and webhooks of everybody's own, and of a stranger. */
export async function alertsIn(database: Database, who: Everybody["who"]): Promise<Readonly<Record<Kind, Ids>>> {
  const told = await alertsOf(database, Object.values(who));
  const ids = (kind: Kind): Ids => ({
    own: (asker: Who) => told.of(who[asker].userId)[kind],
    foreign: told.foreign[kind],
    ...uuids,
  });
  return { alert: ids("alert"), notification: ids("notification"), webhook: ids("webhook") };
}

/** A rule, something that was told and a webhook of each of them; `foreign`: of somebody else. */
async function alertsOf(
  database: Database,
  askers: readonly { userId: string | null }[],
): Promise<{ of: (user: string | null) => Told; foreign: Told }> {
  const put = async (user: string): Promise<Told> => {
    const told = { alert: randomUUID(), notification: randomUUID(), webhook: randomUUID() };
    await database.owner.query(
      `INSERT INTO app.alert_rule (id, owner, name, watch, channels, standing, paused_at, created_at, changed_at)
       VALUES ($1, $2, 'A rule', $3::jsonb, '{"email":false,"webhooks":[]}', '{"since":null,"at":0,"position":null}', now(), now(), now())`,
      [told.alert, user, JSON.stringify(aWatch)],
    );
    await database.owner.query(
      `INSERT INTO app.notification (id, user_id, kind, subject, detail, link, at)
       VALUES ($1, $2, 'webhook.disabled', 'webhook:none', '{"name":"None","answer":"500"}', '/alerts', now())`,
      [told.notification, user],
    );
    await database.owner.query(
      "INSERT INTO app.webhook (id, owner, name, url, secret, created_at) VALUES ($1, $2, 'A webhook', 'https://receiver.example/', '', now())",
      [told.webhook, user],
    );
    return told;
  };
  const all = new Map<string, Told>();
  for (const { userId } of askers) if (userId !== null && !all.has(userId)) all.set(userId, await put(userId));
  const stranger = await createUser(database, {
    email: "told@example.org",
    name: "Somebody told",
    role: "admin",
    scope: { kind: "institution" },
  });
  // Who is no user has none.
  const none: Told = { alert: randomUUID(), notification: randomUUID(), webhook: randomUUID() };
  return { of: (user) => (user === null ? none : (all.get(user) ?? none)), foreign: await put(stranger) };
}

const aWatch = {
  kpi: "attendance-rate",
  place: { kind: "own" },
  program: null,
  over: "term",
  condition: { when: "below", value: 0.01 },
  band: 0,
  minimumN: 0,
  minimumMinutes: 0,
};
