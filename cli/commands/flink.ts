import type { Command } from "commander";
import { printJob } from "@/lib/aggregator/flink/job-control";
import type { Standing } from "@/lib/aggregator/flink/job-standing";
import { type FlinkConfig, lostWords, type ManageOptions, plannedJob, status, stop, submit } from "@/lib/aggregator/flink/manage-job";
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
    .description(
      "Start the job, from the savepoint that it was stopped with or, if it was lost, its last checkpoint; one that runs is stopped with a savepoint first",
    )
    .option("--from <path>", "a savepoint or checkpoint to start from")
    .option("--anew", "from the beginning of the topics, into a new topic of cells")
    .action((asked: { from?: string; anew?: boolean }) =>
      withFlink(async (options) => {
        const { id, from } = await submit(options, { anew: asked.anew === true, from: asked.from ?? null });
        process.stdout.write(`${id} started from ${from ?? "the beginning of the topics"}\n`);
      }),
    );
  flink
    .command("status")
    .description("Say whether the job runs, and how far cells are behind facts; exit status 1 if it does not or they are settling")
    .action(() =>
      withFlink(async (options) => {
        const { jobs, standing, ofFlink, settled, follows } = await status(options);
        for (const job of jobs) process.stdout.write(`${job.id} ${job.status} since ${job.startedAt}\n`);
        if (standing !== null) process.stdout.write(`no job runs: ${wordsOf(standing)}\n`);
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
    run({ database: store.database, config: flinkOf(config), timeZone: store.timeZone, now: () => new Date(), say }),
  );
}

function wordsOf(standing: Standing): string {
  if (standing.kind === "never") return "none was started. flink submit starts it from the beginning of the topics.";
  if (standing.kind === "stopped") return `it was stopped. flink submit goes on from ${standing.savepoint}`;
  if (standing.origin === null) return `${lostWords(standing)}.`;
  return `it was lost: its job manager forgot it, or it failed. flink submit goes on from ${standing.origin.path}`;
}

function flinkOf({ cellEngine }: Config): FlinkConfig {
  if (cellEngine.kind === "flink") return cellEngine;
  throw new BellwetherError("config-invalid", "CELL_ENGINE: cells are the aggregator's; set it to flink", { variable: "CELL_ENGINE" });
}
