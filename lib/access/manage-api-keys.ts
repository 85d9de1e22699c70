import { randomUUID } from "node:crypto";
import type { PoolClient } from "pg";
import { z } from "zod";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { prismaOf } from "@/lib/platform/prisma";
import { refuseMoreThanHeld } from "./administration/held-permissions";
import { newSecret } from "./key-secrets";
import { standingOf } from "./key-standing";
import { type Ability, abilities } from "./principal";
import { type Scope, scopeSchema } from "./scope-schema";
import { writeAudit } from "./write-audit";

/** What is chosen of a key. */
export type WantedKey = {
  name: string;
  can: readonly Ability[];
  scope: Scope;
  expiresAt?: Date | null;
  eventsPerSecond?: number | null;
};
/** Who does it, by the user's id; null: somebody on the command line. */
export type ByWhom = { userId: string } | null;

export const subjectOf = (id: string): string => `api-key:${id}`;
export const actorBy = (by: ByWhom): string => (by === null ? "system" : `user:${by.userId}`);

/**
 * A key reads exact figures (ADR 8): it is given, and its secret shown, by who may see them exactly over the whole
 * institution. Throws forbidden.
 */
export async function refuseMoreThanSeen(client: Pick<PoolClient, "query">, by: ByWhom, can: readonly Ability[], now: Date): Promise<void> {
  if (by === null || !can.includes("kpis:read")) return;
  await refuseMoreThanHeld(client, { actor: actorBy(by), userId: by.userId, now, demo: false }, ["students:see"], {
    field: "can",
    found: "kpis:read",
  });
}

/** `own`: no other key that holds may have the name. Throws conflict then, and forbidden where it would read more than its maker. */
export async function createApiKey(
  database: Database,
  wanted: WantedKey,
  { by = null, own = false, now = new Date() }: { by?: ByWhom; own?: boolean; now?: Date } = {},
): Promise<{ id: string; key: string }> {
  const id = randomUUID();
  const { prefix, hash, key } = newSecret();
  const { name, can, scope, expiresAt = null, eventsPerSecond = null } = wanted;
  const madeBy = by?.userId ?? null;
  await withTransaction(database.owner, async (client) => {
    await refuseMoreThanSeen(client, by, can, now);
    if (own) await requireOwnName(client, name, null, now);
    await client.query(
      `INSERT INTO app.api_key (id, name, can, scope, created_at, expires_at, events_per_second, made_by)
       VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)`,
      [id, name, [...can], JSON.stringify(scope), now, expiresAt, eventsPerSecond, madeBy],
    );
    await client.query("INSERT INTO app.api_key_secret (prefix, key_id, secret_hash, created_at, made_by) VALUES ($1, $2, $3, $4, $5)", [
      prefix,
      id,
      hash,
      now,
      madeBy,
    ]);
    const detail = { name, prefix, can, scope, expiresAt, eventsPerSecond };
    await writeAudit(client, { actor: actorBy(by), action: "key.made", subject: subjectOf(id), detail });
  });
  return { id, key };
}

/** Names are how people tell keys apart: two of one name cannot come about at the same moment either. */
export async function requireOwnName(client: PoolClient, name: string, besides: string | null, now: Date): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended('api-key-name:' || $1, 0))", [name]);
  const found = await client.query(
    `SELECT FROM app.api_key WHERE name = $1 AND id IS DISTINCT FROM $2::uuid AND revoked_at IS NULL
       AND (expires_at IS NULL OR expires_at > $3)`,
    [name, besides, now],
  );
  if (found.rowCount === 0) return;
  throw new BellwetherError("conflict", "A key that holds has this name already.", { field: "name", rule: "unique", found: name });
}

/** Revokes by name or id; returns how many keys ended. */
export async function revokeApiKey(
  database: Database,
  nameOrId: string,
  { by = null, now = new Date() }: { by?: ByWhom; now?: Date } = {},
): Promise<number> {
  return withTransaction(database.owner, async (client) => {
    const ended = await client.query<{ id: string; name: string }>(
      "UPDATE app.api_key SET revoked_at = $2 WHERE revoked_at IS NULL AND (name = $1 OR id::text = lower($1)) RETURNING id, name",
      [nameOrId, now],
    );
    for (const { id, name } of ended.rows)
      await writeAudit(client, { actor: actorBy(by), action: "key.revoked", subject: subjectOf(id), detail: { name } });
    return ended.rows.length;
  });
}

const listedSchema = z.object({ can: z.array(z.enum(abilities)), scope: scopeSchema });

/** All keys, oldest first, without their secrets; of each, what may be seen of its secrets, the newest first. */
export async function listApiKeys(database: Database) {
  const rows = await prismaOf(database).apiKey.findMany({
    include: {
      maker: { select: { name: true } },
      secrets: {
        select: { prefix: true, createdAt: true, endsAt: true, lastUsedAt: true, maker: { select: { name: true } } },
        orderBy: [{ endsAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
      },
    },
    orderBy: { createdAt: "asc" },
  });
  return rows.map((row) => {
    const uses = row.secrets.flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
    const lastUsedAt = uses.length === 0 ? null : new Date(Math.max(...uses.map((use) => use.getTime())));
    return {
      name: row.name,
      prefix: row.secrets[0]?.prefix ?? "",
      ...listedSchema.parse({ can: row.can, scope: row.scope }),
      eventsPerSecond: row.eventsPerSecond,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      revokedAt: row.revokedAt,
      lastUsedAt,
      id: row.id,
      madeBy: row.maker?.name ?? null,
      secrets: row.secrets.map(({ maker, ...secret }) => ({ ...secret, madeBy: maker?.name ?? null })),
    };
  });
}
export type ListedKey = Awaited<ReturnType<typeof listApiKeys>>[number];

/** The id of the one key that holds by this name or id. Throws not-found, or conflict where several have the name. */
export async function findActiveKey(database: Database, nameOrId: string, now: Date): Promise<string> {
  const keys = await listApiKeys(database);
  const [one, ...more] = keys.filter((key) => (key.name === nameOrId || key.id === nameOrId) && standingOf(key, now).state === "active");
  if (one === undefined)
    throw new BellwetherError("not-found", `No key that holds is called ${nameOrId}.`, { field: "name", found: nameOrId });
  if (more.length === 0) return one.id;
  const ids = [one, ...more].map(({ id }) => id).join(", ");
  throw new BellwetherError("conflict", `${more.length + 1} keys are called ${nameOrId}; name one by its id: ${ids}.`, { field: "name" });
}
