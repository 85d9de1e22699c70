import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { signInMany } from "@/lib/live/testing/sign-in-many";
import { root } from "@/lib/runtime/testing/product";
import { untilDrained } from "./backlog";
import { seatsOfSection, sectionsOfCampus } from "./campus";
import { type HerdPlan, type HerdReport, herdReportSchema, type Sight } from "./herd-plan";
import { prepareLoad } from "./load";
import type { Place, Server } from "./place";

/** A session may have so many tabs, and a user so many different views that it takes two. */
const tabs = 50;
const people = 2;
/** One view of each section. */
export const viewsOfHerd = Array.from({ length: sectionsOfCampus }, (_, index) => ({ kpi: "attendance-rate", section: `sec-${index}` }));

export type Herd = { start(): void; stop(): Promise<Extract<HerdReport, { kind: "seen" }>> };

/** So many viewers, each of one section's attendance; resolves once every one has its first figures. */
export async function gatherHerd(place: Place, server: Server, viewers: number): Promise<Herd> {
  const users = await signInMany(place.databaseUrl(), place.secret, people, Math.ceil((viewers / people / tabs) * 1.2));
  return gather({ url: server.url, users, viewers, views: viewsOfHerd });
}

async function gather(plan: HerdPlan): Promise<Herd> {
  const child: ChildProcess = fork(join(root, "dist", "bench", "viewer-herd.mjs"), [JSON.stringify(plan)]);
  const ended = once(child, "exit").then(() => Promise.reject(new Error("The herd of viewers failed; see above.")));
  ended.catch(() => undefined);
  const hear = () => Promise.race([once(child, "message").then(([message]) => herdReportSchema.parse(message)), ended]);
  await hear();
  return {
    start: () => void child.send("start"),
    async stop() {
      child.send("stop");
      const report = await hear();
      child.kill();
      if (report.kind !== "seen") throw new Error("The herd began anew.");
      return report;
    },
  };
}

/** Of each mark, in milliseconds; the first ones left out. Marks come roll by roll, one section after the other. */
function delaysOf(bodies: readonly { dueAt: number; events: number }[], sights: readonly Sight[], skip: number): number[] {
  const ofView = Map.groupBy(sights, ({ view }) => view);
  const next = new Map<number, number>();
  const delays: number[] = [];
  let mark = 0;
  for (const { dueAt, events } of bodies) {
    for (let one = 0; one < events; one += 1, mark += 1) {
      const section = Math.floor(mark / seatsOfSection) % sectionsOfCampus;
      const counted = Math.floor(mark / (seatsOfSection * sectionsOfCampus)) * seatsOfSection + (mark % seatsOfSection) + 1;
      const seen = ofView.get(section) ?? [];
      let at = next.get(section) ?? 0;
      while ((seen[at]?.marks ?? Number.POSITIVE_INFINITY) < counted) at += 1;
      next.set(section, at);
      const sight = seen[at];
      if (sight === undefined) throw new Error(`No viewer saw mark ${mark}.`);
      if (mark >= skip) delays.push(sight.at - dueAt);
    }
  }
  return delays;
}

export type HerdLoad = {
  server: Server;
  key: string;
  /** Events that were in the log before. */
  before: number;
  /** Marks a second, and seconds that are left out and that count. */
  rate: number;
  warmUp: number;
  seconds: number;
  batch: number;
  connections: number;
};

/** Offers marks, open-loop, until all are seen. Each mark's delay is from when it was due until a viewer of its section has a frame that counts it. */
export async function offerToHerd(place: Place, herd: Herd, { server, key, before, rate, warmUp, seconds, ...sending }: HerdLoad) {
  const events = rate * (warmUp + seconds);
  const load = await prepareLoad({ url: server.url, key, what: "marks", from: 0, events, rate, ...sending });
  herd.start();
  const { bodies } = await load.run();
  const client = await place.connect();
  await untilDrained(client, before + events);
  await client.end();
  await pause(lastFrames);
  const seen = await herd.stop();
  return { seen, delays: delaysOf(bodies, seen.sights, rate * warmUp) };
}

/** A view says something at least as often, in milliseconds. */
const lastFrames = 5_000;
