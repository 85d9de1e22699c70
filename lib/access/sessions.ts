import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessChanges } from "./access-changes";
import { combine, type UserPrincipal } from "./principal";
import { insertSession, type NewSession } from "./session-rows";
import { readSignInSettings, type SignInSettings, signInSettingsKey, signInSettingsSchema } from "./sign-in-settings";
import { lapseOf, viewedPrincipal } from "./view-principal";
import { endOfGrant, type GrantRow, grantRowSchema, holding, viewOfSession, viewRowSchema } from "./view-row";
import { endView } from "./views";

const minute = 60_000;
/** Use is written down at most so often, in milliseconds. */
const coarse = minute;

const rowSchema = z.object({
  session_id: z.uuid(),
  user_id: z.uuid(),
  name: z.string(),
  email: z.string(),
  demo: z.boolean(),
  expires_at: z.date(),
  last_seen_at: z.date(),
  second_factor: z.string().nullable(),
  settings: signInSettingsSchema,
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
  /** When use of a session was last written by this process, in milliseconds since the epoch. */
  private readonly touched = new LRUCache<string, number>({ max: 10_000 });

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

  async start(userId: string, session: NewSession): Promise<string> {
    const { absoluteHours } = await readSignInSettings(this.database);
    return insertSession(this.database.owner, userId, session, absoluteHours, new Date(this.now()));
  }

  async end(sessionId: string): Promise<void> {
    const at = new Date(this.now());
    await prismaOf(this.database).session.updateMany({ where: { id: sessionId, revokedAt: null }, data: { revokedAt: at } });
    await endView(this.database, { session: sessionId }, "signed-out", at);
  }

  /**
   * Somebody uses this session: a page was asked for, something was changed, or a page that is looked at says so. What
   * an open page asks for by itself is no use. Written at most once a minute.
   */
  async touch(sessionId: string): Promise<void> {
    const now = this.now();
    if (now - (this.touched.get(sessionId) ?? Number.NEGATIVE_INFINITY) < coarse) return;
    this.touched.set(sessionId, now);
    await this.database.owner.query(
      `UPDATE app.session SET last_seen_at = $2::timestamptz
       WHERE id = $1 AND revoked_at IS NULL AND last_seen_at < $2::timestamptz - make_interval(secs => $3)`,
      [sessionId, new Date(now), coarse / 1_000],
    );
    const row = this.rows.get(sessionId);
    if (row !== undefined) row.last_seen_at = new Date(now);
  }

  /** The same of whoever says so: written for certain, whatever this process remembers of a use that it may not have written. */
  async keep(sessionId: string): Promise<void> {
    this.touched.delete(sessionId);
    await this.touch(sessionId);
  }

  /**
   * Who this session is, now; null where it is unknown, idle, over, revoked, or its user is disabled. While it is viewed
   * as somebody that is who it is, with `viewedBy`.
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
      // Another process may have seen it used since.
      if (row !== undefined && endOf(row) > this.now()) found.set(id, row);
      else if (z.uuid().safeParse(id).success) unknown.push(id);
    }
    if (unknown.length > 0) for (const [id, row] of await this.read(unknown)) found.set(id, row);
    const now = this.now();
    return new Map([...found].filter(([, row]) => endOf(row) > now).map(([id, row]) => [id, verified(id, row, now)]));
  }

  onChange(listener: (subject: string) => void): () => void {
    return this.changes.subscribe(listener);
  }

  private async read(sessionIds: string[]): Promise<Map<string, SessionRow>> {
    const { heard } = this;
    const found = await this.database.owner.query(
      `SELECT s.id AS session_id, u.id AS user_id, u.name, u.email, u.demo, s.expires_at, s.last_seen_at, s.second_factor,
         coalesce((SELECT value FROM app.setting WHERE key = $2), '{}') AS settings,
         coalesce(jsonb_agg(jsonb_build_object('scope', g.scope, 'ends_at', g.ends_at, 'role', jsonb_build_object(
           'id', r.id, 'name', r.name, 'nameKo', r.name_ko, 'home', r.home, 'permissions', r.permissions
         ))) FILTER (WHERE g.id IS NOT NULL), '[]') AS grants, ${viewOfSession} AS view
       FROM app.session s JOIN app."user" u ON u.id = s.user_id
       LEFT JOIN app.role_grant g ON g.user_id = u.id AND g.revoked_at IS NULL
       LEFT JOIN app.role r ON r.id = g.role
       WHERE s.id = ANY($1::uuid[]) AND s.revoked_at IS NULL AND u.disabled_at IS NULL
       GROUP BY u.id, s.id`,
      [sessionIds, signInSettingsKey],
    );
    const rows = new Map<string, SessionRow>();
    for (const row of found.rows.map((one) => rowSchema.parse(one))) rows.set(row.session_id, await this.withoutLapsed(row));
    if (heard === this.heard) for (const [id, row] of rows) this.rows.set(id, row);
    return rows;
  }

  /** A view that does not hold any more is over for good: what ended it may pass, and nobody is to slip back into it. */
  private async withoutLapsed(row: SessionRow): Promise<SessionRow> {
    const now = this.now();
    const lapse = row.view === null ? null : lapseOf(row.view, combine(ownRights(row, now).held), now);
    if (row.view === null || lapse === null) return row;
    await endView(this.database, { view: row.view.id }, lapse, new Date(now));
    return { ...row, view: null };
  }
}

const endOf = (row: SessionRow) => Math.min(row.expires_at.getTime(), row.last_seen_at.getTime() + row.settings.idleMinutes * minute);

/** Whether all that the grants give waits for a second factor; the demo's users can set none. */
const lacksSecondFactor = (row: SessionRow, held: readonly GrantRow[]) =>
  row.second_factor === null && !row.demo && asksSecondFactor(row.settings, held);

/** What the session's own user may at a moment. */
function ownRights(row: SessionRow, now: number): { held: readonly GrantRow[]; lacks: boolean } {
  const held = holding(row.grants, now);
  const lacks = lacksSecondFactor(row, held);
  return { held: lacks ? [] : held, lacks };
}

function verified(sessionId: string, row: SessionRow, now: number): Verified {
  const { held, lacks } = ownRights(row, now);
  const principal: UserPrincipal = {
    kind: "user",
    userId: row.user_id,
    sessionId,
    name: row.name,
    email: row.email,
    ...(lacks ? { lacksSecondFactor: true } : {}),
    ...combine(held),
  };
  const until = Math.min(endOf(row), ...holding(row.grants, now).map(endOfGrant));
  const { view } = row;
  if (view === null || lapseOf(view, principal, now) !== null) return { principal, until };
  const viewed = holding(view.grants, now);
  return {
    principal: viewedPrincipal(principal, held, view, viewed),
    until: Math.min(until, Date.parse(view.ends_at), ...viewed.map(endOfGrant)),
  };
}

/** One role that asks for it is enough: all that its holder has waits for it. */
const asksSecondFactor = ({ secondFactorRoles }: SignInSettings, grants: readonly GrantRow[]) =>
  grants.some(({ role }) => secondFactorRoles.includes(role.id));
