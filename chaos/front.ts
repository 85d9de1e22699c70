import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "@/lib/platform/testing/free-port";
import { root } from "@/lib/runtime/testing/product";
import { atExit } from "./at-exit";

/** What stands before the web processes. */
export type Front = {
  kind: "nginx" | "relay";
  url: string;
  /** Ends every line that is open. */
  cut(): void;
  close(): Promise<void>;
};

/** nginx with the file that is handed out (deploy/nginx.conf), or where there is none a relay of ours. */
export async function openFront(folder: string, targets: readonly string[]): Promise<Front> {
  const relay = await Relay.open(targets);
  if (spawnSync("nginx", ["-v"], { stdio: "ignore" }).status !== 0) return relay;
  // nginx leads to the relay's doors, one for each process, so that lines can be cut between them.
  const doors = await relay.doors();
  const nginx = await startNginx(folder, doors);
  return {
    kind: "nginx",
    url: nginx.url,
    cut: () => relay.cut(),
    async close() {
      await nginx.close();
      await relay.close();
    },
  };
}

async function startNginx(folder: string, targets: readonly string[]): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  const given = readFileSync(join(root, "deploy", "nginx.conf"), "utf8");
  const server = /^ *server 127\.0\.0\.1:\d+ (.*)$/m.exec(given)?.[1] ?? "";
  const lines = targets.map((target) => `    server ${new URL(target).host} ${server}`);
  const upstream = given.replace(/(?:^ *server 127\.0\.0\.1:\d+ .*\n)+/m, `${lines.join("\n")}\n`);
  const prefix = join(folder, "nginx");
  mkdirSync(prefix, { recursive: true });
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `  ${kind}_temp_path ${prefix}/${kind};`);
  const file = join(prefix, "nginx.conf");
  const body = upstream.replace("listen 8080;", `listen 127.0.0.1:${port};`).replace("http {", `http {\n${temporary.join("\n")}`);
  writeFileSync(file, `daemon off;\npid ${prefix}/nginx.pid;\nerror_log ${prefix}/error.log warn;\n${body}`);
  const child = spawn("nginx", ["-p", prefix, "-c", file], { stdio: "ignore" });
  child.once(
    "exit",
    atExit(() => child.kill("SIGTERM")),
  );
  await untilListening(port, child);
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`nginx ended with ${child.exitCode}; is deploy/nginx.conf in order?`);
    const line = connect(port, "127.0.0.1");
    const listening = await Promise.race([once(line, "connect").then(() => true), once(line, "error").then(() => false)]).catch(
      () => false,
    );
    line.destroy();
    if (listening) return;
    await pause(50);
  }
}

/** Passes lines on to processes in turns, past those that do not listen. */
class Relay implements Front {
  readonly kind = "relay";
  private readonly lines = new Set<Socket>();
  private readonly servers: Server[] = [];
  private turn = 0;
  url = "";

  private constructor(private readonly targets: readonly string[]) {}

  static async open(targets: readonly string[]): Promise<Relay> {
    const relay = new Relay(targets);
    relay.url = await relay.listen(() => {
      relay.turn += 1;
      return targets.map((_, index) => targets[(index + relay.turn) % targets.length] ?? "");
    });
    return relay;
  }

  /** A door for each process. */
  doors(): Promise<string[]> {
    return Promise.all(this.targets.map((target) => this.listen(() => [target])));
  }

  cut(): void {
    for (const line of this.lines) line.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  private async listen(targetsOf: () => string[]): Promise<string> {
    const server = createServer((line) => this.pass(line, targetsOf())).listen(0, "127.0.0.1");
    this.servers.push(server);
    await once(server, "listening");
    const bound = server.address();
    return `http://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  }

  private pass(line: Socket, [target, ...others]: string[]): void {
    if (target === undefined) return void line.destroy();
    const { hostname, port } = new URL(target);
    const other = connect(Number(port), hostname);
    const turnedAway = () => this.pass(line, others);
    other.once("error", turnedAway);
    other.once("connect", () => {
      other.off("error", turnedAway);
      for (const [from, to] of [
        [line, other],
        [other, line],
      ] as const) {
        this.lines.add(from);
        from.pipe(to);
        from.on("error", () => to.destroy());
        from.on("close", () => {
          this.lines.delete(from);
          to.destroy();
        });
      }
    });
    line.once("error", () => other.destroy());
  }
}
