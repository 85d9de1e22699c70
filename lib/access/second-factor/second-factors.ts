import type { PoolClient } from "pg";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { AccessServices } from "../access-services";
import { endSessionsOf } from "../end-sessions";
import { checkCurrentPassword } from "../passwords";
import type { UserPrincipal } from "../principal";
import { windowMinutes } from "../throttle";
import { writeAudit } from "../write-audit";
import { type QrPath, qrPath } from "./qr-path";
import { makeRecoveryCodes } from "./recovery-codes";
import { takeCode } from "./take-code";
import { newTotpSecret, stepOfCode, totpAddress } from "./totp";

type Services = Pick<AccessServices, "database" | "vault" | "throttle" | "now">;

/** `codesLeft`: recovery codes that were not used. */
export type SecondFactorState = { set: boolean; codesLeft: number };

export async function secondFactorState({ database }: Pick<Services, "database">, userId: string): Promise<SecondFactorState> {
  const found = await database.owner.query<{ set: boolean; left: string }>(
    `SELECT EXISTS (SELECT FROM app.second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL) AS set,
       (SELECT count(*) FROM app.recovery_code WHERE user_id = $1 AND used_at IS NULL) AS left`,
    [userId],
  );
  const row = found.rows[0];
  return { set: row?.set ?? false, codesLeft: Number(row?.left ?? 0) };
}

export type SecondFactorSetup = { secret: string; address: string; qr: QrPath };

/**
 * Begins to set a second factor: its secret, to be confirmed by a code of it. Who has a password says it again, so that
 * a page left open gives nobody a factor of their own. Throws conflict where there is one, forbidden for the demo's users.
 */
export async function beginSecondFactor(services: Services, user: UserPrincipal, password: string): Promise<SecondFactorSetup> {
  await checkCurrentPassword(services, user, password);
  const secret = newTotpSecret();
  const begun = await services.database.owner.query(
    `INSERT INTO app.second_factor AS factor (user_id, sealed_secret) VALUES ($1, $2)
     ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, created_at = now() WHERE factor.confirmed_at IS NULL`,
    [user.userId, services.vault.sealSignInSecret(user.userId, secret)],
  );
  if (begun.rowCount === 0) throw new BellwetherError("conflict", "There is a second factor already; remove it first.");
  const address = totpAddress(secret, user.email);
  return { secret, address, qr: qrPath(address) };
}

/** Sets the factor by the first code of it: recovery codes are made, and sessions that began without it end. */
export async function confirmSecondFactor(services: Services, user: UserPrincipal, code: string): Promise<string[]> {
  const { userId, sessionId } = user;
  await admitGuess(services, user);
  return withTransaction(services.database.owner, async (client) => {
    const begun = await client.query<{ sealed_secret: Buffer }>(
      "SELECT sealed_secret FROM app.second_factor WHERE user_id = $1 AND confirmed_at IS NULL FOR UPDATE",
      [userId],
    );
    const sealed = begun.rows[0]?.sealed_secret;
    if (sealed === undefined) throw new BellwetherError("conflict", "Nothing is being set up.");
    const now = services.now();
    const step = stepOfCode(services.vault.openSignInSecret(userId, sealed), code.replace(/\s/g, ""), now);
    if (step === null) throw wrongCode();
    await client.query("UPDATE app.second_factor SET confirmed_at = $2, last_step = $3 WHERE user_id = $1", [userId, now, step]);
    await client.query("UPDATE app.session SET second_factor = 'totp' WHERE id = $1", [sessionId]);
    await writeAudit(client, { actor: `user:${userId}`, action: "second-factor.set", subject: `user:${userId}` });
    await endSessionsOf(client, userId, { actor: `user:${userId}`, why: "second-factor", now }, sessionId);
    await forgiveGuess(services, user);
    return makeRecoveryCodes(client, services.vault, userId);
  });
}

/** Takes the factor away, by a code of it or a recovery code. */
export async function removeSecondFactor(services: Services, user: UserPrincipal, code: string): Promise<void> {
  await withCode(services, user, code, (client) => dropSecondFactor(client, user.userId, `user:${user.userId}`));
}

/** Ten new recovery codes, by a code of the factor or one of the old ones. */
export async function renewRecoveryCodes(services: Services, user: UserPrincipal, code: string): Promise<string[]> {
  return withCode(services, user, code, (client) => makeRecoveryCodes(client, services.vault, user.userId));
}

/** Without a code: for an administrator, where somebody lost everything. Their sessions count as without it. */
export async function dropSecondFactor(client: Pick<PoolClient, "query">, userId: string, actor: string): Promise<boolean> {
  const dropped = await client.query("DELETE FROM app.second_factor WHERE user_id = $1 AND confirmed_at IS NOT NULL", [userId]);
  if (dropped.rowCount === 0) return false;
  await client.query("DELETE FROM app.recovery_code WHERE user_id = $1", [userId]);
  await client.query("UPDATE app.session SET second_factor = NULL WHERE user_id = $1 AND second_factor IN ('totp', 'recovery')", [userId]);
  await writeAudit(client, { actor, action: "second-factor.removed", subject: `user:${userId}` });
  return true;
}

async function withCode<T>(services: Services, user: UserPrincipal, code: string, run: (client: PoolClient) => Promise<T>): Promise<T> {
  await admitGuess(services, user);
  return withTransaction(services.database.owner, async (client) => {
    if ((await takeCode(client, services.vault, user.userId, code, services.now())) === null) throw wrongCode();
    await forgiveGuess(services, user);
    return run(client);
  });
}

/** Counted by the session: who holds one must not guess faster than who does not. */
const guessOf = ({ userId, sessionId }: UserPrincipal) => ({ account: `code of ${userId}`, address: "", device: sessionId });

async function admitGuess({ throttle }: Services, user: UserPrincipal): Promise<void> {
  if ((await throttle.refuses(guessOf(user))) === null) return;
  throw new BellwetherError("too-many-requests", "Too many tries; wait a while.", { retryAfterSeconds: windowMinutes * 60 });
}

const forgiveGuess = ({ throttle }: Services, user: UserPrincipal) => throttle.forgive(guessOf(user));

const wrongCode = () => new BellwetherError("forbidden", "This code is not right, or was used.", { field: "code", rule: "match" });
