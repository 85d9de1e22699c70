import type { Database } from "@/lib/platform/database";
import type { AccountSessions } from "./account-sessions-shape";
import { namesIn } from "./device-names";
import { readOpenSessions } from "./open-sessions";

/** A user's sessions that are not over, the one of now first, then by their last use. */
export async function listSessionsOf(database: Database, user: { userId: string; sessionId: string }, now: Date): Promise<AccountSessions> {
  const sessions = (await readOpenSessions(database, user.userId, now)).map((row) => ({
    id: row.id,
    ...namesIn(row.user_agent),
    address: row.address,
    how: row.how,
    secondFactor: row.second_factor !== null,
    beganAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    here: row.id === user.sessionId,
  }));
  return { sessions: [...sessions.filter(({ here }) => here), ...sessions.filter(({ here }) => !here)] };
}
