import { resolve } from "node:path";
import type { Command } from "commander";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { loadConfig } from "@/lib/platform/config";
import { existingVaultKey, migrationsIn, openBare } from "@/lib/runtime/open-services";
import { folder as product, say } from "../with-store";

export function register(program: Command): void {
  program
    .command("restore <folder>")
    .description("Fill a new, empty database from a backup; run `verify` afterwards")
    .action(async (folder: string) => {
      const config = loadConfig(process.env);
      const vaultKey = await existingVaultKey(config);
      const { database, close } = await openBare(config, say);
      try {
        const manifest = await restoreBackup({
          database,
          vaultKey,
          folder: resolve(folder),
          migrationsFolder: migrationsIn(product),
          onTable: say,
        });
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        process.stdout.write(`${rows} rows as of ${manifest.takenAt}, position ${manifest.position}\n`);
        say("Run `bellwether verify` and `bellwether audit verify`, then have the sources send again what came after the backup.");
      } finally {
        await close();
      }
    });
}
