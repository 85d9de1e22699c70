import { randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessChanges } from "./access-changes";
import { combine, type UserPrincipal } from "./principal";
import { lapseOf, viewedPrincipal } from "./view-principal";
import { type GrantRow, grantRowSchema, viewOfSession, viewRowSchema } from "./view-row";
import { endView } from "./views";

/** How long one sign-in lasts. The cookie says nothing but the session's id: all else is read here. */
export const sessionHours = 12;

const rowSchema = z.object({
  session_id: z.uuid(),
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  expires_at: z.date(),
  grants: z.array(grantRowSchema),
  view: viewRowSchema.nullable(),
});
type SessionRow = z.infer<typeof rowSchema>;

/** Who a session is, and until when that can be said without looking again, in milliseconds since the epoch. */
export type Verified = { principal: UserPrincipal; until: number };

export class Sessions {
  private readonly rows = new LRUCache<string, SessionRow>({ max: 10_000, ttl: 10_000 });
  /** Counts what was heard of changes: a row that was being read meanwhile is not kept. */
  private heard = 0;

  constructor(
    private readonly database: Database,
    private readonly changes: AccessChanges,
    private readonly now: () => number,
  ) {
    changes.subscribe(() => {
      this.heard += 1;
      this.rows.clear();
    });
  }

  async start(userId: string, { byLink }: { byLink: boolean }): Promise<string> {
    const id = randomUUID();
    await this.database.owner.query(
      "INSERT INTO app.session (id, user_id, by_link, expires_at) VALUES ($1, $2, $3, now() + make_interval(hours => $4))",
      [id, userId, byLink, sessionHours],
    );
    return id;
  }

  async end(sessionId: string): Promise<void> {
    const at = new Date(this.now());
    await prismaOf(this.database).session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: at } });
    await endView(this.database, { session: sessionId }, "signed-out", at);
  }

  /**
   * Who this session is, now; null where it is unknown, over, revoked, or its user is disabled. While it is viewed as
   * somebody that is who it is, with `viewedBy`.
   */
  async principalOf(sessionId: string): Promise<UserPrincipal | null> {
    return (await this.verify([sessionId])).get(sessionId)?.principal ?? null;
  }

  /** Who these sessions are, now; those that do not hold are missing. One query at most, however many are asked for. */
  async verify(sessionIds: Iterable<string>): Promise<Map<string, Verified>> {
    const found = new Map<string, SessionRow>();
    const unknown: string[] = [];
    for (const id of new Set(sessionIds)) {
      const row = this.rows.get(id);
      if (row !== undefined) found.set(id, row);
      else if (z.uuid().safeParse(id).success) unknown.push(id);
    }
    if (unknown.length > 0) for (const [id, row] of await this.read(unknown)) found.set(id, row);
    const now = this.now();
    return new Map([...found].filter(([, row]) => row.expires_at.getTime() > now).map(([id, row]) => [id, verified(id, row, now)]));
  }

  onChange(listener: (subject: string) => void): () => void {
    return this.changes.subscribe(listener);
  }

  private async read(sessionIds: string[]): Promise<Map<string, SessionRow>> {
    const { heard } = this;
    const found = await this.database.owner.query(
      `SELECT s.id AS session_id, u.id AS user_id, u.name, u.email, s.expires_at,
         coalesce(jsonb_agg(jsonb_build_object('scope', g.scope, 'ends_at', g.ends_at, 'role', jsonb_build_object(
           'id', r.id, 'name', r.name, 'nameKo', r.name_ko, 'home', r.home, 'permissions', r.permissions
         ))) FILTER (WHERE g.id IS NOT NULL), '[]') AS grants, ${viewOfSession} AS view
       FROM app.session s JOIN app."user" u ON u.id = s.user_id
       LEFT JOIN app.role_grant g ON g.user_id = u.id AND g.revoked_at IS NULL
       LEFT JOIN app.role r ON r.id = g.role
       WHERE s.id = ANY($1::uuid[]) AND s.revoked_at IS NULL AND u.disabled_at IS NULL
       GROUP BY u.id, s.id`,
      [sessionIds],
    );
    const rows = new Map<string, SessionRow>();
    for (const row of found.rows.map((one) => rowSchema.parse(one))) rows.set(row.session_id, await this.withoutLapsed(row));
    if (heard === this.heard) for (const [id, row] of rows) this.rows.set(id, row);
    return rows;
  }

  /** A view that does not hold any more is over for good: what ended it may pass, and nobody is to slip back into it. */
  private async withoutLapsed(row: SessionRow): Promise<SessionRow> {
    const now = this.now();
    const lapse = row.view === null ? null : lapseOf(row.view, combine(holding(row.grants, now)), now);
    if (row.view === null || lapse === null) return row;
    await endView(this.database, { view: row.view.id }, lapse, new Date(now));
    return { ...row, view: null };
  }
}

const endOf = (grant: GrantRow) => (grant.ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(grant.ends_at));
const holding = (grants: readonly GrantRow[], now: number) => grants.filter((grant) => endOf(grant) > now);

function verified(sessionId: string, row: SessionRow, now: number): Verified {
  const held = holding(row.grants, now);
  const principal: UserPrincipal = { kind: "user", userId: row.user_id, sessionId, name: row.name, email: row.email, ...combine(held) };
  const until = Math.min(row.expires_at.getTime(), ...held.map(endOf));
  const { view } = row;
  if (view === null || lapseOf(view, principal, now) !== null) return { principal, until };
  const viewed = holding(view.grants, now);
  return {
    principal: viewedPrincipal(principal, held, view, viewed),
    until: Math.min(until, Date.parse(view.ends_at), ...viewed.map(endOf)),
  };
}
