import type { Database } from "@/lib/platform/database";
import type { SessionExpiry } from "./session-expiry-shape";
import { readSignInSettings } from "./sign-in-settings";

const minute = 60_000;
/** Enough to come back and decide, and at most half of what is given without use. */
const warnMinutes = 5;
export const warnMsOf = (idleMinutes: number): number => Math.min(warnMinutes, idleMinutes / 2) * minute;

/** Read from the row itself, whatever a process keeps of it, for other processes see use too; null where it is over. */
export async function readSessionExpiry(database: Database, sessionId: string, now: Date): Promise<SessionExpiry | null> {
  const { idleMinutes } = await readSignInSettings(database);
  const found = await database.owner.query<{ expires: Date; seen: Date }>(
    "SELECT expires_at AS expires, last_seen_at AS seen FROM app.session WHERE id = $1 AND revoked_at IS NULL",
    [sessionId],
  );
  const row = found.rows[0];
  if (row === undefined) return null;
  const idle = row.seen.getTime() + idleMinutes * minute;
  const absolute = row.expires.getTime();
  const inMs = Math.min(idle, absolute) - now.getTime();
  return inMs <= 0 ? null : { by: idle < absolute ? "idle" : "absolute", inMs, warnMs: warnMsOf(idleMinutes) };
}
