import { randomBytes } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessServices } from "./access-services";
import { endSessionsOf } from "./end-sessions";
import type { UserPrincipal } from "./principal";
import { windowMinutes } from "./throttle";
import { writeAudit } from "./write-audit";

/** OWASP's first choice for argon2id: 19 MiB, two passes. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** In characters. A longer one than the longest is no safer, and hashing it is work that anybody could ask for. */
export const passwordLength = { shortest: 12, longest: 200 } as const;

export const newPasswordSchema = z.strictObject({ password: z.string(), current: z.string().optional() });
export type NewPassword = z.infer<typeof newPasswordSchema>;

type PasswordServices = Pick<AccessServices, "database" | "throttle" | "now">;

/** Checked where there is no account, so that the answer takes as long and nobody learns which exist. */
let decoy: Promise<string> | null = null;

/** Compares a password with a hash: the work that an answer takes. */
export type VerifyHash = (hash: string, password: string) => Promise<boolean>;

const decoyHash = () => (decoy ??= hash(randomBytes(16).toString("hex"), argon2));

/** The user whose password this is; null otherwise, after the same work. */
export async function checkPassword(
  database: Database,
  email: string,
  password: string,
  verifyHash: VerifyHash = verify,
): Promise<string | null> {
  if (password.length > passwordLength.longest) return null;
  const found = await database.owner.query<{ id: string; password_hash: string | null }>(
    `SELECT id, password_hash FROM app."user" WHERE lower(email) = lower($1) AND disabled_at IS NULL AND NOT demo`,
    [email],
  );
  const row = found.rows[0];
  const right = await verifyHash(row?.password_hash ?? (await decoyHash()), password);
  return right && row !== undefined && row.password_hash !== null ? row.id : null;
}

/** The work of a check without one, for an account that is not looked at just now. */
export async function pretendToCheck(password: string, verifyHash: VerifyHash = verify): Promise<void> {
  if (password.length <= passwordLength.longest) await verifyHash(await decoyHash(), password);
}

/** `current`: it has to be known · `nothing`: none is yet · `provider`: one signs in elsewhere · `none`: the demo's users. */
export type PasswordNeed = "current" | "nothing" | "provider" | "none";

/**
 * Who may choose a password: who knows the current one, or whoever comes the first time or by a link. Not who signs in
 * by the institution's provider: by a password of their own they would come in when the provider lets them no more.
 */
export async function needsCurrentPassword(database: Database, user: UserPrincipal): Promise<PasswordNeed> {
  const { byLink, user: account } = await prismaOf(database).session.findUniqueOrThrow({
    where: { id: user.sessionId },
    select: { byLink: true, user: { select: { passwordHash: true, demo: true, _count: { select: { identities: true } } } } },
  });
  if (account.demo) return "none";
  if (byLink) return "nothing";
  if (account.passwordHash !== null) return "current";
  return account._count.identities > 0 ? "provider" : "nothing";
}

/** Whether whoever has this session may change how its user signs in. Throws forbidden by field, too-many-requests. */
export async function checkCurrentPassword(services: PasswordServices, user: UserPrincipal, current: string): Promise<PasswordNeed> {
  const needed = await needsCurrentPassword(services.database, user);
  if (needed === "none") throw new BellwetherError("forbidden", "The demo's users are everybody's: nothing of their sign-in changes.");
  if (needed === "current") await requireCurrent(services, user, current);
  return needed;
}

/**
 * Gives a user the password that they choose, and ends what else could sign in as them: their other sessions
 * and open links. Throws bad-request by field, forbidden where the current one is wrong, too-many-requests.
 */
export async function changePassword(
  services: PasswordServices,
  user: UserPrincipal,
  { password, current = "" }: NewPassword,
): Promise<void> {
  refuseBadLength(password);
  if ((await checkCurrentPassword(services, user, current)) === "provider") {
    throw new BellwetherError("forbidden", "You sign in by your institution's provider, and have no password here.");
  }
  const passwordHash = await hash(password, argon2);
  const { userId, sessionId } = user;
  const now = services.now();
  const actor = `user:${userId}`;
  await withTransaction(services.database.owner, async (client) => {
    await client.query(`UPDATE app."user" SET password_hash = $2 WHERE id = $1`, [userId, passwordHash]);
    await client.query("UPDATE app.session SET by_link = false WHERE id = $1", [sessionId]);
    await client.query("UPDATE app.sign_in_link SET used_at = $2 WHERE user_id = $1 AND used_at IS NULL", [userId, now]);
    await writeAudit(client, { actor, action: "password.changed" });
    await endSessionsOf(client, userId, { actor, why: "new-password", now }, sessionId);
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

async function requireCurrent({ database, throttle }: PasswordServices, user: UserPrincipal, current: string): Promise<void> {
  // Counted by the session: who holds one must not guess faster than who does not.
  const guess = { account: `password of ${user.userId}`, address: "", device: user.sessionId };
  if ((await throttle.refuses(guess)) !== null) {
    throw new BellwetherError("too-many-requests", "Too many tries; wait a while.", { retryAfterSeconds: windowMinutes * 60 });
  }
  if ((await checkPassword(database, user.email, current)) === user.userId) return throttle.forgive(guess);
  throw new BellwetherError("forbidden", "This is not the current password.", { field: "current", rule: "match" });
}
