import { createHash, randomBytes } from "node:crypto";
import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";

export const linkHours = 72;

/** The token of a link that signs in once, and lets its user choose a password. Only its hash is kept. */
export async function createSignInLink(database: { owner: Pick<PoolClient, "query"> }, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await database.owner.query(
    "INSERT INTO app.sign_in_link (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))",
    [tokenHash(token), userId, linkHours],
  );
  return token;
}

/** Uses a link up and says whose it was; null where it is unknown, used or over, or its user disabled. */
export async function useSignInLink(database: Database, token: string): Promise<string | null> {
  const used = await database.owner.query<{ user_id: string }>(
    `UPDATE app.sign_in_link SET used_at = now() FROM app."user" u
     WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() AND u.id = user_id AND u.disabled_at IS NULL
     RETURNING user_id`,
    [tokenHash(token)],
  );
  return used.rows[0]?.user_id ?? null;
}

const tokenHash = (token: string) => createHash("sha256").update(token).digest();
