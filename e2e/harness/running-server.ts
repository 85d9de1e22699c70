import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { until } from "./until";

export const timeZone = "Asia/Seoul";
const root = process.cwd();

/** Where a server keeps everything, the port that it is reached at, and what else its environment says. */
export type Place = { dataDirectory: string; port: number; settings?: Record<string, string> };
export type RunningServer = Place & {
  url: string;
  pid: number;
  /** As Ctrl-C would. Throws where the process or its PostgreSQL lives on, or the exit was not clean. */
  stop(): Promise<void>;
  /** As a crash would; PostgreSQL is left alone. */
  kill(): Promise<void>;
};

export async function makePlace(): Promise<Place> {
  const dataDirectory = await mkdtemp(join(temporaryFolder(), "bellwether-e2e-"));
  await chmod(dataDirectory, 0o755); // PostgreSQL runs as another user where we are root
  return { dataDirectory, port: await freePort() };
}

/** Removes the data, and first ends a PostgreSQL that a failed test left behind. */
export async function removePlace(place: Place): Promise<void> {
  const left = await postgresOf(place).catch(() => null); // no lock file: it ended
  if (left !== null && isAlive(left.pid)) {
    process.kill(left.pid, "SIGINT");
    await until("the PostgreSQL that was left ended", () => !isAlive(left.pid));
  }
  await rm(place.dataDirectory, { recursive: true, force: true });
}

/** Nothing of the caller's environment but what programs need: a DATABASE_URL set elsewhere must not be used. */
function environment({ dataDirectory, port, settings = {} }: Place): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return {
    ...Object.fromEntries(Object.entries({ PATH, HOME, TMPDIR }).filter(([, value]) => value !== undefined)),
    NODE_ENV: "production",
    PORT: String(port),
    BELLWETHER_DATA_DIR: dataDirectory,
    BELLWETHER_DEMO: "on",
    // Without a worker nothing is seeded or simulated: every event is one that a test sent.
    BELLWETHER_ROLES: "web,aggregator",
    BELLWETHER_TIME_ZONE: timeZone,
    ...settings,
  };
}

/** Starts the built server, as `npm start` does after its preparations, and waits until it is ready. */
export async function startServer(place: Place): Promise<RunningServer> {
  const logFile = join(place.dataDirectory, "server.log");
  const log = createWriteStream(logFile, { flags: "a" });
  const child = spawn(process.execPath, ["dist/server.mjs"], { cwd: root, env: environment(place), stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const url = `http://127.0.0.1:${place.port}`;
  await until("the server is ready", async () => {
    if (hasEnded(child)) throw new Error(`The server ended while it started:\n${await readFile(logFile, "utf8")}`);
    return fetch(`${url}/api/ready`).then(
      (response) => response.ok,
      () => false,
    );
  });
  return {
    ...place,
    url,
    pid: child.pid ?? 0,
    async stop() {
      const postgres = await postgresOf(place);
      child.kill("SIGTERM");
      await until("the server ended", () => hasEnded(child));
      if (child.exitCode !== 0) throw new Error(`The server did not end cleanly:\n${await readFile(logFile, "utf8")}`);
      if (isAlive(postgres.pid)) throw new Error(`PostgreSQL ${postgres.pid} outlived its server.`);
    },
    async kill() {
      child.kill("SIGKILL");
      await until("the server is dead", () => hasEnded(child));
    },
  };
}

/** The command line beside the running server. Returns what it printed; throws unless it ended with 0. */
export async function bellwether(place: Place, ...command: string[]): Promise<string> {
  const done = await promisify(execFile)(process.execPath, ["dist/bellwether.mjs", ...command], { cwd: root, env: environment(place) });
  return done.stdout.trim();
}

/** The embedded PostgreSQL of a place: postmaster.pid has the process on its first line, the port on its fourth. */
export async function postgresOf({ dataDirectory }: Place): Promise<{ pid: number; url: string }> {
  const lines = (await readFile(join(dataDirectory, "postgres", "postmaster.pid"), "utf8")).split("\n");
  const password = (await readFile(join(dataDirectory, "postgres.password"), "utf8")).trim();
  return { pid: Number(lines[0]), url: `postgresql://bellwether:${password}@127.0.0.1:${Number(lines[3])}/bellwether` };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
