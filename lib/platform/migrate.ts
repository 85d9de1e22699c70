import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { withTransaction } from "./database";
import { BellwetherError } from "./errors";

/** Held by whoever changes the schema; shared by whoever must not see it change (a backup). */
export const migrationLock = 715_201;

export type Migration = { name: string; checksum: string };

/**
 * Applies what is missing of prisma/migrations, in order and all in one transaction, and keeps the same
 * records and checksums as `prisma migrate deploy`, so that either may go on where the other stopped.
 * Returns the names that were applied.
 */
export async function migrate(owner: pg.Pool, folder: string): Promise<string[]> {
  return withTransaction(owner, (client) => applyMigrations(client, folder));
}

/** The same in the caller's transaction; with `wanted` those alone. */
export async function applyMigrations(client: pg.PoolClient, folder: string, wanted?: ReadonlySet<string>): Promise<string[]> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [migrationLock]);
  await client.query(`
    CREATE TABLE IF NOT EXISTS public._prisma_migrations (
      id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
      migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
      started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
  const checksums = new Map((await appliedMigrations(client)).map(({ name, checksum }) => [name, checksum]));
  const applied: string[] = [];
  for (const { name, checksum, sql } of await readMigrations(folder)) {
    if (wanted !== undefined && !wanted.has(name)) continue;
    const before = checksums.get(name);
    if (before !== undefined && before !== checksum) {
      throw new BellwetherError("config-invalid", `Migration ${name} was changed after it had been applied.`, {
        migration: name,
        expected: before,
        found: checksum,
      });
    }
    if (before !== undefined) continue;
    await client.query(sql);
    await client.query(
      `INSERT INTO public._prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       VALUES ($1, $2, now(), $3, 1)`,
      [randomUUID(), checksum, name],
    );
    applied.push(name);
  }
  return applied;
}

/** What a database has had applied, in order. It must have been migrated once. */
export async function appliedMigrations(client: Pick<pg.PoolClient, "query">): Promise<Migration[]> {
  const known = await client.query<Migration>(
    `SELECT migration_name AS name, checksum FROM public._prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return known.rows;
}

/** What this version of the product brings, in order. */
export async function readMigrations(folder: string): Promise<(Migration & { sql: string })[]> {
  const names = await migrationNames(folder);
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
