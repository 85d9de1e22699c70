import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import type { AccessChanges } from "./access-changes";
import { combine, roles, type UserPrincipal } from "./principal";
import { plainScopeSchema } from "./scope";

/** How long one sign-in lasts. The cookie says nothing but the session's id: all else is read here. */
export const sessionHours = 12;

const rowSchema = z.object({
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  expires_at: z.date(),
  grants: z.array(z.object({ role: z.enum(roles), scope: plainScopeSchema, ends_at: z.iso.datetime({ offset: true }).nullable() })),
});
type SessionRow = z.infer<typeof rowSchema>;

export class Sessions {
  private readonly rows = new LRUCache<string, SessionRow>({ max: 10_000, ttl: 10_000 });

  constructor(
    private readonly database: Database,
    private readonly changes: AccessChanges,
    private readonly now: () => number,
  ) {
    changes.subscribe(() => this.rows.clear());
  }

  async start(userId: string): Promise<string> {
    const id = randomUUID();
    await this.database.owner.query(
      "INSERT INTO app.session (id, user_id, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))",
      [id, userId, sessionHours],
    );
    return id;
  }

  async end(sessionId: string): Promise<void> {
    await this.database.owner.query("UPDATE app.session SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL", [sessionId]);
  }

  /** Who this session is, now; null where it is unknown, over, revoked, or its user is disabled. */
  async principalOf(sessionId: string): Promise<UserPrincipal | null> {
    if (!z.uuid().safeParse(sessionId).success) return null;
    const row = this.rows.get(sessionId) ?? (await this.read(sessionId));
    if (row === null || row.expires_at.getTime() <= this.now()) return null;
    const valid = row.grants.filter((grant) => grant.ends_at === null || Date.parse(grant.ends_at) > this.now());
    return { kind: "user", userId: row.user_id, sessionId, name: row.name, email: row.email, ...combine(valid) };
  }

  onChange(listener: (subject: string) => void): () => void {
    return this.changes.subscribe(listener);
  }

  private async read(sessionId: string): Promise<SessionRow | null> {
    const found = await this.database.owner.query(
      `SELECT u.id AS user_id, u.name, u.email, s.expires_at,
         coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'scope', g.scope, 'ends_at', g.ends_at)) FILTER (WHERE g.id IS NOT NULL), '[]') AS grants
       FROM app.session s JOIN app."user" u ON u.id = s.user_id
       LEFT JOIN app.role_grant g ON g.user_id = u.id AND g.revoked_at IS NULL
       WHERE s.id = $1 AND s.revoked_at IS NULL AND u.disabled_at IS NULL
       GROUP BY u.id, s.id`,
      [sessionId],
    );
    if (found.rows[0] === undefined) return null;
    const row = rowSchema.parse(found.rows[0]);
    this.rows.set(sessionId, row);
    return row;
  }
}
