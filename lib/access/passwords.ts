import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessServices } from "./access-services";
import type { UserPrincipal } from "./principal";
import { windowMinutes } from "./throttle";
import { writeAudit } from "./write-audit";

/** OWASP's first choice for argon2id: 19 MiB, two passes. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** In characters. A longer one than the longest is no safer, and hashing it is work that anybody could ask for. */
export const passwordLength = { shortest: 12, longest: 200 } as const;

export const newPasswordSchema = z.strictObject({ password: z.string(), current: z.string().optional() });
export type NewPassword = z.infer<typeof newPasswordSchema>;

/** Checked where there is no account, so that the answer takes as long and nobody learns which exist. */
let decoy: Promise<string> | null = null;

/** The user whose password this is; null otherwise, in the same time. */
export async function checkPassword(database: Database, email: string, password: string): Promise<string | null> {
  if (password.length > passwordLength.longest) return null;
  const found = await database.owner.query<{ id: string; password_hash: string | null }>(
    `SELECT id, password_hash FROM app."user" WHERE lower(email) = lower($1) AND disabled_at IS NULL AND NOT demo`,
    [email],
  );
  decoy ??= hash(randomBytes(16).toString("hex"), argon2);
  const row = found.rows[0];
  const right = await verify(row?.password_hash ?? (await decoy), password);
  return right && row !== undefined && row.password_hash !== null ? row.id : null;
}

/** Who may choose a password: who knows the current one, whoever comes the first time or by a link, or none. */
export async function needsCurrentPassword(database: Database, user: UserPrincipal): Promise<"current" | "nothing" | "none"> {
  const { byLink, user: account } = await prismaOf(database).session.findUniqueOrThrow({
    where: { id: user.sessionId },
    select: { byLink: true, user: { select: { passwordHash: true, demo: true } } },
  });
  if (account.demo) return "none";
  return account.passwordHash !== null && !byLink ? "current" : "nothing";
}

/**
 * Gives a user the password that they choose, and ends what else could sign in as them: their other sessions
 * and open links. Throws bad-request by field, forbidden where the current one is wrong, too-many-requests.
 */
export async function changePassword(
  { database, throttle }: Pick<AccessServices, "database" | "throttle">,
  user: UserPrincipal,
  { password, current = "" }: NewPassword,
): Promise<void> {
  refuseBadLength(password);
  const needed = await needsCurrentPassword(database, user);
  if (needed === "none") throw new BellwetherError("forbidden", "The demo's users have no password.");
  if (needed === "current") await requireCurrent(database, throttle, user, current);
  const passwordHash = await hash(password, argon2);
  const { userId, sessionId } = user;
  const now = new Date();
  await withTransaction(database.owner, async (client) => {
    await client.query(`UPDATE app."user" SET password_hash = $2 WHERE id = $1`, [userId, passwordHash]);
    await client.query("UPDATE app.session SET by_link = false WHERE id = $1", [sessionId]);
    await client.query("UPDATE app.session SET revoked_at = $3 WHERE user_id = $1 AND id <> $2 AND revoked_at IS NULL", [
      userId,
      sessionId,
      now,
    ]);
    await client.query("UPDATE app.sign_in_link SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", [userId, now]);
    await writeAudit(client, { actor: `user:${userId}`, action: "password.changed" });
  });
}

function refuseBadLength(password: string): void {
  const { shortest, longest } = passwordLength;
  if (password.length >= shortest && password.length <= longest) return;
  const rule = password.length < shortest ? "min" : "max";
  throw new BellwetherError("bad-request", `A password has ${shortest} to ${longest} characters.`, {
    field: "password",
    rule,
    found: `${password.length} characters`,
  });
}

async function requireCurrent(
  database: Database,
  throttle: AccessServices["throttle"],
  user: UserPrincipal,
  current: string,
): Promise<void> {
  // Counted like a sign-in, at an address of its own: who holds a session must not guess faster than who does not.
  const address = "change of password";
  if (!(await throttle.admits(user.email, address))) {
    throw new BellwetherError("too-many-requests", "Too many tries; wait a while.", { retryAfterSeconds: windowMinutes * 60 });
  }
  if ((await checkPassword(database, user.email, current)) === user.userId) return throttle.forgive(user.email, address);
  throw new BellwetherError("forbidden", "This is not the current password.", { field: "current", rule: "match" });
}
