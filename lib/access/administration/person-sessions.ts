import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { namesIn } from "../device-names";
import { endSession, endSessionsOf } from "../end-sessions";
import { readOpenSessions } from "../open-sessions";
import type { UserPrincipal } from "../principal";
import type { Administrator } from "./administer";
import { readPerson } from "./get-person";
import { lockPerson } from "./lock-person";
import type { PersonSessions } from "./shapes";

/**
 * Where somebody is signed in, as far as it takes to tell sessions apart: neither from which address nor how. Throws
 * not-found.
 */
export async function listPersonSessions(
  database: Database,
  reader: Pick<UserPrincipal, "sessionId">,
  userId: string,
  now: Date,
): Promise<PersonSessions> {
  await readPerson({ database }, userId, now);
  return {
    sessions: (await readOpenSessions(database, userId, now)).map((row) => ({
      id: row.id,
      browser: namesIn(row.user_agent).browser,
      beganAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      here: row.id === reader.sessionId,
    })),
  };
}

/** `session`: of the administrator who asks. */
type By = Administrator & { session: string };

/**
 * Signs somebody out everywhere, oneself everywhere but here; open pages and sockets hear of it at once. Returns how many
 * sessions ended. Throws not-found, and forbidden where they may more than who asks.
 */
export function endPersonSessions(database: Database, by: By, userId: string): Promise<number> {
  return withTransaction(database.owner, async (client) => {
    const { id } = await lockPerson(client, by, userId);
    return endSessionsOf(client, id, { actor: by.actor, why: "by-administrator", now: by.now }, by.session);
  });
}

/** Ends one session of somebody; open pages and sockets hear of it at once. Throws as above; not-found where it is over. */
export function endPersonSession(database: Database, by: By, sessionId: string): Promise<void> {
  return withTransaction(database.owner, async (client) => {
    const found = z.uuid().safeParse(sessionId).success
      ? await client.query<{ userId: string }>(`SELECT user_id AS "userId" FROM app.session WHERE id = $1`, [sessionId])
      : null;
    const row = found?.rows[0];
    const ended =
      row !== undefined &&
      (await endSession(client, sessionId, (await lockPerson(client, by, row.userId)).id, {
        actor: by.actor,
        why: "by-administrator",
        now: by.now,
      }));
    if (!ended) throw new BellwetherError("not-found", "There is no such session.", { field: "session" });
  });
}
