import { createReadStream } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdDecompress } from "node:zlib";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { writeAudit } from "@/lib/access/write-audit";
import { type Database, withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { applyMigrations, migrate } from "@/lib/platform/migrate";
import { readTables, schemas } from "./catalogue";
import type { Manifest, TableFile } from "./manifest";
import { readBackup } from "./read-backup";
import { withoutTriggers } from "./without-triggers";

export type RestoreOptions = {
  database: Pick<Database, "owner">;
  vaultKey: Buffer;
  folder: string;
  /** prisma/migrations of the version that restores. */
  migrationsFolder: string;
  onTable?: (name: string) => void;
};

/**
 * Fills an empty database from a backup: the schema that the rows are of, the rows, and then what is missing of the schema.
 * All in one transaction but the last: whatever goes wrong before, the database is as empty as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Manifest> {
  const { database, vaultKey, folder, migrationsFolder } = options;
  // Both are asked before hours are spent on reading: the second is asked again under the lock.
  await refuseFilled(database.owner);
  const manifest = await readBackup(folder, vaultKey, migrationsFolder);
  await withTransaction(database.owner, async (client) => {
    await refuseFilled(client);
    await applyMigrations(client, migrationsFolder, new Set(manifest.migrations.map(({ name }) => name)));
    await fill(client, manifest, options);
    await writeAudit(client, {
      actor: "system",
      action: "backup.restored",
      detail: { takenAt: manifest.takenAt, position: manifest.position },
    });
  });
  await migrate(database.owner, migrationsFolder);
  await database.owner.query("ANALYZE");
  return manifest;
}

async function refuseFilled(client: Pick<PoolClient, "query">): Promise<void> {
  const found = await client.query<{ name: string }>(
    `SELECT nspname AS name FROM pg_namespace WHERE nspname = ANY($1)
     UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') LIMIT 1`,
    [schemas],
  );
  const name = found.rows[0]?.name;
  if (name === undefined) return;
  throw new BellwetherError("conflict", `The database is not empty (it has ${name}): a backup is restored into a new one only.`, { name });
}

async function fill(client: PoolClient, manifest: Manifest, { folder, onTable }: RestoreOptions): Promise<void> {
  const tables = (await readTables(client)).map(({ name }) => name);
  await withoutTriggers(client, tables, async () => {
    // Rows that migrations put there are in the backup too, as they became.
    await client.query(`TRUNCATE ${tables.join(", ")}`);
    for (const day of manifest.logDays) await client.query("SELECT log.ensure_event_partition($1)", [day]);
    for (const table of manifest.tables) {
      onTable?.(table.name);
      await fillTable(client, table, folder);
    }
    for (const { name, value, called } of manifest.sequences) await client.query("SELECT setval($1, $2, $3)", [name, value, called]);
  });
}

async function fillTable(client: PoolClient, { name, columns, file, rows }: TableFile, folder: string): Promise<void> {
  const target = client.query(copyFrom(`COPY ${name} (${columns.join(", ")}) FROM STDIN`));
  await pipeline(createReadStream(join(folder, file)), createZstdDecompress(), target);
  if (target.rowCount === rows) return;
  throw new BellwetherError("internal", `${name}: ${target.rowCount} of ${rows} rows were restored.`, { name });
}
