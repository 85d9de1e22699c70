import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { flagsOf, startEmbeddedPostgres } from "@/lib/platform/embedded-postgres";
import { findPostgres, runAs } from "@/lib/platform/postgres-binaries";
import { freePort } from "@/lib/platform/testing/free-port";
import { killPostgres, postgresProcesses } from "@/lib/runtime/testing/data-directory";
import { atExit } from "./at-exit";

/** Few, so that a fault can take all that are left. */
const mostConnections = 120;

/** A PostgreSQL of the run's own, at one address however often it is killed. */
export class DatabaseProcess {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly directory: string,
    private readonly port: number,
    readonly url: string,
  ) {}

  static async open(directory: string): Promise<DatabaseProcess> {
    const made = await startEmbeddedPostgres(directory);
    const url = new URL(made.url);
    await made.stop();
    const port = await freePort();
    url.port = String(port);
    const database = new DatabaseProcess(directory, port, url.href);
    await database.start();
    return database;
  }

  /** What processes of the product need to know of it, with secrets of their own. */
  productSettings(timeZone: string): Record<string, string> {
    return {
      DATABASE_URL: this.url,
      BELLWETHER_DATA_DIR: this.directory,
      BELLWETHER_DEMO: "off",
      BELLWETHER_TIME_ZONE: timeZone,
      BELLWETHER_VAULT_KEY: randomBytes(32).toString("base64"),
      NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    };
  }

  /** Recovers from what a kill left, and resolves once it answers. */
  async start(): Promise<void> {
    const { postgres } = await findPostgres();
    const log = openSync(join(this.directory, "postgres.log"), "a");
    const flags = flagsOf({ max_connections: String(mostConnections) });
    const child = spawn(postgres, ["-D", join(this.directory, "postgres"), "-p", String(this.port), ...flags], {
      ...runAs(),
      stdio: ["ignore", log, log],
    });
    this.child = child;
    // As a whole: its processes stop at once when the first of them is told to.
    child.once(
      "exit",
      atExit(() => child.kill("SIGQUIT")),
    );
    while (!(await answers(this.url))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`PostgreSQL ended at its start; see ${this.directory}/postgres.log`);
      await pause(50);
    }
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** All its processes at once, as a power cut would. */
  async kill(): Promise<void> {
    await killPostgres(this.directory);
  }

  /** Holds all its processes, as a machine that swaps does, or lets them go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void {
    for (const pid of postgresProcesses(this.directory)) sendTo(pid, signal);
  }

  async stop(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
  }

  /** Takes every connection that is left, for so long; returns how many those were. */
  async exhaust(milliseconds: number): Promise<number> {
    const taken: pg.Client[] = [];
    try {
      while (taken.length < mostConnections) {
        const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 2_000 });
        client.on("error", () => undefined);
        await client.connect();
        taken.push(client);
      }
    } catch {
      // There are no more, which is what was wanted.
    }
    await pause(milliseconds);
    await Promise.all(taken.map((client) => client.end().catch(() => undefined)));
    return taken.length;
  }

  /** Ends every connection of the product, so that nothing is told to whoever listened. */
  async cutConnections(): Promise<number> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      const cut = await client.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'",
      );
      return cut.rowCount ?? 0;
    } finally {
      await client.end();
    }
  }
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // A backend that ended meanwhile.
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
