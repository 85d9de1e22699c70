import type { PoolClient } from "pg";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { overlapDays } from "./key-days";
import { newSecret } from "./key-secrets";
import { standingOf } from "./key-standing";
import { actorBy, type ByWhom, refuseMoreThanSeen, requireOwnName, subjectOf, type WantedKey } from "./manage-api-keys";
import { writeAudit } from "./write-audit";

type Doing = { by: ByWhom; now: Date };
type Held = Required<WantedKey>;

const day = 86_400_000;

/** Changes what is given, and leaves the rest of the key as it is. Throws not-found, forbidden, or conflict where it is over. */
export async function changeApiKey(database: Database, id: string, change: Partial<WantedKey>, { by, now }: Doing): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const held = await holdActive(client, id, now);
    const wanted: Held = { ...held, ...change };
    const differs = (...names: ("can" | "scope")[]) => names.some((name) => JSON.stringify(held[name]) !== JSON.stringify(wanted[name]));
    // A key that holds for longer is more than was given before.
    const longer = held.expiresAt !== null && (wanted.expiresAt === null || wanted.expiresAt > held.expiresAt);
    if (longer || differs("can", "scope")) await refuseMoreThanSeen(client, by, wanted.can, now);
    await requireOwnName(client, wanted.name, id, now);
    await client.query(
      "UPDATE app.api_key SET name = $2, can = $3, scope = $4::jsonb, expires_at = $5, events_per_second = $6 WHERE id = $1",
      [id, wanted.name, [...wanted.can], JSON.stringify(wanted.scope), wanted.expiresAt, wanted.eventsPerSecond],
    );
    const names = (["name", "can", "scope", "expiresAt", "eventsPerSecond"] as const).filter(
      (name) => JSON.stringify(held[name]) !== JSON.stringify(wanted[name]),
    );
    if (names.length === 0) return;
    const changes = Object.fromEntries(names.map((name) => [name, { from: held[name], to: wanted[name] }]));
    await writeAudit(client, { actor: actorBy(by), action: "key.changed", subject: subjectOf(id), detail: { name: wanted.name, changes } });
  });
}

/**
 * Gives a key a new secret, shown once; the one so far holds until `oldUntil`, if its key does, so that senders change
 * over one by one. Throws not-found, forbidden, or conflict where the key is over or two secrets hold already.
 */
export async function rotateApiKey(
  database: Database,
  id: string,
  { by, now, oldUntil }: Doing & { oldUntil: Date },
): Promise<{ id: string; key: string }> {
  const overlap = oldUntil.getTime() - now.getTime();
  if (overlap < 0 || overlap > overlapDays.most * day) {
    throw new BellwetherError("bad-request", `The secret so far holds for ${overlapDays.most} days more at most.`, {
      field: "oldUntil",
      rule: overlap < 0 ? "min" : "max",
      found: oldUntil.toISOString(),
    });
  }
  const { prefix, hash, key } = newSecret();
  await withTransaction(database.owner, async (client) => {
    const { name, can } = await holdActive(client, id, now);
    await refuseMoreThanSeen(client, by, can, now);
    const rotating = await client.query("SELECT FROM app.api_key_secret WHERE key_id = $1 AND ends_at > $2", [id, now]);
    if (rotating.rowCount !== 0)
      throw new BellwetherError("conflict", "Two secrets of this key hold already; end the older one first.", { rule: "rotating" });
    const old = await client.query<{ prefix: string }>(
      "UPDATE app.api_key_secret SET ends_at = $2 WHERE key_id = $1 AND ends_at IS NULL RETURNING prefix",
      [id, oldUntil],
    );
    await client.query("INSERT INTO app.api_key_secret (prefix, key_id, secret_hash, created_at, made_by) VALUES ($1, $2, $3, $4, $5)", [
      prefix,
      id,
      hash,
      now,
      by?.userId ?? null,
    ]);
    const detail = { name, prefix, old: old.rows[0]?.prefix ?? null, oldUntil };
    await writeAudit(client, { actor: actorBy(by), action: "key.rotated", subject: subjectOf(id), detail });
  });
  return { id, key };
}

/** Ends the older of two secrets now. Throws not-found, or conflict where the key is over or has one secret only. */
export async function endOldSecret(database: Database, id: string, { by, now }: Doing): Promise<void> {
  await withTransaction(database.owner, async (client) => {
    const { name } = await holdActive(client, id, now);
    const ended = await client.query<{ prefix: string }>(
      "UPDATE app.api_key_secret SET ends_at = $2 WHERE key_id = $1 AND ends_at > $2 RETURNING prefix",
      [id, now],
    );
    const [old] = ended.rows;
    if (old === undefined) throw new BellwetherError("conflict", "This key has no older secret that holds.", { rule: "rotating" });
    const detail = { name, endedSecret: old.prefix };
    await writeAudit(client, { actor: actorBy(by), action: "key.changed", subject: subjectOf(id), detail });
  });
}

/** The key, locked: of two who change it at once the second sees what the first did. */
async function holdActive(client: PoolClient, id: string, now: Date): Promise<Held> {
  const found = await client.query<Held & { expiresAt: Date | null; revokedAt: Date | null }>(
    `SELECT name, can, scope, expires_at AS "expiresAt", revoked_at AS "revokedAt", events_per_second AS "eventsPerSecond"
     FROM app.api_key WHERE id = $1 FOR UPDATE`,
    [id],
  );
  const [row] = found.rows;
  if (row === undefined) throw new BellwetherError("not-found", "There is no such key.", { field: "id" });
  const { revokedAt, ...held } = row;
  const { state } = standingOf({ ...held, revokedAt, lastUsedAt: null }, now);
  if (state === "active") return held;
  throw new BellwetherError("conflict", `This key is ${state}; make another.`, { rule: "active", found: state });
}
