import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { isRunning } from "@/lib/platform/process-state";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { killServersOn } from "./start-server";

export function makeDataDirectory(folder = temporaryFolder()): string {
  const directory = mkdtempSync(join(folder, "bellwether-product-"));
  chmodSync(directory, 0o755); // PostgreSQL runs as another user where we are root
  return directory;
}

/** The address of the embedded database that runs on this data. */
export function databaseUrlOf(dataDirectory: string): string {
  const password = readFileSync(join(dataDirectory, "postgres.password"), "utf8").trim();
  return `postgresql://bellwether:${password}@127.0.0.1:${postmasterLines(dataDirectory)[3]}/bellwether`;
}

export const vaultKeyOf = (dataDirectory: string): Buffer =>
  Buffer.from(readFileSync(join(dataDirectory, "vault.key"), "utf8").trim(), "base64url");

/** The embedded server's processes on this data, the first of them the postmaster; empty where none runs. */
export function postgresProcesses(dataDirectory: string): number[] {
  const postmaster = Number(postmasterLines(dataDirectory)[0]);
  if (!(postmaster > 0) || !isRunning(postmaster)) return [];
  const all = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const children = all.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, parent]) => parent === postmaster);
  return [postmaster, ...children.map(([pid]) => pid ?? 0)].filter((pid) => pid > 0);
}

/** Kills the embedded server with all its processes, as a power cut would. */
export async function killPostgres(dataDirectory: string): Promise<void> {
  const processes = postgresProcesses(dataDirectory);
  for (const pid of processes) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it ended by itself when its postmaster did
    }
  }
  while (processes.some(isRunning)) await pause(10);
}

export async function removeDataDirectory(dataDirectory: string): Promise<void> {
  await killServersOn(dataDirectory);
  await killPostgres(dataDirectory);
  rmSync(dataDirectory, { recursive: true, force: true });
}

function postmasterLines(dataDirectory: string): string[] {
  try {
    return readFileSync(join(dataDirectory, "postgres", "postmaster.pid"), "utf8").split("\n");
  } catch {
    return []; // none was started, or it ended in order
  }
}
