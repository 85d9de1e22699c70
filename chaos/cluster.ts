import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { PlainScope } from "@/lib/access/scope";
import type { TestBroker } from "@/lib/event-log/kafka/testing/start-kafka";
import { signInMany } from "@/lib/live/testing/sign-in-many";
import { makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { DatabaseProcess } from "./database-process";
import type { FlinkEngine } from "./flink-engine";
import { type Front, openFront } from "./front";
import { NodeProcess } from "./node-process";
import { SmallDisk } from "./small-disk";

export type ClusterOptions = {
  web: number;
  aggregators: number;
  timeZone: string;
  /** Where the log is; null: in Postgres. */
  broker: TestBroker | null;
  /** Who computes cells, which needs a broker; null: the aggregators. */
  flink: FlinkEngine | null;
};

/** The product as it runs on several machines, on one: a database, processes of each role, and what stands before them. */
export class Cluster {
  private constructor(
    readonly folder: string,
    readonly database: DatabaseProcess,
    readonly nodes: readonly NodeProcess[],
    readonly front: Front,
    readonly broker: TestBroker | null,
    readonly flink: FlinkEngine | null,
    /** What the database is on; null where that cannot be filled. */
    readonly disk: SmallDisk | null,
    /** What the command line needs to reach the same database. */
    readonly settings: Readonly<Record<string, string>>,
  ) {}

  static async open({ web, aggregators, timeZone, broker, flink }: ClusterOptions): Promise<Cluster> {
    const folder = makeDataDirectory();
    // The logs of the run have a disk of their own.
    mkdirSync(join(folder, "postgres"));
    const disk = SmallDisk.mount(join(folder, "postgres"));
    mkdirSync(join(folder, "logs"));
    const database = await DatabaseProcess.open(folder);
    const settings = {
      ...database.productSettings(timeZone),
      // nginx, and the relay that cuts lines.
      TRUSTED_PROXIES: "1",
      REQUESTS_PER_SECOND: "1000",
      ...(broker === null ? {} : { EVENT_LOG: "kafka", KAFKA_BROKERS: broker.address, KAFKA_TOPIC_PREFIX: `chaos-${process.pid}.` }),
      ...flink?.settings,
    };
    const wanted = [
      ...Array.from({ length: web }, (_, index) => ({ name: `web-${index + 1}`, role: "web" as const })),
      ...Array.from({ length: aggregators }, (_, index) => ({ name: `aggregator-${index + 1}`, role: "aggregator" as const })),
      { name: "worker-1", role: "worker" as const },
    ];
    const nodes: NodeProcess[] = [];
    for (const { name, role } of wanted) nodes.push(await NodeProcess.open(name, [role], join(folder, "logs"), settings));
    // The first one migrates; the others find it done.
    const [first, ...others] = nodes;
    await first?.untilReady();
    await Promise.all(others.map((node) => node.untilReady()));
    await flink?.submit(settings);
    const front = await openFront(
      folder,
      nodes.filter(({ roles }) => roles.includes("web")).map(({ url }) => url),
    );
    return new Cluster(folder, database, nodes, front, broker, flink, disk, settings);
  }

  /** Starts what had ended, and resolves once all are ready. */
  async mend(): Promise<void> {
    if (!this.database.isRunning) await this.database.start();
    for (const node of this.nodes) {
      node.signal("SIGCONT");
      node.setClock(0);
    }
    await Promise.all(this.nodes.map((node) => node.untilReady()));
    await this.flink?.mend(this.settings);
  }

  async makeKey(): Promise<string> {
    const made = await runCommand(this.settings, "keys", "create", "chaos", "--can", "events:write,kpis:read");
    if (made.status !== 0) throw new Error(made.stderr);
    return made.stdout.trim();
  }

  /** The cookie of somebody who sees this; the whole institution where nothing is said. */
  async signIn(scope?: PlainScope): Promise<string> {
    const [[cookie = ""] = []] = await signInMany(this.database.url, this.settings.NEXTAUTH_SECRET ?? "", 1, 1, scope);
    return cookie;
  }

  async close(): Promise<void> {
    await this.front.close();
    this.database.signal("SIGCONT");
    await Promise.all(this.nodes.map((node) => node.end("SIGKILL")));
    await this.database.stop();
    this.disk?.unmount();
    await removeDataDirectory(this.folder);
  }
}
