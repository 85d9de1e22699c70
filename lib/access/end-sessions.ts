import type { PoolClient } from "pg";
import type { SessionEnd } from "./session-end";
import { endViews } from "./views";
import { writeAudit } from "./write-audit";

export type EndedBy = { actor: string; why: SessionEnd; now: Date };

/**
 * Ends a person's sessions, all but one where that is said; their pages and sockets hear of it at once. Returns how many.
 * For administrators, and for whoever ends their own.
 */
export async function endSessionsOf(
  client: Pick<PoolClient, "query">,
  userId: string,
  { actor, why, now }: EndedBy,
  except: string | null = null,
): Promise<number> {
  const ended = await client.query<{ id: string }>(
    `UPDATE app.session SET revoked_at = $3
     WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $3 AND ($2::uuid IS NULL OR id <> $2) RETURNING id`,
    [userId, except, now],
  );
  // Nor does one begin whose first factor was shown before.
  await client.query("DELETE FROM app.sign_in_step WHERE user_id = $1", [userId]);
  for (const { id } of ended.rows) await told(client, id, userId, actor, why, now);
  return ended.rows.length;
}

/** Ends one session of a user. False where it is not theirs, or over. */
export async function endSession(
  client: Pick<PoolClient, "query">,
  sessionId: string,
  userId: string,
  { actor, why, now }: EndedBy,
): Promise<boolean> {
  const ended = await client.query("UPDATE app.session SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL", [
    sessionId,
    userId,
    now,
  ]);
  if (ended.rowCount === 0) return false;
  await told(client, sessionId, userId, actor, why, now);
  return true;
}

async function told(
  client: Pick<PoolClient, "query">,
  sessionId: string,
  userId: string,
  actor: string,
  why: SessionEnd,
  now: Date,
): Promise<void> {
  await writeAudit(client, { actor, action: "session.ended", subject: `user:${userId}`, detail: { session: sessionId, why } });
  // Nobody looks as somebody else any more.
  await endViews(client, { session: sessionId }, why, now, actor);
}
