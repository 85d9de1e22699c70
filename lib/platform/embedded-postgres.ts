import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, link, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { type DatabaseUse, joinUsers } from "./database-use";
import { BellwetherError } from "./errors";
import { findPostgres, type PostgresBinaries, type RunAs, runAs } from "./postgres-binaries";
import { isRunning } from "./process-state";
import { withStartLock } from "./start-lock";

export type EmbeddedPostgresHandle = {
  url: string;
  /** Ends the database unless another process uses it. */
  stop(): Promise<void>;
};

const role = "bellwether";
/** A crash recovery may take this long, in milliseconds. */
const startWithin = 120_000;
const stopWithin = 30_000;
const databaseName = "bellwether";

/**
 * Boots PostgreSQL from the npm package on 127.0.0.1, its data under `<dataDirectory>/postgres`, or joins
 * the one that runs there already: of another process, or left by a killed one. A stale lock file is
 * recovered from. Of the processes that use it, the last to stop ends it.
 */
export async function startEmbeddedPostgres(
  dataDirectory: string,
  say: (line: string) => void = () => undefined,
): Promise<EmbeddedPostgresHandle> {
  await mkdir(dataDirectory, { recursive: true });
  return withStartLock(dataDirectory, say, async () => {
    const password = await secretFile(join(dataDirectory, "postgres.password"));
    return (await adopt(dataDirectory, password, say)) ?? (await boot(dataDirectory, password, say));
  });
}

async function adopt(dataDirectory: string, password: string, say: (line: string) => void): Promise<EmbeddedPostgresHandle | null> {
  const running = await settledServer(join(dataDirectory, "postgres"));
  if (running === null || !(await answers(urlOf(password, running.port, "postgres")))) return null;
  const url = urlOf(password, running.port);
  try {
    await ensureDatabase(urlOf(password, running.port, "postgres"));
    const handle = handleOf(url, running.pid, await joinUsers(url));
    say("Using the database that is already running.");
    return handle;
  } catch (error) {
    if (!(await ends(running.pid))) throw error; // it was shutting down
    return null;
  }
}

async function boot(dataDirectory: string, password: string, say: (line: string) => void): Promise<EmbeddedPostgresHandle> {
  const directory = join(dataDirectory, "postgres");
  const port = await freePort();
  const binaries = await findPostgres();
  const user = runAs();
  if (!(await exists(join(directory, "PG_VERSION")))) {
    say("Creating the embedded database.");
    await initialise(binaries, directory, password, user);
  }
  const pid = await launch(binaries, directory, port, user, password, join(dataDirectory, "postgres.log"));
  await ensureDatabase(urlOf(password, port, "postgres"));
  const url = urlOf(password, port);
  return handleOf(url, pid, await joinUsers(url));
}

const handleOf = (url: string, pid: number, use: DatabaseUse): EmbeddedPostgresHandle => ({
  url,
  stop: () => use.leave(() => stopServer(pid)),
});

async function initialise(binaries: PostgresBinaries, directory: string, password: string, user: RunAs): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const passwordFile = join(directory, "..", `initdb-${process.pid}.password`);
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (user.uid !== undefined && user.gid !== undefined) {
    await chown(directory, user.uid, user.gid);
    await chown(passwordFile, user.uid, user.gid);
  }
  const flags = [`--pgdata=${directory}`, "--auth=scram-sha-256", `--username=${role}`, `--pwfile=${passwordFile}`];
  try {
    await promisify(execFile)(binaries.initdb, [...flags, "--encoding=UTF8", "--locale=C"], user);
  } catch (cause) {
    await rm(directory, { recursive: true, force: true }); // half a database would be taken for one at the next start
    throw new BellwetherError(
      "config-invalid",
      `BELLWETHER_DATA_DIR: the embedded database could not be created in ${directory}: ${cause instanceof Error ? cause.message : cause}`,
      { variable: "BELLWETHER_DATA_DIR", found: directory },
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * Starts the server in a session of its own: a Ctrl-C at the terminal reaches us alone, and we end it
 * after our own work is done.
 */
async function launch(
  binaries: PostgresBinaries,
  directory: string,
  port: number,
  user: RunAs,
  password: string,
  logFile: string,
): Promise<number> {
  const log = await open(logFile, "a");
  const child = spawn(binaries.postgres, ["-D", directory, "-p", String(port), ...flagsOf()], {
    ...user,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  child.unref();
  await log.close();
  let exit: number | string | null = null;
  child.on("error", (error) => (exit = error.message));
  child.on("exit", (code, signal) => (exit = code ?? signal));
  for (let waited = 0; waited < startWithin; waited += 50) {
    if (exit !== null) break;
    if (child.pid !== undefined && (await answers(urlOf(password, port, "postgres")))) return child.pid;
    await pause(50);
  }
  throw new BellwetherError("unavailable", `The embedded PostgreSQL did not start (${exit ?? "no answer"}); see ${logFile}.`, { logFile });
}

/** How the embedded server runs, as it is given on its command line; `more` holds over it. */
export function flagsOf(more: Readonly<Record<string, string>> = {}): string[] {
  const settings: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    shared_buffers: totalmem() >= 4 * 1024 ** 3 ? "512MB" : "128MB",
    max_wal_size: "4GB",
    // After a crash is done again what was done since the last checkpoint but one: a minute's work at most. Nobody reads of each.
    checkpoint_timeout: "30s",
    log_checkpoints: "off",
    max_connections: "100",
    random_page_cost: "1.1",
    // Compiling a plan costs more than any of our queries takes.
    jit: "off",
    timezone: "UTC",
    // What a statement failed on is in its error, which may quote a person: whoever asked hears it, the log does not.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    ...more,
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

const urlOf = (password: string, port: number, database = databaseName) => `postgresql://${role}:${password}@127.0.0.1:${port}/${database}`;

type RunningServer = { pid: number; port: number; status: string };

/** The server that runs on this data, once it is neither starting nor stopping; null where there is none. */
async function settledServer(directory: string): Promise<RunningServer | null> {
  let running = await runningServer(directory);
  for (let waited = 0; waited < stopWithin && running !== null && /^(starting|stopping)$/.test(running.status); waited += 50) {
    await pause(50);
    running = await runningServer(directory);
  }
  return running;
}

/** postmaster.pid: line 1 the process id, line 4 the port, line 8 the state. */
async function runningServer(directory: string): Promise<RunningServer | null> {
  const text = await readFile(join(directory, "postmaster.pid"), "utf8").catch(() => null);
  const lines = text?.split("\n") ?? [];
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || !Number.isInteger(port) || pid <= 0 || port <= 0) return null;
  return isRunning(pid) ? { pid, port, status: lines[7]?.trim() ?? "" } : null; // gone: the server recovers from its log when it starts
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false; // another program has the process id or the port
  }
}

/** A fast shutdown, as SIGINT means to PostgreSQL: transactions are ended, all is written. */
async function stopServer(pid: number): Promise<void> {
  if (!isRunning(pid)) return;
  process.kill(pid, "SIGINT");
  await ends(pid);
}

/** Waits for the process's end; false where it goes on. */
async function ends(pid: number): Promise<boolean> {
  for (let waited = 0; waited < stopWithin; waited += 50) {
    if (!isRunning(pid)) return true;
    await pause(50);
  }
  return false;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  await client.end();
}

export async function secretFile(path: string): Promise<string> {
  const known = await readFile(path, "utf8").catch(() => null);
  if (known !== null && known.trim() !== "") return known.trim();
  // Written beside and linked into place: of several processes that start at once one makes it, and none reads half of it.
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
    if ((await readFile(path, "utf8")).trim() === "") await rename(draft, path);
  });
  await rm(draft, { force: true });
  return (await readFile(path, "utf8")).trim();
}

function exists(path: string): Promise<boolean> {
  return readFile(path).then(
    () => true,
    () => false,
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
