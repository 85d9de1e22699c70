import { createHash, randomBytes, randomUUID } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { isUniqueViolation, prismaOf } from "@/lib/platform/prisma";
import type { PersonId } from "@/lib/privacy/vault";
import type { Role } from "./principal";
import type { PlainScope } from "./scope";

/** OWASP's first choice for argon2id: 19 MiB, two passes. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const linkHours = 72;
export const shortestPassword = 12;

export type NewUser = { email: string; name: string; role: Role; scope: PlainScope; person?: PersonId; demo?: boolean };

/** Throws conflict where the address is a user's already, however it is spelled. */
export async function createUser(database: Database, user: NewUser): Promise<string> {
  const { email, name, person = null, demo = false, role, scope } = user;
  try {
    const made = await prismaOf(database).user.create({
      data: { id: randomUUID(), email, name, person, demo, roleGrants: { create: { id: randomUUID(), role, scope } } },
      select: { id: true },
    });
    return made.id;
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new BellwetherError("conflict", `${email} is a user already.`, { field: "email", rule: "unique", found: email }, { cause });
  }
}

/** A link that signs in once, and lets its user set a password. Only its hash is kept. */
export async function createSignInLink(database: Database, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await database.owner.query(
    "INSERT INTO app.sign_in_link (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(hours => $3))",
    [tokenHash(token), userId, linkHours],
  );
  return token;
}

/** Uses a link up; null where it is unknown, used or over. */
export async function useSignInLink(database: Database, token: string): Promise<string | null> {
  const used = await database.owner.query<{ user_id: string }>(
    `UPDATE app.sign_in_link SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL AND expires_at > now() RETURNING user_id`,
    [tokenHash(token)],
  );
  return used.rows[0]?.user_id ?? null;
}

const tokenHash = (token: string) => createHash("sha256").update(token).digest();

export async function setPassword(database: Database, userId: string, password: string): Promise<void> {
  if (password.length < shortestPassword) {
    throw new BellwetherError("bad-request", `A password has at least ${shortestPassword} characters.`, { field: "password", rule: "min" });
  }
  await prismaOf(database).user.update({ where: { id: userId }, data: { passwordHash: await hash(password, argon2) } });
}

/** Checked where there is no account, so that the answer takes as long and nobody learns which exist. */
let decoy: Promise<string> | null = null;

/** The user whose password this is; null otherwise, in the same time. */
export async function checkPassword(database: Database, email: string, password: string): Promise<string | null> {
  const found = await database.owner.query<{ id: string; password_hash: string | null }>(
    `SELECT id, password_hash FROM app."user" WHERE lower(email) = lower($1) AND disabled_at IS NULL AND NOT demo`,
    [email],
  );
  decoy ??= hash(randomBytes(16).toString("hex"), argon2);
  const row = found.rows[0];
  const right = await verify(row?.password_hash ?? (await decoy), password);
  return right && row !== undefined && row.password_hash !== null ? row.id : null;
}
