import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { followAccessChanges } from "@/lib/access/access-changes";
import { ApiKeys } from "@/lib/access/api-keys";
import { auditKeyOf } from "@/lib/access/audit/anchor";
import { Sessions } from "@/lib/access/sessions";
import { SignInThrottle } from "@/lib/access/throttle";
import type { Config } from "@/lib/platform/config";
import { type Database, openDatabase } from "@/lib/platform/database";
import { DatabaseClock, timeOf } from "@/lib/platform/database-clock";
import { secretFile, startEmbeddedPostgres } from "@/lib/platform/embedded-postgres";
import { BellwetherError } from "@/lib/platform/errors";
import { logger } from "@/lib/platform/log-output";
import { migrate } from "@/lib/platform/migrate";
import { Vault } from "@/lib/privacy/vault";
import { Readiness } from "./readiness";
import type { Services } from "./services";
import { resolveTimeZone } from "./time-zone";

export type OpenDatabase = {
  database: Database;
  vault: Vault;
  vaultKey: Buffer;
  /** The institution's IANA zone. */
  timeZone: string;
  close(): Promise<void>;
};

export const migrationsIn = (folder: string) => join(folder, "prisma", "migrations");

/** Boots or finds the database, migrates it, opens the vault. Closing it leaves a database that others use. */
export async function openStore(config: Config, folder: string, say: (line: string) => void): Promise<OpenDatabase> {
  const { database, close } = await openBare(config, say);
  try {
    const applied = await migrate(database.owner, migrationsIn(folder));
    if (applied.length > 0) say(`Migrated: ${applied.join(", ")}.`);
    const timeZone = await resolveTimeZone(database, config.timeZone);
    const vaultKey = await vaultKeyOf(config);
    const vault = await Vault.open(database, vaultKey);
    return { database, vault, vaultKey, timeZone, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Boots or finds the database and leaves it as it is, of whichever version, or empty. */
export async function openBare(config: Config, say: (line: string) => void): Promise<Pick<OpenDatabase, "database" | "close">> {
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDirectory, say) : null;
  const stop = async () => {
    await embedded?.stop();
  };
  try {
    const database = await openDatabase(embedded?.url ?? config.databaseUrl ?? "", { ownerSize: 12, readerSize: 12 });
    return {
      database,
      async close() {
        await database.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The vault's key that is there; unlike at a start none is made. */
export async function existingVaultKey(config: Config): Promise<Buffer> {
  if (config.vaultKey !== null) return config.vaultKey;
  const file = join(config.dataDirectory, "vault.key");
  const text = await readFile(file, "utf8").catch(() => "");
  if (text.trim() !== "") return Buffer.from(text.trim(), "base64url");
  throw new BellwetherError("config-invalid", `BELLWETHER_VAULT_KEY: is not set, and ${file} is not there.`, {
    variable: "BELLWETHER_VAULT_KEY",
    file,
  });
}

async function vaultKeyOf(config: Config): Promise<Buffer> {
  if (config.vaultKey !== null) return config.vaultKey;
  return Buffer.from(await secretFile(join(config.dataDirectory, "vault.key")), "base64url");
}

export async function openServices(
  config: Config,
  store: OpenDatabase,
  submit: Services["submit"],
): Promise<Services & { close(): Promise<void> }> {
  const clock = await DatabaseClock.open(timeOf(store.database), { onError: (error) => logger.warn({ error }, "clock") });
  const now = () => clock.now();
  const milliseconds = () => now().getTime();
  const nextAuthSecret =
    config.nextAuthSecret ??
    (config.databaseUrl === null ? await secretFile(join(config.dataDirectory, "nextauth.secret")) : randomBytes(32).toString("base64url"));
  const changes = await followAccessChanges(store.database.url, (error) => logger.warn({ error }, "access changes"));
  return {
    config,
    nextAuthSecret,
    database: store.database,
    vault: store.vault,
    auditKey: auditKeyOf(store.vaultKey),
    timeZone: store.timeZone,
    changes,
    sessions: new Sessions(store.database, changes, milliseconds),
    apiKeys: new ApiKeys(store.database, changes, milliseconds),
    throttle: new SignInThrottle(store.database, nextAuthSecret),
    readiness: new Readiness(store.database),
    submit,
    now,
    async close() {
      clock.stop();
      await changes.stop();
    },
  };
}
