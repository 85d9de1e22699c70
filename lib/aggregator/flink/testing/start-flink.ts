import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { classPath } from "@/lib/event-log/kafka/testing/kafka-jars";
import { freePort } from "@/lib/platform/testing/free-port";
import { temporaryFolder } from "@/lib/platform/testing/temporary-folder";
import { flinkJars } from "./flink-jars";

/** A cluster of a test's own: job manager, task managers and SQL gateway, of which all but the gateway may be killed. */
export type TestFlink = {
  gateway: string;
  rest: string;
  /** Where savepoints and checkpoints may go. */
  folder: string;
  startTaskManager(): Promise<void>;
  /** The first of them. */
  killTaskManager(): Promise<void>;
  signalTaskManager(signal: NodeJS.Signals): void;
  startJobManager(): Promise<void>;
  killJobManager(): Promise<void>;
  remove(): Promise<void>;
};

export type FlinkSize = {
  taskManagers: number;
  /** Of each of them. */
  slots: number;
  /** Megabytes that tasks may take, in each of them. */
  heap: number;
  /** Java compiles what runs often as well as it can, and not as soon as it can. */
  optimized: boolean;
};
const smallest: FlinkSize = { taskManagers: 1, slots: 4, heap: 384, optimized: false };

export type FoundFlink = { found: true; open(size?: Partial<FlinkSize>): Promise<TestFlink> } | { found: false; why: string };

const startPatience = 90_000;

export function findFlink(): FoundFlink {
  const jars = flinkJars();
  return "missing" in jars
    ? { found: false, why: jars.missing }
    : { found: true, open: (size) => openFlink(jars.folder, { ...smallest, ...size }) };
}

const packages = ["lang", "net", "io", "nio", "lang.reflect", "text", "time", "util", "util.concurrent", "util.concurrent.atomic"];
const soonCompiled = "-XX:TieredStopAtLevel=1";
const common = [
  "-XX:+UseSerialGC",
  "-Xshare:auto",
  ...packages.map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`),
  "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED",
];

async function openFlink(jars: string, size: FlinkSize): Promise<TestFlink> {
  const folder = mkdtempSync(join(temporaryFolder(), "bellwether-flink-"));
  const [rest, rpc, blob, gateway] = [await freePort(), await freePort(), await freePort(), await freePort()];
  for (const name of ["conf", "tmp", "checkpoints", "savepoints"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "conf", "config.yaml"), settingsOf(folder, size, { rest, rpc, blob }));
  writeFileSync(join(folder, "conf", "log4j2.properties"), logging);
  const path = classPath(jars);
  const running = new Map<string, ChildProcess>();
  const end = () => {
    for (const one of running.values()) one.kill("SIGKILL");
  };
  process.once("exit", end);

  function start(name: string, heap: string, main: string, ...args: string[]): void {
    const log = openSync(join(folder, `${name}.log`), "a");
    const logged = `-Dlog4j2.configurationFile=${join(folder, "conf", "log4j2.properties")}`;
    const compiling = size.optimized ? [] : [soonCompiled];
    const started = spawn("java", [...common, ...compiling, `-Xmx${heap}`, logged, "-cp", path, main, ...args], {
      stdio: ["ignore", log, log],
      cwd: folder,
      env: { ...process.env, FLINK_CONF_DIR: join(folder, "conf") },
    });
    closeSync(log);
    running.set(name, started);
  }

  async function kill(name: string): Promise<void> {
    const one = running.get(name);
    running.delete(name);
    if (one === undefined || one.exitCode !== null || one.signalCode !== null) return;
    const ended = once(one, "exit");
    one.kill("SIGKILL");
    await ended;
  }

  const conf = ["--configDir", join(folder, "conf")];
  const startTaskManager = async (name = "task-manager") =>
    start(name, `${size.heap + 256}m`, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", ...conf);
  const startJobManager = async () => {
    start("job-manager", "512m", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", ...conf);
    await answers(`http://127.0.0.1:${rest}/overview`, running, folder);
  };

  const starting = startJobManager();
  for (let one = 0; one < size.taskManagers; one += 1) await startTaskManager(one === 0 ? undefined : `task-manager-${one + 1}`);
  start(
    "gateway",
    "512m",
    "org.apache.flink.table.gateway.SqlGateway",
    "-Dsql-gateway.endpoint.rest.address=127.0.0.1",
    `-Dsql-gateway.endpoint.rest.port=${gateway}`,
  );
  const cluster: TestFlink = {
    gateway: `http://127.0.0.1:${gateway}`,
    rest: `http://127.0.0.1:${rest}`,
    folder,
    startTaskManager: () => startTaskManager(),
    killTaskManager: () => kill("task-manager"),
    signalTaskManager: (signal) => void running.get("task-manager")?.kill(signal),
    startJobManager,
    killJobManager: () => kill("job-manager"),
    async remove() {
      for (const name of [...running.keys()]) await kill(name);
      process.removeListener("exit", end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await starting;
  await answers(`${cluster.gateway}/v1/info`, running, folder);
  return cluster;
}

async function answers(address: string, running: ReadonlyMap<string, ChildProcess>, folder: string): Promise<void> {
  for (const end = performance.now() + startPatience; ; await pause(100)) {
    const answered = await fetch(address).then(
      (response) => response.ok,
      () => false, // not yet
    );
    if (answered) return;
    const ended = [...running].find(([, one]) => one.exitCode !== null || one.signalCode !== null);
    if (ended !== undefined || performance.now() > end)
      throw new Error(`Flink did not start (${ended?.[0] ?? "no answer"}); see ${folder}`);
  }
}

/** As little of everything as it takes. Memory is told part by part, which Flink's own scripts would reckon. */
const settingsOf = (folder: string, { slots, heap }: FlinkSize, ports: { rest: number; rpc: number; blob: number }) => `
jobmanager.rpc.address: 127.0.0.1
jobmanager.bind-host: 127.0.0.1
jobmanager.rpc.port: ${ports.rpc}
taskmanager.host: 127.0.0.1
taskmanager.bind-host: 127.0.0.1
rest.address: 127.0.0.1
rest.bind-address: 127.0.0.1
rest.port: ${ports.rest}
blob.server.port: ${ports.blob}
taskmanager.cpu.cores: 2
taskmanager.memory.task.heap.size: ${heap}m
taskmanager.memory.task.off-heap.size: 0m
taskmanager.memory.framework.heap.size: 128m
taskmanager.memory.framework.off-heap.size: 64m
taskmanager.memory.managed.size: 64m
taskmanager.memory.network.min: 192m
taskmanager.memory.network.max: 192m
taskmanager.memory.jvm-metaspace.size: 256m
taskmanager.memory.jvm-overhead.min: 64m
taskmanager.memory.jvm-overhead.max: 64m
taskmanager.numberOfTaskSlots: ${slots}
state.backend.type: hashmap
pekko.ask.timeout: 120 s
metrics.fetcher.update-interval: 100
heartbeat.interval: 2000
heartbeat.timeout: 60000
restart-strategy.type: fixed-delay
restart-strategy.fixed-delay.attempts: 1000
restart-strategy.fixed-delay.delay: 500 ms
execution.checkpointing.dir: file://${folder}/checkpoints
io.tmp.dirs: ${folder}/tmp
`;

const logging = `
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = console
appender.console.name = console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} %m%n
`;
