import type { Command } from "commander";
import { runVerification } from "@/lib/aggregator/verify/run-verification";
import { withStore } from "../with-store";

export function register(program: Command): void {
  program
    .command("verify")
    .description("Recompute every cell from the log, compare and keep the result; exit status 1 if any differs")
    .action(async () => {
      await withStore(async (store) => {
        const { database, timeZone } = store;
        const result = await runVerification({ database, timeZone, actor: "system", now: () => new Date() });
        for (const difference of result.differences) process.stderr.write(`${JSON.stringify(difference)}\n`);
        process.stdout.write(`${result.compared} cells compared, ${result.differ} differ\n`);
        if (result.differ > 0) process.exitCode = 1;
      });
    });
}
