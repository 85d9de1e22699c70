import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import type { PoolClient } from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Database } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { appliedMigrations, migrationLock } from "@/lib/platform/migrate";
import { readLogDays, readSequences, readTables, type Table } from "./catalogue";
import { leftOut } from "./left-out";
import { backupKeyOf, type Manifest, type ManifestSignature, manifestFile, signatureFile, type TableFile } from "./manifest";

export type BackupOptions = {
  database: Pick<Database, "owner">;
  vaultKey: Buffer;
  /** A folder that is not there yet, or is empty. */
  folder: string;
  now: () => Date;
  /** Called before each table. */
  onTable?: (name: string) => void;
};

/**
 * Writes all rows as of one moment, beside a working product: each table as a file of COPY's text, compressed, and last the
 * manifest, so that what was cut off has none. The vault's key is not in it, and is needed to restore it.
 */
export async function takeBackup(options: BackupOptions): Promise<Manifest> {
  const { database, folder } = options;
  await openFolder(folder);
  const client = await database.owner.connect();
  let broken = true;
  try {
    // Before the snapshot: a schema that changed after it would show tables that were rewritten as empty.
    await client.query("SELECT pg_advisory_lock_shared($1)", [migrationLock]);
    const manifest = await writeTables(client, options);
    await client.query("SELECT pg_advisory_unlock_shared($1)", [migrationLock]);
    await sign(folder, manifest, options.vaultKey);
    broken = false;
    return manifest;
  } catch (error) {
    await empty(folder);
    throw error;
  } finally {
    // One that failed may hold its transaction and its lock: both end with the connection.
    client.release(broken);
  }
}

async function writeTables(client: PoolClient, { folder, now, onTable }: BackupOptions): Promise<Manifest> {
  const migrated = await client.query("SELECT FROM pg_tables WHERE schemaname = 'public' AND tablename = '_prisma_migrations'");
  if (migrated.rowCount === 0) throw new BellwetherError("config-invalid", "The database is empty: there is nothing to back up.");
  const tables = (await readTables(client)).filter(({ name }) => leftOut[name] === undefined);
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  // Locks are taken before the snapshot is, so that no part of the log can be dropped in between (retention).
  await client.query(`LOCK TABLE ${tables.map(({ name }) => name).join(", ")} IN ACCESS SHARE MODE`);
  const head = await client.query<{ position: string; postgres: string }>(
    "SELECT position::text, current_setting('server_version') AS postgres FROM warehouse.feed_head",
  );
  const takenAt = now().toISOString();
  const files: TableFile[] = [];
  for (const table of tables) {
    onTable?.(table.name);
    files.push(await writeTable(client, table, folder));
  }
  const manifest: Manifest = {
    format: 1,
    takenAt,
    postgres: head.rows[0]?.postgres ?? "",
    migrations: await appliedMigrations(client),
    position: head.rows[0]?.position ?? "0",
    logDays: await readLogDays(client),
    tables: files,
    // Sequences know no snapshot. Read last they are ahead of the rows, and never behind.
    sequences: await readSequences(client),
  };
  await client.query("COMMIT");
  return manifest;
}

async function writeTable(client: PoolClient, { name, columns }: Table, folder: string): Promise<TableFile> {
  const file = `${name.replaceAll('"', "")}.copy.zst`;
  const rows = client.query(copyTo(`COPY (SELECT ${columns.join(", ")} FROM ${name}) TO STDOUT`));
  const hash = createHash("sha256");
  let bytes = 0;
  const seen = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  // Flushed to the disk: the manifest must not be there before what it names.
  await pipeline(rows, createZstdCompress(), seen, createWriteStream(join(folder, file), { mode: 0o600, flags: "wx", flush: true }));
  return { name, columns, file, rows: rows.rowCount, bytes, sha256: hash.digest("hex") };
}

async function sign(folder: string, manifest: Manifest, vaultKey: Buffer): Promise<void> {
  const key = backupKeyOf(vaultKey);
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const signature: ManifestSignature = { key: key.id, signature: key.sign(text).toString("base64") };
  await writeFile(join(folder, signatureFile), `${JSON.stringify(signature)}\n`, { mode: 0o600, flush: true });
  const draft = join(folder, `${manifestFile}.draft`);
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, join(folder, manifestFile));
}

async function openFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await readdir(folder);
  if (found.length === 0) return;
  throw new BellwetherError("conflict", `${folder} is not empty; name a folder that is not there yet.`, { folder });
}

/** It was empty when we began. */
async function empty(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
}
