import { timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { prismaOf } from "@/lib/platform/prisma";
import type { AccessChanges } from "./access-changes";
import { hashOf, keyPattern } from "./key-secrets";
import { abilities, type KeyPrincipal } from "./principal";
import { scopeSchema } from "./scope-schema";

const rowSchema = z.object({
  secretHash: z.instanceof(Uint8Array),
  endsAt: z.date().nullable(),
  key: z.object({
    id: z.uuid(),
    can: z.array(z.enum(abilities)),
    scope: scopeSchema,
    expiresAt: z.date().nullable(),
    revokedAt: z.date().nullable(),
    eventsPerSecond: z.number().int().positive().nullable(),
  }),
});
type SecretRow = z.infer<typeof rowSchema>;

const cachedKeys = 10_000;
/** Last use is kept to the minute: a hot key must not write a row at each request. */
const lastUseGrain = 60_000;

export class ApiKeys {
  /** By prefix, as the next one. */
  private readonly rows = new LRUCache<string, SecretRow>({ max: cachedKeys, ttl: 10_000 });
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
    const { key } = row;
    if (key.revokedAt !== null || this.isPast(key.expiresAt) || this.isPast(row.endsAt)) return null;
    this.noteUse(prefix);
    return {
      kind: "api-key",
      keyId: key.id,
      can: new Set(key.can),
      scope: key.scope,
      studentScope: { kind: "none" },
      studentLevel: true,
      eventsPerSecond: key.eventsPerSecond,
    };
  }

  private isPast(end: Date | null): boolean {
    return end !== null && end.getTime() <= this.now();
  }

  private async read(prefix: string): Promise<SecretRow | null> {
    const { heard } = this;
    const found = await prismaOf(this.database).apiKeySecret.findUnique({ where: { prefix }, include: { key: true } });
    if (found === null) return null;
    const row = rowSchema.parse(found);
    if (heard === this.heard) this.rows.set(prefix, row);
    return row;
  }

  /** Told of each secret by itself, so that one sees whether a sender still uses the one that is to go. */
  private noteUse(prefix: string): void {
    const now = this.now();
    if (now - (this.used.get(prefix) ?? 0) < lastUseGrain) return;
    this.used.set(prefix, now);
    prismaOf(this.database)
      .apiKeySecret.update({ where: { prefix }, data: { lastUsedAt: new Date(now) } })
      .catch(() => this.used.delete(prefix)); // told again at the next use
  }
}
