import { randomUUID } from "node:crypto";
import { DatabaseError, type PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import type { PersonId, Vault } from "@/lib/privacy/vault";
import type { PlainScope } from "../scope";
import { createSignInLink } from "../sign-in-links";
import { writeAudit } from "../write-audit";
import { type Administrator, administer } from "./administer";
import type { Invitation } from "./asked-shapes";
import { findBound } from "./bound-person";
import { insertGrant, writeGrant } from "./give-grant";

type Ports = { database: Database; vault: Vault; timeZone: string };

/**
 * Makes a user with a first grant, and the one-time link by which they choose a password: its token is told once.
 * Throws conflict where the address is a user's already, and what giving a grant throws.
 */
export async function invitePerson(ports: Ports, by: Administrator, wanted: Invitation): Promise<{ id: string; token: string }> {
  const person = wanted.person === null ? null : await findBound(ports.vault, wanted.person, "person");
  return administer(ports.database, by, async (client) => {
    const id = await insertUser(client, wanted, person);
    await writeInvited(client, by, id);
    const { role, scope, until } = wanted;
    await insertGrant(client, by, { id, person }, { role, scope, until }, ports.timeZone);
    return { id, token: await createSignInLink({ owner: client }, id) };
  });
}

/** What a user of the command line is made of: a scope that the records may only come to know. */
export type FirstUser = { email: string; name: string; person: PersonId | null; role: string; scope: PlainScope };

/** Makes a user over a scope that may not exist yet, for an institution that begins. Throws conflict. */
export function makeUser(database: Database, by: Administrator, user: FirstUser): Promise<string> {
  return administer(database, by, async (client) => {
    const id = await insertUser(client, user, user.person);
    await writeInvited(client, by, id);
    await writeGrant(client, by, id, { role: user.role, scope: user.scope, endsAt: null });
    return id;
  });
}

const writeInvited = (client: PoolClient, by: Administrator, id: string) =>
  writeAudit(client, { actor: by.actor, action: "user.invited", subject: `user:${id}` });

const uniqueViolation = "23505";

async function insertUser(
  client: PoolClient,
  { email, name }: Pick<Invitation, "email" | "name">,
  person: PersonId | null,
): Promise<string> {
  const id = randomUUID();
  try {
    await client.query(`INSERT INTO app."user" (id, email, name, person) VALUES ($1, $2, $3, $4)`, [id, email, name, person]);
    return id;
  } catch (cause) {
    if (!(cause instanceof DatabaseError && cause.code === uniqueViolation)) throw cause;
    throw new BellwetherError("conflict", `${email} is a user already.`, { field: "email", rule: "unique", found: email }, { cause });
  }
}
