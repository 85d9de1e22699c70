import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Role } from "@/lib/platform/config";
import { freePort } from "@/lib/platform/testing/free-port";
import { productEnvironment, root } from "@/lib/runtime/testing/product";
import { atExit } from "./at-exit";

/** How long a node may take from its start until it is ready, in milliseconds. */
const readyWithin = 120_000;

/** A process of the product with some of its roles, at one port however often it is killed. */
export class NodeProcess {
  private child: ChildProcess | null = null;

  private constructor(
    readonly name: string,
    readonly roles: readonly Role[],
    /** Where a web process answers. */
    readonly url: string,
    /** Where a process of any role says whether it is ready. */
    private readonly metricsUrl: string,
    private readonly folder: string,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open(
    name: string,
    roles: readonly Role[],
    folder: string,
    settings: Readonly<Record<string, string>>,
  ): Promise<NodeProcess> {
    const [port, metrics] = [String(await freePort()), String(await freePort())];
    const own = { PORT: port, METRICS_PORT: metrics, BELLWETHER_ROLES: roles.join() };
    return new NodeProcess(name, roles, `http://127.0.0.1:${port}`, `http://127.0.0.1:${metrics}`, folder, { ...settings, ...own });
  }

  /** Starts what was built; the node is ready some time later. */
  start(): void {
    const clock = ["--import", join(root, "chaos", "shifted-clock.mjs")];
    const child = spawn(process.execPath, [...clock, join(root, "dist", "server.mjs")], {
      cwd: root,
      env: productEnvironment({ ...this.settings, CHAOS_CLOCK: this.clockFile }),
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr?.pipe(createWriteStream(join(this.folder, `${this.name}.log`), { flags: "a" }));
    this.child = child;
    child.once(
      "exit",
      atExit(() => child.kill("SIGKILL")),
    );
  }

  /** Sets its clock, while it runs or before it starts: ahead by so many milliseconds, or behind. */
  setClock(ahead: number): void {
    writeFileSync(this.clockFile, String(ahead));
  }

  private get clockFile(): string {
    return join(this.folder, `${this.name}.clock`);
  }

  get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it, and resolves with its exit status or the signal that ended it. */
  async end(signal: NodeJS.Signals): Promise<number | string | null> {
    const { child } = this;
    if (child === null || !this.isRunning) return child?.exitCode ?? child?.signalCode ?? null;
    const ended = once(child, "exit");
    child.kill(signal);
    if (signal !== "SIGKILL") child.kill("SIGCONT");
    await ended;
    return child.exitCode ?? child.signalCode;
  }

  /** Resolves once it says that it is ready. Starts it again where it had ended. */
  async untilReady(): Promise<void> {
    const until = performance.now() + readyWithin;
    while (performance.now() < until) {
      if (!this.isRunning) this.start();
      if ((await saysReady(this.metricsUrl)) && (!this.roles.includes("web") || (await saysReady(this.url)))) return;
      await pause(100);
    }
    throw new Error(`${this.name} was not ready after ${readyWithin / 1_000} s; see ${this.folder}/${this.name}.log`);
  }
}

async function saysReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(5_000) });
    return answer.ok;
  } catch {
    return false;
  }
}
