import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessChanges } from "./access-changes";
import { type Ability, abilities, type KeyPrincipal } from "./principal";
import { type Scope, scopeSchema } from "./scope";

/** `bw_<prefix>_<secret>`: the prefix finds the row, the secret is 256 random bits and is not kept. */
const keyPattern = /^bw_([A-Za-z0-9]{12})_([A-Za-z0-9_-]{43})$/;

/** A random secret of 256 bits cannot be guessed, so that a fast hash is as good as a slow one. */
const hashOf = (secret: string) => createHash("sha256").update(secret).digest();

export async function createApiKey(
  database: Database,
  wanted: { name: string; can: readonly Ability[]; scope: Scope; expiresAt?: Date | null; eventsPerSecond?: number | null },
): Promise<{ id: string; key: string }> {
  const id = randomUUID();
  const prefix = randomBytes(9).toString("base64url").replaceAll(/[-_]/g, "x");
  const secret = randomBytes(32).toString("base64url");
  await prismaOf(database).apiKey.create({
    data: {
      id,
      name: wanted.name,
      prefix,
      secretHash: new Uint8Array(hashOf(secret)),
      can: [...wanted.can],
      scope: wanted.scope,
      expiresAt: wanted.expiresAt ?? null,
      eventsPerSecond: wanted.eventsPerSecond ?? null,
    },
  });
  return { id, key: `bw_${prefix}_${secret}` };
}

/** Revokes by name or id; returns how many keys ended. */
export async function revokeApiKey(database: Database, nameOrId: string): Promise<number> {
  const id = z.uuid().safeParse(nameOrId);
  const named = id.success ? { OR: [{ name: nameOrId }, { id: nameOrId }] } : { name: nameOrId };
  const done = await prismaOf(database).apiKey.updateMany({ where: { revokedAt: null, ...named }, data: { revokedAt: new Date() } });
  return done.count;
}

/** All keys, oldest first, without their secrets. */
export function listApiKeys(database: Database) {
  return prismaOf(database).apiKey.findMany({
    select: {
      name: true,
      prefix: true,
      can: true,
      scope: true,
      eventsPerSecond: true,
      createdAt: true,
      expiresAt: true,
      revokedAt: true,
      lastUsedAt: true,
    },
    orderBy: { createdAt: "asc" },
  });
}

const rowSchema = z.object({
  id: z.uuid(),
  secretHash: z.instanceof(Uint8Array),
  can: z.array(z.enum(abilities)),
  scope: scopeSchema,
  expiresAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
  eventsPerSecond: z.number().int().positive().nullable(),
});
type KeyRow = z.infer<typeof rowSchema>;

const cachedKeys = 10_000;
/** Last use is kept to the minute: a hot key must not write a row at each request. */
const lastUseGrain = 60_000;

export class ApiKeys {
  private readonly rows = new LRUCache<string, KeyRow>({ max: cachedKeys, ttl: 10_000 });
  private readonly used = new LRUCache<string, number>({ max: cachedKeys });
  /** Counts what was heard of changes: a row that was being read meanwhile is not kept. */
  private heard = 0;

  constructor(
    private readonly database: Database,
    changes: AccessChanges,
    private readonly now: () => number,
  ) {
    changes.subscribe((subject) => {
      if (subject !== "*" && !subject.startsWith("api-key:")) return;
      this.heard += 1;
      this.rows.clear();
    });
  }

  /** The key behind an Authorization header; null where there is none that holds. */
  async authenticate(authorization: string | null | undefined): Promise<KeyPrincipal | null> {
    const [scheme, token] = (authorization ?? "").split(" ");
    const parts = scheme?.toLowerCase() === "bearer" ? keyPattern.exec(token ?? "") : null;
    const prefix = parts?.[1];
    const secret = parts?.[2];
    if (prefix === undefined || secret === undefined) return null;
    const row = this.rows.get(prefix) ?? (await this.read(prefix));
    if (row === null || !timingSafeEqual(row.secretHash, hashOf(secret))) return null;
    if (row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt.getTime() <= this.now())) return null;
    this.noteUse(row.id);
    return {
      kind: "api-key",
      keyId: row.id,
      can: new Set(row.can),
      scope: row.scope,
      studentScope: { kind: "none" },
      studentLevel: true,
      eventsPerSecond: row.eventsPerSecond,
    };
  }

  private async read(prefix: string): Promise<KeyRow | null> {
    const { heard } = this;
    const found = await prismaOf(this.database).apiKey.findUnique({ where: { prefix } });
    if (found === null) return null;
    const row = rowSchema.parse(found);
    if (heard === this.heard) this.rows.set(prefix, row);
    return row;
  }

  private noteUse(id: string): void {
    const now = this.now();
    if (now - (this.used.get(id) ?? 0) < lastUseGrain) return;
    this.used.set(id, now);
    prismaOf(this.database)
      .apiKey.update({ where: { id }, data: { lastUsedAt: new Date(now) } })
      .catch(() => this.used.delete(id)); // told again at the next use
  }
}
