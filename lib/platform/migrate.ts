import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { withTransaction } from "./database";
import { BellwetherError } from "./errors";

const migrationLock = 715_201;

/**
 * Applies what is missing of prisma/migrations, in order and all in one transaction, and keeps the same
 * records and checksums as `prisma migrate deploy`, so that either may go on where the other stopped.
 * Returns the names that were applied.
 */
export async function migrate(owner: pg.Pool, folder: string): Promise<string[]> {
  return withTransaction(owner, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock($1)", [migrationLock]);
    await client.query(`
      CREATE TABLE IF NOT EXISTS public._prisma_migrations (
        id varchar(36) PRIMARY KEY NOT NULL, checksum varchar(64) NOT NULL, finished_at timestamptz,
        migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz,
        started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)`);
    const known = await client.query<{ name: string; checksum: string }>(
      "SELECT migration_name AS name, checksum FROM public._prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    const checksums = new Map(known.rows.map((row) => [row.name, row.checksum]));
    const applied: string[] = [];
    for (const name of await migrationNames(folder)) {
      const sql = await readFile(join(folder, name, "migration.sql"), "utf8");
      const checksum = createHash("sha256").update(sql).digest("hex");
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
  });
}

async function migrationNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
