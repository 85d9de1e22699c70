import type { Command } from "commander";
import { withStore } from "../with-store";

export function register(program: Command): void {
  program
    .command("migrate")
    .description("Apply the migrations that are missing")
    .action(async () => {
      await withStore(async () => process.stdout.write("The database is up to date.\n"));
    });
}
