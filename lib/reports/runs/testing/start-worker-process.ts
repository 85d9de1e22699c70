import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

const root = process.cwd();

/** Bundles the process once; `remove` takes the bundle away. */
export async function bundleWorkerProcess(): Promise<{ path: string; remove(): Promise<void> }> {
  // Where packages are found from.
  const path = join(root, "dist", `report-worker-${randomUUID()}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ["lib/reports/runs/testing/worker-process.ts"],
    outfile: path,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node24",
    alias: { "@": root },
    logLevel: "warning",
  });
  return { path, remove: () => rm(path, { force: true }) };
}

export type WorkerSettings = { url: string; smtpPort: number; ahead: number; deliveries: number };

/** Begins it; `kill` resolves when it is gone. */
export function startWorkerProcess(path: string, settings: WorkerSettings): { kill(): Promise<void> } {
  const child = spawn(process.execPath, [path, JSON.stringify(settings)], { stdio: ["ignore", "inherit", "inherit"] });
  const gone = once(child, "exit");
  return {
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
  };
}
