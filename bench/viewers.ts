import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { signInMany } from "@/lib/live/testing/sign-in-many";
import { root } from "@/lib/runtime/testing/product";
import { untilDrained } from "./backlog";
import { seatsOfSection, sectionsOfCampus } from "./campus";
import { atLeast, atMost, type Figure, percentile } from "./figures";
import { type HerdPlan, type HerdReport, herdReportSchema, type Sight } from "./herd-plan";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement } from "./run";

const rate = 1_000;
const batch = 50;
/** A session may have so many tabs, and a user so many different views that it takes two. */
const tabs = 50;
const people = 2;

/**
 * 10,000 viewers on one process, web and aggregator in one, each with one of 500 views (attendance of a section), while 1,000 events a
 * second arrive. A mark's delay is from when it was due to be sent until a viewer of its section has a frame that counts it. Memory
 * is the server's resident memory with all of them connected, less that before, by viewer.
 */
export const measureViewers: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const viewers = quick ? 1_000 : 10_000;
    const [warmUp, seconds] = quick ? [5, 10] : [10, 60];
    const server = await place.start({ BELLWETHER_ROLES: "web,aggregator" });
    const key = await place.makeKey("--can", "events:write");
    const roster = await sendRoster(place, server, key);
    const users = await signInMany(place.databaseUrl(), place.secret, people, Math.ceil((viewers / people / tabs) * 1.2));
    const before = await residentBytes(server.pid);
    const views = Array.from({ length: sectionsOfCampus }, (_, index) => ({ kpi: "attendance-rate", section: `sec-${index}` }));
    const herd = await gather({ url: server.url, users, viewers, views });
    await pause(10_000); // until what connecting took has been collected
    const perViewer = (await residentBytes(server.pid)) - before;
    say(`viewers: ${viewers} connected, ${Math.round(perViewer / viewers / 1_000)} kB each`);
    const events = rate * (warmUp + seconds);
    const load = await prepareLoad({ url: server.url, key, what: "marks", from: 0, events, batch, connections: 8, rate });
    herd.start();
    const { bodies } = await load.run();
    const client = await place.connect();
    await untilDrained(client, roster + events);
    await client.end();
    await pause(5_000); // a view says something at least as often
    const seen = await herd.stop();
    const delays = delaysOf(bodies, seen.sights, rate * warmUp);
    const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
    const updates = seen.frames / viewers / seen.seconds;
    say(
      `viewers: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms; ${updates.toFixed(2)} updates a second each, ${seen.lost} lines lost`,
    );
    await server.stop();
    const note = `${viewers} viewers, ${views.length} views, ${rate} events/s for ${seconds} s`;
    const figure = (name: string, value: number, unit: string, target: Figure["target"], more: string = note): Figure => ({
      section: "viewers",
      name,
      value,
      unit,
      target,
      note: more,
    });
    return [
      figure("event to socket, p50", p50, "ms", null),
      figure("event to socket, p99", p99, "ms", atMost(1_000)),
      figure("updates of a viewer", updates, "/s", atLeast(1), `the one with fewest had ${(seen.fewest / seen.seconds).toFixed(2)}`),
      figure("frames", seen.frames / seen.seconds, "/s", null, `${Math.round(seen.bytes / seen.frames)} bytes each`),
      figure("server memory of a viewer", perViewer / viewers / 1_000, "kB", atMost(20)),
      figure("lines lost", seen.lost, "", atMost(0)),
    ];
  });

type Herd = { start(): void; stop(): Promise<Extract<HerdReport, { kind: "seen" }>> };

/** Resolves once every viewer has its first figures. */
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

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout.trim()) * 1_024;
}
