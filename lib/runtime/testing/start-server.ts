import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { freePort, productEnvironment, root } from "./product";

export type RunningServer = {
  /** http://127.0.0.1:PORT */
  url: string;
  pid: number;
  /** What the command line needs to reach the same database. */
  settings: Record<string, string>;
  /** What was written to standard error so far. */
  output(): string;
  /** From now on nobody reads what it writes: its pipe is closed. */
  stopReading(): void;
  /** Sends the signal; resolves with the exit status, or the signal that ended it, when the process has ended. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
};

const started = new Map<ChildProcess, string>();

/** Ends what a test that failed left running on this data. */
export async function killServersOn(dataDirectory: string): Promise<void> {
  for (const [child, directory] of started) {
    if (directory !== dataDirectory || child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}

const secret = "a-secret-of-a-test-which-is-long-enough";

/**
 * Starts the built product as `npm start` does, and resolves when it says that it is ready. Outside demo
 * mode unless the settings say otherwise. Throws with its output where it ends before.
 */
export async function startServer(dataDirectory: string, more: Record<string, string> = {}): Promise<RunningServer> {
  const port = await freePort();
  const settings = {
    BELLWETHER_DATA_DIR: dataDirectory,
    BELLWETHER_DEMO: "off",
    NEXTAUTH_SECRET: secret,
    PORT: String(port),
    ...more,
  };
  const child = spawn(process.execPath, [join(root, "scripts", "start.mjs")], {
    env: productEnvironment(settings),
    stdio: ["ignore", "ignore", "pipe"],
  });
  started.set(child, dataDirectory);
  const ended = once(child, "exit").then(() => started.delete(child));
  let output = "";
  const ready = new Promise<void>((resolve) => {
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ready at ")) resolve();
    });
  });
  await Promise.race([ready, ended]);
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
    throw new Error(`The server ended before it was ready (${child.exitCode ?? child.signalCode}):\n${output}`);
  }
  return {
    url: `http://127.0.0.1:${settings.PORT}`,
    pid: child.pid,
    settings,
    output: () => output,
    stopReading: () => void child.stderr.destroy(),
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await ended;
      return child.exitCode ?? child.signalCode;
    },
  };
}
