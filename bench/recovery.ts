import { setTimeout as pause } from "node:timers/promises";
import type { NodeProcess } from "@/chaos/node-process";
import type { Role } from "@/lib/platform/config";
import { untilDrained } from "./backlog";
import { atMost, type Figure, percentile } from "./figures";
import { type FreshAgain, freshAgain } from "./fresh-again";
import { followThroughLosses } from "./lasting-viewer";
import { prepareLoad, sendRoster } from "./load";
import type { Measurement, Run } from "./run";
import { type Stage, withStage } from "./stage";

const rate = 5_000;
const batch = 250;
const connections = 32;
/** Once all is applied a viewer has so long to see it, in milliseconds. */
const seenWithin = 60_000;

type Fall = {
  what: string;
  /** The processes, each with its roles; the first one is the one that takes events. */
  processes: readonly (readonly Role[])[];
  /** Kills, and starts again as a supervisor does: at once. */
  happen(stage: Stage): Promise<void>;
};

const all: readonly Role[] = ["web", "aggregator", "worker"];
const falls: readonly Fall[] = [
  { what: "server, all roles in it", processes: [all], happen: ({ nodes }) => restart(nodes[0]) },
  { what: "aggregator beside a living web", processes: [["web", "worker"], ["aggregator"]], happen: ({ nodes }) => restart(nodes[1]) },
  {
    what: "database",
    processes: [all],
    async happen({ database }) {
      await database.kill();
      await database.start();
    },
  },
];

/**
 * SIGKILL while 5,000 events a second are offered, open-loop, by a sender who sends again what had no good answer. From the kill to
 * the first frame on a viewer's socket that holds an event that was due after the kill; the viewer has the client's own patience.
 * *Caught up*: to the frame that lacks nothing that was due a second before it. An acknowledged event that is not in the log once all
 * were acknowledged, or not in the figures, is lost.
 */
export const measureRecovery: Measurement = async (run) => {
  const figures: Figure[] = [];
  for (const fall of falls) figures.push(...(await withStage(fall.processes, (stage) => measureFall(stage, fall, run))));
  return figures;
};

async function measureFall(stage: Stage, fall: Fall, { quick, say }: Run): Promise<Figure[]> {
  // Long enough that a database has a minute's work to do again.
  const [warmUp, kills, every] = quick ? [10, 2, 12] : [70, 7, 20];
  const key = await stage.makeKey();
  const roster = await sendRoster(stage, stage, key);
  const viewer = followThroughLosses(stage.url, await stage.signIn());
  const events = rate * (warmUp + kills * every);
  const load = await prepareLoad({ url: stage.url, key, what: "marks", from: 0, events, batch, connections, rate, patient: true });
  const loaded = load.run();
  const killedAt: number[] = [];
  const back: number[] = [];
  await pause(warmUp * 1_000);
  for (let kill = 0; kill < kills; kill += 1) {
    const at = performance.timeOrigin + performance.now();
    killedAt.push(at);
    await fall.happen(stage);
    back.push((performance.timeOrigin + performance.now() - at) / 1_000);
    await pause(at + every * 1_000 - (performance.timeOrigin + performance.now()));
  }
  const { bodies, repeats } = await loaded;
  const client = await stage.connect();
  const { appended } = await untilDrained(client, 0);
  await client.end();
  const until = performance.now() + seenWithin;
  while ((viewer.seen.at(-1)?.marks ?? 0) < events && performance.now() < until) await pause(100);
  viewer.close();
  const lines = killedAt.map((at) => ((viewer.opened.find((opened) => opened > at) ?? at) - at) / 1_000);
  say(`recovery of ${fall.what}: begun anew after ${back.map((one) => one.toFixed(1)).join(" ")} s`);
  say(`recovery of ${fall.what}: lines back after ${lines.map((one) => one.toFixed(1)).join(" ")} s`);
  const waits = freshAgain(bodies, viewer.seen, killedAt);
  const lost = Math.max(roster + events - appended, events - (viewer.seen.at(-1)?.marks ?? 0));
  return figuresOf(fall.what, waits, lost, `${events} acknowledged, ${repeats} requests sent again`, say);
}

function figuresOf(what: string, waits: readonly FreshAgain[], lost: number, note: string, say: Run["say"]): Figure[] {
  const seconds = (which: keyof FreshAgain) => waits.map((one) => one[which] / 1_000);
  const [taken, fresh, caughtUp] = [seconds("taken"), seconds("fresh"), seconds("caughtUp")];
  const told = (times: readonly number[]) => times.map((time) => time.toFixed(1)).join(" ");
  say(
    `recovery of ${what}: events taken after ${told(taken)} s, fresh after ${told(fresh)} s, caught up after ${told(caughtUp)} s; ${lost} lost`,
  );
  const figure = (name: string, value: number, unit: string, target: Figure["target"], more?: string): Figure => ({
    section: "recovery",
    name: `${what}: ${name}`,
    value,
    unit,
    target,
    ...(more === undefined ? {} : { note: more }),
  });
  return [
    figure("fresh again, median", percentile(fresh, 0.5), "s", atMost(5), `SIGKILL ${waits.length} times at ${rate} events/s`),
    { ...figure("fresh again, longest", percentile(fresh, 1), "s", atMost(5)), detail: waits },
    figure("caught up, longest", percentile(caughtUp, 1), "s", null),
    figure("acknowledged events lost", lost, "", atMost(0), note),
  ];
}

async function restart(node: NodeProcess | undefined): Promise<void> {
  if (node === undefined) throw new Error("There is no such process.");
  await node.end("SIGKILL");
  node.start();
}
