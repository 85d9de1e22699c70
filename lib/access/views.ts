import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { readHeldGrants } from "./administration/read-grants";
import { requireShown } from "./chosen-scope";
import { placeScopeSchema } from "./place-scope";
import { combine, type UserPrincipal } from "./principal";
import type { SessionEnd } from "./session-end";
import type { ViewEnding } from "./view-principal";
import { writeAudit } from "./write-audit";

/** A view ends by itself after so long: whoever forgets it is themselves again. */
export const viewMinutes = 30;

export const askedViewSchema = z.union([
  z.strictObject({ user: z.uuid() }),
  z.strictObject({ role: z.string().min(1).max(200), scope: placeScopeSchema }),
]);
export type AskedView = z.output<typeof askedViewSchema>;

/**
 * From now on the session shows the product as a person or role sees it. The looker's permission is the caller's to ask
 * for. Throws not-found for who is no active user, bad-request for oneself or a role that is not there, forbidden where figures
 * of a scope would be shown that the looker may not choose.
 */
export async function beginView(
  database: Database,
  looker: Pick<UserPrincipal, "userId" | "sessionId">,
  asked: AskedView,
  now: Date,
): Promise<{ id: string; until: Date }> {
  const id = randomUUID();
  const until = new Date(now.getTime() + viewMinutes * 60_000);
  const actor = `user:${looker.userId}`;
  await withTransaction(database.owner, async (client) => {
    const as = await requireViewable(client, looker.userId, asked, now);
    // One after the other: a view of this session whose time is up may not have been noticed yet.
    await client.query("SELECT FROM app.session WHERE id = $1 FOR UPDATE", [looker.sessionId]);
    await endViews(client, { session: looker.sessionId }, "time", now);
    const [user, role, scope] = "user" in asked ? [asked.user, null, null] : [null, asked.role, JSON.stringify(asked.scope)];
    await client.query(
      `INSERT INTO app.view_as (id, session_id, user_id, viewed_user, role, scope, began_at, ends_at)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
      [id, looker.sessionId, looker.userId, user, role, scope, now, until],
    );
    const detail = { view: id, until, ...("user" in asked ? {} : { scope: asked.scope }) };
    await writeAudit(client, { actor, action: "view-as.began", subject: as, detail });
  });
  return { id, until };
}

async function requireViewable(client: PoolClient, lookerId: string, asked: AskedView, now: Date): Promise<string> {
  const sightOf = async (userId: string) => combine(await readHeldGrants(client, userId, now));
  if ("user" in asked) {
    if (asked.user === lookerId)
      throw new BellwetherError("bad-request", "One sees the product as oneself anyway.", { field: "user", rule: "other" });
    const found = await client.query(`SELECT FROM app."user" WHERE id = $1 AND disabled_at IS NULL`, [asked.user]);
    if (found.rowCount === 0) throw new BellwetherError("not-found", "There is no such active user.", { field: "user" });
    requireShown(await sightOf(lookerId), (await sightOf(asked.user)).scope, "user");
    return `user:${asked.user}`;
  }
  const found = await client.query("SELECT FROM app.role WHERE id = $1 AND removed_at IS NULL", [asked.role]);
  if (found.rowCount === 0)
    throw new BellwetherError("bad-request", "There is no such role.", { field: "role", rule: "known", found: asked.role });
  requireShown(await sightOf(lookerId), asked.scope, "scope");
  return `role:${asked.role}`;
}

/** Ends a view, or those of a session, once: whoever comes second finds nothing to end. */
export function endView(database: Database, which: WhichViews, why: ViewEnding, now: Date): Promise<void> {
  return withTransaction(database.owner, (client) => endViews(client, which, why, now));
}

export type WhichViews = { view: string } | { session: string };

/** The same within a transaction. `by`: who ended the session that it was of, where somebody did. */
export async function endViews(
  client: Pick<PoolClient, "query">,
  which: WhichViews,
  why: ViewEnding | SessionEnd,
  now: Date,
  by: string | null = null,
): Promise<void> {
  const [where, id] = "view" in which ? (["id = $1", which.view] as const) : (["session_id = $1", which.session] as const);
  const ended = await client.query<{ id: string; by: string; as: string }>(
    `UPDATE app.view_as SET ended_at = $2 WHERE ended_at IS NULL AND ${where}
     RETURNING id, 'user:' || user_id AS by, coalesce('user:' || viewed_user, 'role:' || role) AS as`,
    [id, now],
  );
  for (const view of ended.rows) {
    // Who ends it is whoever looks; what ends by itself is ended by nobody.
    const actor = by ?? (why === "ended" || why === "signed-out" ? view.by : "system");
    await writeAudit(client, { actor, action: "view-as.ended", subject: view.as, detail: { view: view.id, by: view.by, why } });
  }
}
