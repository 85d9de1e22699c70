import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";

/** The repository, whose scripts the tests run as a user does. */
export const root = process.cwd();

/** The environment of a product process: nothing of ours but what the test sets. */
export function productEnvironment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const foreign = Object.entries(process.env).filter(
    ([name]) =>
      !/^(BELLWETHER_|NEXTAUTH_|VITEST|DATABASE_URL$|PORT$|EVENT_LOG$|KAFKA_|CELL_ENGINE$|FLINK_|NODE_ENV$|NODE_OPTIONS$)/.test(name),
  );
  return { ...Object.fromEntries(foreign), NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...settings };
}

export type Finished = { status: number | null; stdout: string; stderr: string };

/** Runs `npx bellwether …` to its end. */
export const runCommand = (settings: Record<string, string>, ...args: string[]): Promise<Finished> => runCommandOn("", settings, ...args);

/** The same with something on standard input. */
export async function runCommandOn(input: string | Buffer, settings: Record<string, string>, ...args: string[]): Promise<Finished> {
  const child = spawn(process.execPath, [join(root, "scripts", "bellwether.mjs"), ...args], {
    env: productEnvironment(settings),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined); // who does not read it may end before
  child.stdin.end(input);
  const result = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (result.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (result.stderr += chunk.toString()));
  await once(child, "close");
  return { status: child.exitCode, ...result };
}

/** A port of 127.0.0.1 that is free now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No port was given.");
  return address.port;
}
