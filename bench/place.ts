import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { freePort, productEnvironment, root, runCommand } from "@/lib/runtime/testing/product";

export type Server = {
  url: string;
  pid: number;
  /** From the start of the process to the first answer of /api/ready that says yes, in milliseconds; NaN without the web role. */
  readyAfter: number;
  /** As Ctrl-C would; ends the database too. Throws where the exit was not clean. */
  stop(): Promise<void>;
};

/** A fresh data directory under the system's temporary folder, and the servers that run on it one after the other. */
export class Place {
  /** What sessions are signed with. */
  readonly secret = "made-for-one-run-of-the-benchmark-only";
  /** On the disk, as a product's is: what is durable in memory costs nothing. */
  private readonly dataDirectory = makeDataDirectory(tmpdir());
  private child: ChildProcess | null = null;
  private settings: Record<string, string> = {};

  /** Starts the built product as `npm start` does, outside demo mode unless the settings say otherwise. */
  async start(more: Record<string, string> = {}): Promise<Server> {
    const port = await freePort();
    const settings: Record<string, string> = {
      BELLWETHER_DATA_DIR: this.dataDirectory,
      BELLWETHER_DEMO: "off",
      BELLWETHER_TIME_ZONE: "UTC",
      // One reader asks as fast as it is answered, which nobody may for long.
      REQUESTS_PER_SECOND: "1000000",
      NEXTAUTH_SECRET: this.secret,
      PORT: String(port),
      ...more,
    };
    const began = performance.now();
    const log = createWriteStream(join(this.dataDirectory, "server.log"), { flags: "a" });
    const child = spawn(process.execPath, [join(root, "scripts", "start.mjs")], {
      env: productEnvironment(settings),
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.pipe(log);
    this.child = child;
    this.settings = settings;
    const url = `http://127.0.0.1:${port}`;
    if (settings.BELLWETHER_ROLES?.includes("web") ?? true) await this.untilReady(child, url);
    return {
      url,
      pid: child.pid ?? 0,
      readyAfter: performance.now() - began,
      stop: async () => {
        await this.end("SIGTERM");
        if (child.exitCode !== 0) throw new Error(`The server did not end cleanly:\n${this.log()}`);
      },
    };
  }

  /** Makes an API key by the command line, beside the running server. */
  async makeKey(...options: string[]): Promise<string> {
    return this.command("keys", "create", `bench-${Math.random()}`, ...options);
  }

  /** Runs `npx bellwether ...` with the server's settings, and returns what it printed. */
  async command(...args: string[]): Promise<string> {
    const done = await runCommand(this.settings, ...args);
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim();
  }

  /** A connection of its owner to the embedded database, as soon as that answers. */
  async connect(): Promise<pg.Client> {
    for (;;) {
      if (this.child?.exitCode !== null) throw new Error(`The server ended:\n${this.log()}`);
      try {
        const client = new pg.Client({ connectionString: databaseUrlOf(this.dataDirectory) });
        client.on("error", () => undefined);
        await client.connect();
        return client;
      } catch {
        await pause(20);
      }
    }
  }

  /** The address of the embedded database while it runs, as its owner. */
  databaseUrl(): string {
    return databaseUrlOf(this.dataDirectory);
  }

  async remove(): Promise<void> {
    await this.end("SIGTERM");
    await removeDataDirectory(this.dataDirectory);
  }

  private async untilReady(child: ChildProcess, url: string): Promise<void> {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The server ended while it started:\n${this.log()}`);
      const ready = await fetch(`${url}/api/ready`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return;
      await pause(10);
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  private log(): string {
    return readFileSync(join(this.dataDirectory, "server.log"), "utf8").slice(-4_000);
  }
}

const open = new Set<Place>();

/** Whatever happens, nothing is left running or lying about. */
export async function withPlace<T>(run: (place: Place) => Promise<T>): Promise<T> {
  const place = new Place();
  open.add(place);
  try {
    return await run(place);
  } finally {
    open.delete(place);
    await place.remove();
  }
}

export async function removePlaces(): Promise<void> {
  await Promise.all([...open].map((place) => place.remove()));
}
