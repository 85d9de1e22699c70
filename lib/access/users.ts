import { randomUUID } from "node:crypto";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { isUniqueViolation, prismaOf } from "@/lib/platform/prisma";
import type { PersonId } from "@/lib/privacy/vault";
import { type Administrator, administer } from "./administration/administer";
import { setDisabled } from "./administration/change-person";
import type { PlainScope } from "./scope";

/** `role`: the id of one (app.role). */
export type NewUser = { email: string; name: string; role: string; scope: PlainScope; person?: PersonId; demo?: boolean };

/** Throws conflict where the address is a user's already, however it is spelled. */
export async function createUser(database: Database, user: NewUser): Promise<string> {
  const { email, name, person = null, demo = false, role, scope } = user;
  try {
    const made = await prismaOf(database).user.create({
      data: { id: randomUUID(), email, name, person, demo, roleGrants: { create: { id: randomUUID(), roleId: role, scope } } },
      select: { id: true },
    });
    return made.id;
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new BellwetherError("conflict", `${email} is a user already.`, { field: "email", rule: "unique", found: email }, { cause });
  }
}

/** The user of an address, however it is spelled, disabled or not. Throws not-found. */
export async function findUser(database: Database, email: string): Promise<string> {
  const found = await database.owner.query<{ id: string }>(`SELECT id FROM app."user" WHERE lower(email) = lower($1)`, [email]);
  const user = found.rows[0];
  if (user === undefined) throw new BellwetherError("not-found", `${email} is no user.`, { field: "email", found: email });
  return user.id;
}

/** The active user of an address, however it is spelled. Throws not-found; the demo's users are nobody's. */
export async function findActiveUser(database: Database, email: string): Promise<string> {
  const found = await database.owner.query<{ id: string }>(
    `SELECT id FROM app."user" WHERE lower(email) = lower($1) AND disabled_at IS NULL AND NOT demo`,
    [email],
  );
  const user = found.rows[0];
  if (user === undefined) throw new BellwetherError("not-found", `${email} is no active user.`, { field: "email", found: email });
  return user.id;
}

/** Ends a user's access: open sessions and sockets hear of it (AccessChanges). Throws conflict for the last administrator. */
export function disableUser(database: Database, userId: string, by: Administrator = nobody()): Promise<void> {
  return administer(database, by, (client) => setDisabled(client, by, { id: userId }, true));
}

const nobody = (): Administrator => ({ actor: "system", userId: null, now: new Date(), demo: false });
