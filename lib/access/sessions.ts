import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessChanges } from "./access-changes";
import { permissions } from "./permissions";
import { combine, type UserPrincipal } from "./principal";
import { homes } from "./roles";
import { plainScopeSchema } from "./scope";
import { insertSession, type NewSession } from "./session-rows";
import { readSignInSettings, type SignInSettings, signInSettingsKey, signInSettingsSchema } from "./sign-in-settings";

const minute = 60_000;
/** Use is written down at most so often, in milliseconds. */
const coarse = minute;

const roleSchema = z.object({
  id: z.string(),
  name: z.string(),
  nameKo: z.string().nullable(),
  home: z.enum(homes),
  permissions: z.array(z.enum(permissions)),
});
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
  grants: z.array(z.object({ role: roleSchema, scope: plainScopeSchema, ends_at: z.iso.datetime({ offset: true }).nullable() })),
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

  /** Who this session is, now; null where it is unknown, idle, over, revoked, or its user is disabled. */
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
         ))) FILTER (WHERE g.id IS NOT NULL), '[]') AS grants
       FROM app.session s JOIN app."user" u ON u.id = s.user_id
       LEFT JOIN app.role_grant g ON g.user_id = u.id AND g.revoked_at IS NULL
       LEFT JOIN app.role r ON r.id = g.role
       WHERE s.id = ANY($1::uuid[]) AND s.revoked_at IS NULL AND u.disabled_at IS NULL
       GROUP BY u.id, s.id`,
      [sessionIds, signInSettingsKey],
    );
    const rows = new Map(found.rows.map((row) => rowSchema.parse(row)).map((row) => [row.session_id, row]));
    if (heard === this.heard) for (const [id, row] of rows) this.rows.set(id, row);
    return rows;
  }
}

const endOf = (row: SessionRow) => Math.min(row.expires_at.getTime(), row.last_seen_at.getTime() + row.settings.idleMinutes * minute);

function verified(sessionId: string, row: SessionRow, now: number): Verified {
  const ends = (grant: SessionRow["grants"][number]) => (grant.ends_at === null ? Number.POSITIVE_INFINITY : Date.parse(grant.ends_at));
  const valid = row.grants.filter((grant) => ends(grant) > now);
  // The demo's users can set none.
  const lacks = row.second_factor === null && !row.demo && asksSecondFactor(row.settings, valid);
  return {
    principal: {
      kind: "user",
      userId: row.user_id,
      sessionId,
      name: row.name,
      email: row.email,
      ...(lacks ? { lacksSecondFactor: true } : {}),
      ...combine(lacks ? [] : valid),
    },
    until: Math.min(endOf(row), ...valid.map(ends)),
  };
}

/** One role that asks for it is enough: all that its holder has waits for it. */
const asksSecondFactor = ({ secondFactorRoles }: SignInSettings, grants: SessionRow["grants"]) =>
  grants.some(({ role }) => secondFactorRoles.includes(role.id));
