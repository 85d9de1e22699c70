import { resolve } from "node:path";
import type { Command } from "commander";
import { writeAudit } from "@/lib/access/write-audit";
import { takeBackup } from "@/lib/backup/take-backup";
import { loadConfig } from "@/lib/platform/config";
import { existingVaultKey, openBare } from "@/lib/runtime/open-services";
import { say } from "../with-store";

export function register(program: Command): void {
  program
    .command("backup <folder>")
    .description("Write all rows as of one moment into a new folder, beside a running server; the vault's key is not in it")
    .action(async (folder: string) => {
      const config = loadConfig(process.env);
      // Before anything is booted: without it there is no database of ours here.
      const vaultKey = await existingVaultKey(config);
      const { database, close } = await openBare(config, say);
      try {
        const manifest = await takeBackup({ database, vaultKey, folder: resolve(folder), now: () => new Date(), onTable: say });
        const { takenAt, position } = manifest;
        await writeAudit(database.owner, { actor: "system", action: "backup.taken", detail: { takenAt, position } });
        const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
        const bytes = manifest.tables.reduce((sum, table) => sum + table.bytes, 0);
        process.stdout.write(`${rows} rows of ${manifest.tables.length} tables as of ${takenAt}, position ${position}: ${bytes} bytes\n`);
        say("Keep the vault's key in another place: nobody can restore this without it.");
      } finally {
        await close();
      }
    });
}
