import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import type { SignInWay } from "./sign-in-ways";

/** Of which kind the second factor was; `provider`: the institution's own sign-in asked for it. */
export type GivenFactor = "totp" | "recovery" | "provider";

/** How a session begins. `byLink`: a password may be chosen without the one before. */
export type NewSession = {
  byLink: boolean;
  how?: SignInWay;
  secondFactor?: GivenFactor | null;
  userAgent?: string | null;
  address?: string | null;
  providerSession?: string | null;
};

const longestUserAgent = 300;

/** Writes a session that begins now, with an id of its own whatever the browser had before. */
export async function insertSession(
  client: Pick<PoolClient, "query">,
  userId: string,
  { byLink, how = byLink ? "link" : "password", secondFactor = null, userAgent = null, address = null, providerSession = null }: NewSession,
  absoluteHours: number,
  now: Date,
): Promise<string> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO app.session
       (id, user_id, by_link, how, second_factor, user_agent, address, provider_session, created_at, last_seen_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $9::timestamptz + make_interval(hours => $10))`,
    [id, userId, byLink, how, secondFactor, userAgent?.slice(0, longestUserAgent) ?? null, address, providerSession, now, absoluteHours],
  );
  return id;
}
