import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { atExit } from "@/chaos/at-exit";
import { DatabaseProcess } from "@/chaos/database-process";
import { NodeProcess } from "@/chaos/node-process";
import { signInMany } from "@/lib/live/testing/sign-in-many";
import type { Role } from "@/lib/platform/config";
import { makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";

/** A database and processes of the built product, each of which can be killed and comes back at its address. */
export class Stage {
  private constructor(
    private readonly folder: string,
    readonly database: DatabaseProcess,
    readonly nodes: readonly NodeProcess[],
    private readonly settings: Readonly<Record<string, string>>,
    private readonly forget: () => void,
  ) {}

  static async open(processes: readonly (readonly Role[])[]): Promise<Stage> {
    const folder = makeDataDirectory(tmpdir());
    const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, "logs"));
    const database = await DatabaseProcess.open(folder);
    const settings = database.productSettings("UTC");
    const nodes: NodeProcess[] = [];
    for (const [index, roles] of processes.entries()) {
      const node = await NodeProcess.open(`node-${index}`, roles, join(folder, "logs"), settings);
      await node.untilReady();
      nodes.push(node);
    }
    return new Stage(folder, database, nodes, settings, forget);
  }

  /** Of the first process. */
  get url(): string {
    return this.nodes[0]?.url ?? "";
  }

  async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.database.url });
    await client.connect();
    return client;
  }

  async makeKey(): Promise<string> {
    const made = await runCommand({ ...this.settings }, "keys", "create", "bench", "--can", "events:write");
    if (made.status !== 0) throw new Error(made.stderr);
    return made.stdout.trim();
  }

  /** The cookie of somebody who sees the whole institution. */
  async signIn(): Promise<string> {
    const [[cookie = ""] = []] = await signInMany(this.database.url, this.settings.NEXTAUTH_SECRET ?? "", 1, 1);
    return cookie;
  }

  async close(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.end("SIGKILL")));
    await this.database.stop();
    await removeDataDirectory(this.folder);
    this.forget();
  }
}

export async function withStage<T>(processes: readonly (readonly Role[])[], run: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await Stage.open(processes);
  try {
    return await run(stage);
  } finally {
    await stage.close();
  }
}
