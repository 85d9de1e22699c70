import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import { withTransaction } from "./database";
import { BellwetherError } from "./errors";

/** Held by whoever changes the schema; shared by whoever must not see it change (a backup). */
export const migrationLock = 715_201;

/**
 * Shared by each batch of the aggregator before it touches a table, and held alone by a migration before it does: batches use
 * most tables, each in an order of its own, so that a migration would meet one halfway again and again.
 */
export const batchLock = 715_220;

export type Migration = { name: string; checksum: string };

/**
 * Milliseconds that a migration waits for a table: whoever comes after it waits as long. Less than PostgreSQL waits before it
 * looks for a deadlock (1 s): of a batch and a migration that want each other's tables the migration gives way.
 */
const longestLock = 500;
const pauseBetween = 1_000;
/** A verification or a backup may read for so long. */
const longestTry = 30 * 60_000;
/** lock_not_available, deadlock_detected */
const inTheWay: ReadonlySet<unknown> = new Set(["55P03", "40P01"]);

/**
 * Applies what is missing of prisma/migrations, in order and all in one transaction, and keeps the same
 * records and checksums as `prisma migrate deploy`, so that either may go on where the other stopped.
 * Returns the names that were applied. Beside a working product it holds nobody up for long: a table that somebody
 * reads is asked for again a moment later instead of waited for, with all who want it next behind.
 */
export async function migrate(owner: pg.Pool, folder: string): Promise<string[]> {
  const began = performance.now();
  for (;;) {
    try {
      return await withTransaction(owner, (client) => applyMigrations(client, folder));
    } catch (error) {
      if (!(error instanceof Error) || !inTheWay.has(Reflect.get(error, "code"))) throw error;
      if (performance.now() - began > longestTry) {
        throw new BellwetherError(
          "unavailable",
          "The schema could not be changed: somebody has been using its tables all the time.",
          {},
          { cause: error },
        );
      }
      await pause(pauseBetween);
    }
  }
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
    if (applied.length === 0) await begin(client);
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

/** Once there is something to apply, so that a start with nothing to do holds nobody up. */
async function begin(client: pg.PoolClient): Promise<void> {
  await client.query("SELECT pg_advisory_xact_lock($1)", [batchLock]);
  await client.query(`SET LOCAL lock_timeout = ${longestLock}`);
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
