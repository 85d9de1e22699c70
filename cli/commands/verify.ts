import type { Command } from "commander";
import { verify } from "@/lib/aggregator/verify/verify";
import { withStore } from "../with-store";

export function register(program: Command): void {
  program
    .command("verify")
    .description("Recompute every cell from the log and compare; exit status 1 if any differs")
    .action(async () => {
      await withStore(async (store) => {
        const result = await verify(store.database, store.timeZone);
        for (const difference of result.differences) process.stderr.write(`${JSON.stringify(difference)}\n`);
        process.stdout.write(`${result.compared} cells compared, ${result.differ} differ\n`);
        if (result.differ > 0) process.exitCode = 1;
      });
    });
}
