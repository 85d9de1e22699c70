import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import { readMigrations } from "@/lib/platform/migrate";
import { backupKeyOf, type Manifest, manifestFile, manifestSchema, signatureFile, signatureSchema, type TableFile } from "./manifest";

const refuse = (message: string, facts: Record<string, unknown> = {}) => new BellwetherError("config-invalid", message, facts);

/**
 * The manifest of a backup that is whole, unchanged, of this vault and not of a later version. Reads every file; nothing
 * is written before this said yes.
 */
export async function readBackup(folder: string, vaultKey: Buffer, migrationsFolder: string): Promise<Manifest> {
  const manifest = await readManifest(folder, vaultKey);
  await refuseLaterVersion(manifest, migrationsFolder);
  for (const table of manifest.tables) await checkFile(folder, table);
  return manifest;
}

async function readManifest(folder: string, vaultKey: Buffer): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), "utf8").catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== "ENOENT") throw cause;
    throw refuse(`${folder} is no whole backup: it has no ${manifestFile}, which is written last.`, { folder });
  });
  const signed = await readFile(join(folder, signatureFile), "utf8").catch(() => "");
  const { key, signature } = parse(signatureSchema, signed, signatureFile);
  const ours = backupKeyOf(vaultKey);
  if (key !== ours.id) {
    throw refuse("BELLWETHER_VAULT_KEY is not the key that this backup was taken with.", { variable: "BELLWETHER_VAULT_KEY" });
  }
  if (!ours.verify(text, Buffer.from(signature, "base64")))
    throw refuse(`${manifestFile} was changed after the backup was taken.`, { folder });
  return parse(manifestSchema, text, manifestFile);
}

function parse<T extends z.ZodType>(schema: T, text: string, file: string): z.infer<T> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new BellwetherError("config-invalid", `${file} of the backup cannot be read.`, { file }, { cause });
  }
}

async function refuseLaterVersion({ migrations }: Manifest, migrationsFolder: string): Promise<void> {
  const known = new Map((await readMigrations(migrationsFolder)).map(({ name, checksum }) => [name, checksum]));
  for (const { name, checksum } of migrations) {
    if (known.get(name) === checksum) continue;
    const why = known.has(name) ? "which is another one here" : "which this version does not have";
    throw refuse(`The backup is of a version with the migration ${name}, ${why}: restore it with that version or a later one.`, { name });
  }
}

async function checkFile(folder: string, { file, bytes, sha256 }: TableFile): Promise<void> {
  const path = join(folder, file);
  const found = await stat(path).catch(() => null);
  if (found === null) throw refuse(`${file} is missing from the backup.`, { file });
  if (found.size < bytes) throw refuse(`${file} is cut off: ${found.size} of ${bytes} bytes are there.`, { file });
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  if (hash.digest("hex") !== sha256) throw refuse(`${file} was changed after the backup was taken.`, { file });
}
