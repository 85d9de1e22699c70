import type { Command } from "commander";
import { printJob } from "@/lib/aggregator/flink/job-control";
import { type FlinkConfig, type ManageOptions, plannedJob, status, stop, submit } from "@/lib/aggregator/flink/manage-job";
import type { Config } from "@/lib/platform/config";
import { BellwetherError } from "@/lib/platform/errors";
import { say, withStore } from "../with-store";

export function register(program: Command): void {
  const flink = program.command("flink").description("The job that computes cells in Flink (CELL_ENGINE=flink)");
  flink
    .command("print")
    .description("Write the job's SQL to standard output")
    .action(() => withFlink(async (options) => process.stdout.write(printJob(await plannedJob(options)))));
  flink
    .command("submit")
    .description("Start the job, from the savepoint that it was stopped with; one that runs is stopped with a savepoint first")
    .option("--from <path>", "a savepoint or checkpoint to start from")
    .option("--anew", "from the beginning of the topics, into a new topic of cells")
    .action((asked: { from?: string; anew?: boolean }) =>
      withFlink(async (options) => {
        const submitted = await submit(options, { anew: asked.anew === true, from: asked.from ?? null });
        const from = submitted.savepoint === null ? "from the beginning of the topics" : `from ${submitted.savepoint}`;
        process.stdout.write(`${submitted.id} started ${from}\n`);
      }),
    );
  flink
    .command("status")
    .description("Say whether the job runs, and how far cells are behind facts; exit status 1 if it does not or they are settling")
    .action(() =>
      withFlink(async (options) => {
        const { jobs, ofFlink, settled, follows, savepoint } = await status(options);
        for (const job of jobs) process.stdout.write(`${job.id} ${job.status} since ${job.startedAt}\n`);
        if (jobs.length === 0) process.stdout.write(`no job runs${savepoint === null ? "" : `; it was stopped with ${savepoint}`}\n`);
        const state = settled ? "hold all that facts hold" : follows ? "are at most fifteen seconds behind" : "are settling";
        process.stdout.write(ofFlink ? `cells are Flink's and ${state}\n` : "cells are the aggregator's\n");
        if (jobs.length === 0 || !follows) process.exitCode = 1;
      }),
    );
  flink
    .command("stop")
    .description("Stop the job with a savepoint, from which submit goes on")
    .action(() =>
      withFlink(async (options) => {
        const savepoint = await stop(options);
        if (savepoint === null) return say("No job runs.");
        process.stdout.write(`${savepoint}\n`);
      }),
    );
}

async function withFlink(run: (options: ManageOptions) => Promise<unknown>): Promise<void> {
  await withStore((store, config) =>
    run({ database: store.database, config: flinkOf(config), timeZone: store.timeZone, now: () => new Date() }),
  );
}

function flinkOf({ cellEngine }: Config): FlinkConfig {
  if (cellEngine.kind === "flink") return cellEngine;
  throw new BellwetherError("config-invalid", "CELL_ENGINE: cells are the aggregator's; set it to flink", { variable: "CELL_ENGINE" });
}
