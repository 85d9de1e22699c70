import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Role } from "@/lib/platform/config";
import { openDatabase } from "@/lib/platform/database";
import { answerSchema } from "@/lib/runtime/testing/client";
import { untilApplied } from "@/lib/runtime/testing/unapplied";
import { chance } from "@/lib/simulator/random";
import type { Cluster } from "./cluster";
import { fuzz } from "./fuzz/fuzz";

/** Numbers from 0 to 1 by what they are about, the same for the same seed. */
export type Dice = (...about: (string | number)[]) => number;
export const diceOf =
  (seed: number): Dice =>
  (...about) =>
    chance(String(seed), ...about);

/** What some faults happen to, where it is there. */
export type Need = "broker" | "disk" | "flink";

/** Something that goes wrong. `happen` resolves with what it was, in words; what is down stays down until it is mended. */
export type Fault = {
  kind: string;
  weight: number;
  needs?: Need;
  happen(cluster: Cluster, dice: Dice, ports: FaultPorts): Promise<string>;
};
export type FaultPorts = {
  /** May send events and read figures. */
  key: string;
  /** Of somebody who sees the whole institution. */
  cookie: string;
};

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[Math.min(list.length - 1, Math.floor(at * list.length))];
  if (found === undefined) throw new Error("There is nothing to pick from.");
  return found;
};
const between = (low: number, high: number, at: number) => Math.round(low + (high - low) * at);
const nodeOf = ({ nodes }: Cluster, role: Role, at: number) =>
  pick(
    nodes.filter(({ roles }) => roles.includes(role)),
    at,
  );

const minute = 60_000;
/** Somebody's hand, a zone that was taken for another, a day, a machine that was asleep. */
const shifts = [-26 * 60, -120, -9 * 60, -3, 3, 9 * 60, 120, 26 * 60].map((minutes) => minutes * minute);

/** A process's clock is set, and set again before it is right. One that is started meanwhile begins with it. */
const jump =
  (role: Role): Fault["happen"] =>
  async (cluster, dice) => {
    const node = nodeOf(cluster, role, dice("which"));
    const [first, second] = [pick(shifts, dice("first")), pick(shifts, dice("second"))];
    const isRestarted = dice("restart") < 0.3;
    node.setClock(first);
    if (isRestarted) {
      await node.end("SIGKILL");
      await node.untilReady();
    }
    await pause(between(500, 2_500, dice("held")));
    node.setClock(second);
    await pause(between(500, 2_500, dice("held", 2)));
    return `the clock of ${node.name} set by ${first / minute} minutes${isRestarted ? " at its start" : ""}, then by ${second / minute}`;
  };

const kill =
  (role: Role): Fault["happen"] =>
  async (cluster, dice) => {
    const node = nodeOf(cluster, role, dice("which"));
    await node.end("SIGKILL");
    const away = between(0, 1_500, dice("away"));
    await pause(away);
    return `SIGKILL of ${node.name}, away for ${away} ms`;
  };

/** What is of another make than ours stays away for a while longer; says for how long. */
async function awayAfter(killed: Promise<void> | undefined, dice: Dice): Promise<string> {
  await killed;
  const away = between(0, 3_000, dice("away"));
  await pause(away);
  return `away for ${away} ms`;
}

const hold =
  (role: Role): Fault["happen"] =>
  async (cluster, dice) => {
    const node = nodeOf(cluster, role, dice("which"));
    node.signal("SIGSTOP");
    const held = between(500, 6_000, dice("held"));
    await pause(held);
    node.signal("SIGCONT");
    return `SIGSTOP of ${node.name} for ${held} ms`;
  };

/** Bodies that no system should send. None may be taken for events, and none may hurt. */
const poisons = [
  "{",
  "[[[[[[[[",
  `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
  '{"specversion":"1.0","id":"poison","source":"urn:chaos","type":"attendance.recorded","time":"yesterday","data":{}}',
  '{"specversion":"1.0","id":"poison","source":"urn:chaos","type":"__proto__","time":"2026-03-02T00:00:00Z","data":{"__proto__":{"admin":true}}}',
  `{"specversion":"1.0","id":"${"x".repeat(100_000)}","source":"urn:chaos","type":"section.defined","time":"2026-03-02T00:00:00Z","data":null}`,
  '{"specversion":"1.0","id":"poison-2","source":"urn:chaos","type":"grade.posted","time":"2026-03-02T00:00:00Z","data":{"section":"\\u0000","student":"\\ud800","scale":1e999,"letter":[]}}',
  "\u0000\u0001\u0002",
];

async function poison(cluster: Cluster, _: Dice, { key }: FaultPorts): Promise<string> {
  const said = await Promise.all(
    poisons.map(async (body) => {
      const answer = await fetch(`${cluster.front.url}/api/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/x-ndjson", authorization: `Bearer ${key}` },
        body,
        signal: AbortSignal.timeout(15_000),
      });
      const taken = answer.status === 200 ? answerSchema.parse(await answer.json()).accepted : 0;
      if (taken > 0) throw new Error(`poison was accepted: ${body.slice(0, 80)}`);
      if (answer.status >= 500 && answer.status !== 503) throw new Error(`poison was answered ${answer.status}: ${body.slice(0, 80)}`);
      return answer.status;
    }),
  );
  return `poisoned bodies, answered ${said.join(" ")}`;
}

/** Clients that begin to ask and never end, and such that never read. */
async function slowClients(cluster: Cluster, dice: Dice): Promise<string> {
  const count = between(20, 120, dice("count"));
  const { hostname, port } = new URL(cluster.front.url);
  const lines: Socket[] = [];
  for (let index = 0; index < count; index += 1) {
    const line = connect(Number(port), hostname);
    line.on("error", () => undefined);
    line.pause();
    line.write(index % 2 === 0 ? "POST /api/v1/events HTTP/1.1\r\nHost: slow\r\nContent-Le" : "GET / HTTP/1.1\r\nHost: slow\r\n\r\n");
    lines.push(line);
  }
  await pause(between(1_000, 4_000, dice("held")));
  for (const line of lines) line.destroy();
  return `${count} slow and half-open lines`;
}

/** One process after the other ends in order and comes back, and nobody who asks for a page meanwhile is turned away. */
async function rollingRestart(cluster: Cluster): Promise<string> {
  let ended = false;
  const visit = async () => {
    let pages = 0;
    while (!ended) {
      const answer = await fetch(`${cluster.front.url}/sign-in`, { signal: AbortSignal.timeout(30_000) });
      await answer.body?.cancel();
      // The relay knows no other way than the one that it took.
      if (answer.status !== 200) throw new Error(`a page was answered ${answer.status} while a process restarted`);
      pages += 1;
    }
    return pages;
  };
  const visits = cluster.front.kind === "nginx" ? visit() : Promise.resolve(0);
  visits.catch(() => undefined); // it is heard below
  try {
    for (const node of cluster.nodes) {
      const status = await node.end("SIGTERM");
      if (status !== 0) throw new Error(`${node.name} did not end in order: ${status}`);
      await node.untilReady();
    }
  } finally {
    ended = true;
  }
  return `rolling restart of all processes, ${await visits} pages asked for meanwhile`;
}

/** What no client would send, through the front, at all web processes. */
async function fuzzed(cluster: Cluster, dice: Dice, { key, cookie }: FaultPorts): Promise<string> {
  const plan = { seed: between(1, 1_000_000, dice("seed")), bodies: 400, queries: 600, talks: 400 };
  const database = await openDatabase(cluster.database.url);
  try {
    const target = { url: cluster.front.url, key, cookie, cookieOfNothing: await cluster.signIn({ kind: "none" }), database };
    const pids = cluster.nodes.map(({ pid }) => pid);
    const { accepted, findings } = await fuzz({ ...target, pids }, plan, () => untilApplied(database));
    if (findings.length > 0) throw new Error(`fuzz ${plan.seed}: ${findings.join("; ")}`);
    return `${plan.bodies} bodies, ${plan.queries} questions and ${plan.talks} lines that no client would send (fuzz ${plan.seed}), ${accepted} events among them`;
  } finally {
    await database.close();
  }
}

export const faults: readonly Fault[] = [
  { kind: "kill web", weight: 4, happen: kill("web") },
  { kind: "kill aggregator", weight: 4, happen: kill("aggregator") },
  { kind: "kill worker", weight: 1, happen: kill("worker") },
  {
    kind: "kill database",
    weight: 4,
    async happen(cluster, dice) {
      await cluster.database.kill();
      const away = between(0, 1_500, dice("away"));
      await pause(away);
      await cluster.database.start();
      return `SIGKILL of PostgreSQL with all its processes, away for ${away} ms`;
    },
  },
  {
    kind: "kill everything",
    weight: 2,
    async happen(cluster) {
      await Promise.all([cluster.database.kill(), ...cluster.nodes.map((node) => node.end("SIGKILL"))]);
      await cluster.database.start();
      return "SIGKILL of everything at once";
    },
  },
  {
    kind: "kill broker",
    weight: 4,
    needs: "broker",
    async happen({ broker }, dice) {
      const away = await awayAfter(broker?.kill(), dice);
      await broker?.start();
      return `SIGKILL of the Kafka broker, ${away}`;
    },
  },
  {
    kind: "kill task manager",
    weight: 3,
    needs: "flink",
    happen: async ({ flink }, dice) => `SIGKILL of Flink's task manager, ${await awayAfter(flink?.killTaskManager(), dice)}`,
  },
  {
    kind: "hold task manager",
    weight: 1,
    needs: "flink",
    async happen({ flink }, dice) {
      flink?.signalTaskManager("SIGSTOP");
      const held = between(500, 6_000, dice("held"));
      await pause(held);
      flink?.signalTaskManager("SIGCONT");
      return `SIGSTOP of Flink's task manager for ${held} ms`;
    },
  },
  {
    kind: "kill job manager",
    weight: 2,
    needs: "flink",
    async happen({ flink }, dice) {
      const away = await awayAfter(flink?.killJobManager(), dice);
      return `SIGKILL of Flink's job manager, ${away}, and its job from its last checkpoint`;
    },
  },
  {
    kind: "full disk",
    weight: 2,
    needs: "disk",
    async happen({ disk }, dice) {
      const megabytes = disk?.fill() ?? 0;
      const held = between(500, 3_000, dice("held"));
      await pause(held);
      disk?.free();
      return `the database's disk full for ${held} ms (${megabytes} MB were left)`;
    },
  },
  { kind: "web clock jumps", weight: 1, happen: jump("web") },
  { kind: "aggregator clock jumps", weight: 1, happen: jump("aggregator") },
  { kind: "worker clock jumps", weight: 1, happen: jump("worker") },
  { kind: "hold web", weight: 1, happen: hold("web") },
  { kind: "hold aggregator", weight: 2, happen: hold("aggregator") },
  {
    kind: "hold database",
    weight: 1,
    async happen(cluster, dice) {
      const held = between(500, 4_000, dice("held"));
      cluster.database.signal("SIGSTOP");
      await pause(held);
      cluster.database.signal("SIGCONT");
      return `SIGSTOP of PostgreSQL for ${held} ms`;
    },
  },
  {
    kind: "cut lines",
    weight: 1,
    async happen(cluster) {
      cluster.front.cut();
      return "every line between front and web processes cut";
    },
  },
  {
    kind: "deaf hub",
    weight: 1,
    happen: async (cluster) => `${await cluster.database.cutConnections()} connections to PostgreSQL ended, listeners among them`,
  },
  {
    kind: "no connections",
    weight: 1,
    async happen(cluster, dice) {
      const held = between(500, 3_000, dice("held"));
      return `${await cluster.database.exhaust(held)} connections taken, so that there were none for ${held} ms`;
    },
  },
  { kind: "poison", weight: 1, happen: poison },
  { kind: "fuzz", weight: 1, happen: fuzzed },
  { kind: "slow clients", weight: 1, happen: slowClients },
  {
    kind: "rolling restart",
    weight: 1,
    happen: rollingRestart,
  },
];

/** Throws where there is none of this kind, or not what it happens to. */
export function faultNamed(kind: string, there: Record<Need, boolean>): Fault {
  const found = faults.find((fault) => fault.kind === kind);
  if (found === undefined) throw new Error(`There is no fault "${kind}"; there are ${faults.map((fault) => fault.kind).join(", ")}.`);
  if (found.needs !== undefined && !there[found.needs]) throw new Error(`"${kind}" needs a ${found.needs}, and there is none.`);
  return found;
}

/** The fault of a turn. */
export function faultOf(turn: number, dice: Dice, there: Record<Need, boolean>): Fault {
  const possible = faults.filter(({ needs }) => needs === undefined || there[needs]);
  let left = dice("fault", turn) * possible.reduce((sum, { weight }) => sum + weight, 0);
  for (const fault of possible) {
    left -= fault.weight;
    if (left <= 0) return fault;
  }
  return pick(possible, 0);
}
