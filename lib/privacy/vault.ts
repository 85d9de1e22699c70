import { type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { LRUCache } from "lru-cache";
import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { deriveKeys, keyedHash, open, seal, type VaultKeys } from "./sealing";

/** A person's pseudonym: random, so that nobody can compute it from the institution's id (PII-1). */
export type PersonId = string & { readonly brand: "PersonId" };

export const personIdSchema = z.uuid().transform((value) => value as PersonId);

export type Identity = { id: string; name: string | null; email: string | null; birthDate: string | null; kind: string | null };

const sealedIdentitySchema = z.object({
  name: z.string(),
  email: z.string().nullable(),
  birthDate: z.string().nullable(),
});

const signInSecretSchema = z.object({ userId: z.string(), secret: z.string() });

type PersonRow = { person: PersonId; index_key: Buffer; wrapped_key: Buffer };

const cachedPseudonyms = 500_000;
const cachedKeys = 50_000;
const canary = Buffer.from("bellwether vault");

/** Where persons are. The only room that knows who a pseudonym is. */
export class Vault {
  private readonly pseudonyms = new LRUCache<string, PersonId>({ max: cachedPseudonyms });
  private readonly personKeys = new LRUCache<PersonId, Buffer>({ max: cachedKeys });

  private constructor(
    private readonly database: Database,
    private readonly keys: VaultKeys,
  ) {}

  /** Opens the vault; refuses a master key other than the one that it was made with. */
  static async open(database: Database, masterKey: Buffer): Promise<Vault> {
    const keys = deriveKeys(masterKey);
    await database.owner.query("INSERT INTO vault.key_check (sealed) VALUES ($1) ON CONFLICT DO NOTHING", [seal(keys.wrap, canary)]);
    const kept = await database.owner.query<{ sealed: Buffer }>("SELECT sealed FROM vault.key_check");
    try {
      open(keys.wrap, kept.rows[0]?.sealed ?? Buffer.alloc(0));
    } catch (cause) {
      throw new BellwetherError(
        "config-invalid",
        "BELLWETHER_VAULT_KEY is not the key that this database's vault was made with.",
        { variable: "BELLWETHER_VAULT_KEY" },
        { cause },
      );
    }
    return new Vault(database, keys);
  }

  get identityKey(): KeyObject {
    return this.keys.identity;
  }

  /** Pseudonyms of institution's ids; persons not met before are made, durably, before this returns. */
  async pseudonymsOf(ids: Iterable<string>): Promise<Map<string, PersonId>> {
    const found = new Map<string, PersonId>();
    const missing = new Set<string>();
    for (const id of ids) {
      const known = this.pseudonyms.get(id);
      if (known === undefined) missing.add(id);
      else found.set(id, known);
    }
    if (missing.size > 0) {
      const byIndex = new Map([...missing].map((id) => [this.indexOf(id).toString("hex"), id]));
      for (const row of await this.findOrMake(byIndex)) {
        const id = byIndex.get(row.index_key.toString("hex"));
        if (id === undefined) continue;
        this.pseudonyms.set(id, row.person);
        found.set(id, row.person);
      }
    }
    return found;
  }

  /** The pseudonym of a known person; nobody is made. */
  async personOf(institutionId: string): Promise<PersonId | null> {
    const rows = await this.database.owner.query<{ person: PersonId }>("SELECT person FROM vault.person WHERE index_key = $1", [
      this.indexOf(institutionId),
    ]);
    return rows.rows[0]?.person ?? null;
  }

  /** Seals texts, each under its person's key; base64. */
  async sealFor(texts: readonly { person: PersonId; text: string }[]): Promise<string[]> {
    const keys = await this.keysOf(texts.map((text) => text.person));
    return texts.map(({ person, text }) => {
      const key = keys.get(person);
      if (key === undefined) throw new BellwetherError("not-found", "This person is not in the vault.", {});
      return seal(key, Buffer.from(text, "utf8")).toString("base64");
    });
  }

  /** Who these pseudonyms are. Callers decide who may ask (lib/privacy/reveal.ts). */
  async identitiesOf(persons: readonly PersonId[]): Promise<Map<PersonId, Identity>> {
    const rows = await this.database.owner.query<{
      person: PersonId;
      wrapped_key: Buffer;
      sealed_id: Buffer;
      sealed_identity: string | null;
      kind: string | null;
    }>("SELECT person, wrapped_key, sealed_id, sealed_identity, kind FROM vault.person WHERE person = ANY($1::uuid[])", [
      [...new Set(persons)],
    ]);
    return new Map(
      rows.rows.map((row) => {
        const key = open(this.keys.wrap, row.wrapped_key);
        const told =
          row.sealed_identity === null
            ? null
            : sealedIdentitySchema.parse(JSON.parse(open(key, Buffer.from(row.sealed_identity, "base64")).toString("utf8")));
        return [
          row.person,
          {
            id: open(key, row.sealed_id).toString("utf8"),
            name: told?.name ?? null,
            email: told?.email ?? null,
            birthDate: told?.birthDate ?? null,
            kind: row.kind,
          },
        ];
      }),
    );
  }

  /** Opens free text that was sealed for a person. */
  async openFor(person: PersonId, sealed: string): Promise<string> {
    const key = (await this.keysOf([person])).get(person);
    if (key === undefined) throw new BellwetherError("not-found", "This person is not in the vault.", {});
    return open(key, Buffer.from(sealed, "base64")).toString("utf8");
  }

  sealBody(body: string): Buffer {
    return seal(this.keys.body, Buffer.from(body, "utf8"));
  }

  openBody(sealed: Buffer): string {
    return open(this.keys.body, sealed).toString("utf8");
  }

  /** Seals what a user signs in with; it opens for that user alone. */
  sealSignInSecret(userId: string, secret: string): Buffer {
    return seal(this.keys.signIn, Buffer.from(JSON.stringify({ userId, secret }), "utf8"));
  }

  openSignInSecret(userId: string, sealed: Buffer): string {
    const opened = signInSecretSchema.parse(JSON.parse(open(this.keys.signIn, sealed).toString("utf8")));
    if (opened.userId !== userId) throw new BellwetherError("internal", "This secret is another user's.");
    return opened.secret;
  }

  /** Seals what a webhook is signed with. */
  sealWebhookSecret(secret: string): Buffer {
    return seal(this.keys.webhook, Buffer.from(secret, "utf8"));
  }

  openWebhookSecret(sealed: Buffer): string {
    return open(this.keys.webhook, sealed).toString("utf8");
  }

  /** Who has the database alone cannot try recovery codes against it. */
  hashRecoveryCode(userId: string, code: string): Buffer {
    return keyedHash(this.keys.recovery, `${userId}\u0000${code}`);
  }

  private indexOf(institutionId: string): Buffer {
    return keyedHash(this.keys.index, institutionId);
  }

  private async findOrMake(byIndex: ReadonlyMap<string, string>): Promise<PersonRow[]> {
    const known = await this.select([...byIndex.keys()]);
    const have = new Set(known.map((row) => row.index_key.toString("hex")));
    const fresh = [...byIndex].filter(([index]) => !have.has(index)).sort(([a], [b]) => (a < b ? -1 : 1));
    if (fresh.length === 0) return known;
    const made = fresh.map(([index, id]) => {
      const key = randomBytes(32);
      return {
        person: randomUUID(),
        index: Buffer.from(index, "hex"),
        wrapped: seal(this.keys.wrap, key),
        sealedId: seal(key, Buffer.from(id, "utf8")),
      };
    });
    // Another process may have met the same person: its row stands, and is read back.
    await this.database.owner.query(
      `INSERT INTO vault.person (person, index_key, wrapped_key, sealed_id)
       SELECT * FROM unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[]) ON CONFLICT (index_key) DO NOTHING`,
      [made.map((p) => p.person), made.map((p) => p.index), made.map((p) => p.wrapped), made.map((p) => p.sealedId)],
    );
    return [...known, ...(await this.select(fresh.map(([index]) => index)))];
  }

  private async select(indexes: readonly string[]): Promise<PersonRow[]> {
    const rows = await this.database.owner.query<PersonRow>(
      "SELECT person, index_key, wrapped_key FROM vault.person WHERE index_key = ANY($1::bytea[])",
      [indexes.map((index) => Buffer.from(index, "hex"))],
    );
    return rows.rows;
  }

  private async keysOf(persons: readonly PersonId[]): Promise<Map<PersonId, Buffer>> {
    const found = new Map<PersonId, Buffer>();
    const missing = new Set<PersonId>();
    for (const person of persons) {
      const known = this.personKeys.get(person);
      if (known === undefined) missing.add(person);
      else found.set(person, known);
    }
    if (missing.size > 0) {
      const rows = await this.database.owner.query<{ person: PersonId; wrapped_key: Buffer }>(
        "SELECT person, wrapped_key FROM vault.person WHERE person = ANY($1::uuid[])",
        [[...missing]],
      );
      for (const row of rows.rows) {
        const key = open(this.keys.wrap, row.wrapped_key);
        this.personKeys.set(row.person, key);
        found.set(row.person, key);
      }
    }
    return found;
  }
}
