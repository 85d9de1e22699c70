import type { Database } from "@/lib/platform/database";
import { readSignInSettings } from "./sign-in-settings";
import type { SignInWay } from "./sign-in-ways";

export type OpenSession = {
  id: string;
  user_agent: string | null;
  address: string | null;
  how: SignInWay;
  second_factor: string | null;
  created_at: Date;
  last_seen_at: Date;
};

/** A user's sessions that hold at a moment, by their last use. */
export async function readOpenSessions(database: Database, userId: string, now: Date): Promise<OpenSession[]> {
  const { idleMinutes } = await readSignInSettings(database);
  const found = await database.owner.query<OpenSession>(
    `SELECT id, user_agent, address, how, second_factor, created_at, last_seen_at FROM app.session
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND last_seen_at > $2::timestamptz - make_interval(mins => $3)
     ORDER BY last_seen_at DESC, id`,
    [userId, now, idleMinutes],
  );
  return found.rows;
}
