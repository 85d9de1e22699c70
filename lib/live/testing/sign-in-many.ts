import { randomUUID } from "node:crypto";
import { followAccessChanges } from "@/lib/access/access-changes";
import type { PlainScope } from "@/lib/access/scope";
import { Sessions } from "@/lib/access/sessions";
import { createUser } from "@/lib/access/users";
import { openDatabase } from "@/lib/platform/database";
import { cookieOf } from "./live-process";

const everywhere: PlainScope = { kind: "institution" };

/** The cookie headers of so many users, in so many sessions each, on a server that runs. They see the whole institution unless it is said. */
export async function signInMany(
  databaseUrl: string,
  secret: string,
  users: number,
  sessionsOfEach: number,
  scope = everywhere,
): Promise<string[][]> {
  const database = await openDatabase(databaseUrl);
  const changes = await followAccessChanges(databaseUrl, (error) => {
    throw error;
  });
  try {
    const sessions = new Sessions(database, changes, Date.now);
    const signIn = async () => {
      const email = `${randomUUID()}@example.org`;
      const userId = await createUser(database, { email, name: "Reader", role: "admin", scope });
      const cookies: string[] = [];
      while (cookies.length < sessionsOfEach) cookies.push(await cookieOf(await sessions.start(userId, { byLink: false }), secret));
      return cookies;
    };
    const all: string[][] = [];
    while (all.length < users) all.push(await signIn());
    return all;
  } finally {
    await changes.stop();
    await database.close();
  }
}
