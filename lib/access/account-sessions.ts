import Bowser from "bowser";
import type { Database } from "@/lib/platform/database";
import type { AccountSession, AccountSessions } from "./account-sessions-shape";
import { readSignInSettings } from "./sign-in-settings";

type Row = {
  id: string;
  user_agent: string | null;
  address: string | null;
  how: AccountSession["how"];
  second_factor: string | null;
  created_at: Date;
  last_seen_at: Date;
};

/** A user's sessions that are not over, the one of now first, then by their last use. */
export async function listSessionsOf(database: Database, user: { userId: string; sessionId: string }, now: Date): Promise<AccountSessions> {
  const { idleMinutes } = await readSignInSettings(database);
  const found = await database.owner.query<Row>(
    `SELECT id, user_agent, address, how, second_factor, created_at, last_seen_at FROM app.session
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_seen_at > $2::timestamptz - make_interval(mins => $3)
     ORDER BY id = $4 DESC, last_seen_at DESC, id`,
    [user.userId, now, idleMinutes, user.sessionId],
  );
  return {
    sessions: found.rows.map((row) => ({
      id: row.id,
      ...namesIn(row.user_agent),
      address: row.address,
      how: row.how,
      secondFactor: row.second_factor !== null,
      beganAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      here: row.id === user.sessionId,
    })),
  };
}

export function namesIn(userAgent: string | null): { browser: string | null; system: string | null } {
  if (userAgent === null || userAgent === "") return { browser: null, system: null };
  const { browser, os } = Bowser.parse(userAgent);
  return { browser: browser.name || null, system: os.name ?? null };
}
