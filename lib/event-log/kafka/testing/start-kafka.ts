import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@/lib/platform/testing/free-port";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { classPath, kafkaJars } from "./kafka-jars";
import { type Certificates, makeCertificates, scramUser, securedProperties } from "./secured-listener";

/** A broker of a test's own, which it may kill. */
export type TestBroker = { address: string; start(): Promise<void>; kill(): Promise<void>; remove(): Promise<void> };

/** Where a test finds Kafka, or why it does not. `own`: whether it may be killed. `parent`: the folder that holds what it keeps. */
export type TestKafka =
  | { found: true; own: true; open(parent?: string): Promise<TestBroker>; openSecured(): Promise<SecuredBroker> }
  | { found: true; own: false; open(): Promise<TestBroker> }
  | { found: false; why: string };

const startPatience = 60_000;

/** BELLWETHER_TEST_KAFKA names a broker that runs; without it one is started, where Java and Maven are. */
export function findKafka(): TestKafka {
  const running = process.env.BELLWETHER_TEST_KAFKA;
  if (running !== undefined && running !== "") {
    const nothing = () => Promise.resolve();
    return { found: true, own: false, open: () => Promise.resolve({ address: running, start: nothing, kill: nothing, remove: nothing }) };
  }
  const jars = kafkaJars();
  if ("missing" in jars) return { found: false, why: `${jars.missing}, and BELLWETHER_TEST_KAFKA names no broker` };
  const open = (parent?: string) => openBroker(jars.folder, { ...inTheClear, folder: newFolder(parent) });
  return { found: true, own: true, open, openSecured: () => openSecuredBroker(jars.folder) };
}

const newFolder = (parent = temporaryFolder()) => mkdtempSync(join(parent, "bellwether-kafka-"));

/** One that speaks TLS alone and asks who it is spoken to by. */
export type SecuredBroker = TestBroker & Pick<Certificates, "authority">;

async function openSecuredBroker(jars: string): Promise<SecuredBroker> {
  const folder = newFolder();
  const certificates = makeCertificates(folder);
  const { authority } = certificates;
  const broker = await openBroker(jars, { protocol: "SASL_SSL", more: securedProperties(certificates), format: scramUser, folder });
  return Object.assign(broker, { authority });
}

type Listener = {
  protocol: "PLAINTEXT" | "SASL_SSL";
  /** Further lines of its properties. */
  more: string;
  /** Further arguments of formatting. */
  format: readonly string[];
  folder: string;
};
const inTheClear = { protocol: "PLAINTEXT", more: "", format: [] } as const;

async function openBroker(jars: string, { protocol, more, format, folder }: Listener): Promise<TestBroker> {
  const [port, controller] = [await freePort(), await freePort()];
  const settings = join(folder, "server.properties");
  writeFileSync(settings, propertiesOf(folder, protocol, port, controller) + more);
  const path = classPath(jars);
  const quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
  const tool = (...args: string[]) =>
    execFileSync("java", [...quick, "-Xmx96m", "-cp", path, "kafka.tools.StorageTool", ...args], { stdio: ["ignore", "pipe", "ignore"] });
  tool("format", "-t", "MkU3OEVBNTcwNTJENDM2Qg", "-c", settings, ...format);
  let running: ChildProcess | null = null;
  const end = () => running?.kill("SIGKILL");
  process.once("exit", end);
  const broker: TestBroker = {
    address: `127.0.0.1:${port}`,
    async start() {
      const started = spawn("java", [...quick, "-Xms128m", "-Xmx384m", "-cp", path, "kafka.Kafka", settings], {
        stdio: "ignore",
        cwd: folder,
      });
      running = started;
      const deadline = performance.now() + startPatience;
      while (!(await answers(port))) {
        if (started.exitCode !== null || started.signalCode !== null || performance.now() > deadline)
          throw new Error(`Kafka did not start; see ${folder}`);
        await pause(50);
      }
    },
    async kill() {
      if (running === null) return;
      const ended = once(running, "exit");
      running.kill("SIGKILL");
      await ended;
      running = null;
    },
    async remove() {
      await broker.kill();
      process.removeListener("exit", end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await broker.start();
  return broker;
}

/** One node that is broker and controller, with as little of everything as it takes. */
const propertiesOf = (folder: string, protocol: string, port: number, controller: number) => `
process.roles=broker,controller
node.id=1
listeners=${protocol}://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
advertised.listeners=${protocol}://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}
inter.broker.listener.name=${protocol}
controller.listener.names=CONTROLLER
listener.security.protocol.map=${protocol}:${protocol},CONTROLLER:PLAINTEXT
controller.quorum.voters=1@127.0.0.1:${controller}
log.dirs=${join(folder, "data")}
auto.create.topics.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.cleaner.dedupe.buffer.size=16777216
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=400
`;

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
