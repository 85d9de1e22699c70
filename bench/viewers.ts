import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { atLeast, atMost, type Figure, percentile } from "./figures";
import { gatherHerd, offerToHerd, viewsOfHerd } from "./herd";
import { sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement } from "./run";

const rate = 1_000;
const batch = 50;

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
    const before = await residentBytes(server.pid);
    const herd = await gatherHerd(place, server, viewers);
    await pause(10_000); // until what connecting took has been collected
    const perViewer = (await residentBytes(server.pid)) - before;
    say(`viewers: ${viewers} connected, ${Math.round(perViewer / viewers / 1_000)} kB each`);
    const load = { server, key, before: roster, rate, warmUp, seconds, batch, connections: 8 };
    const { seen, delays } = await offerToHerd(place, herd, load);
    const [p50, p99] = [percentile(delays, 0.5), percentile(delays, 0.99)];
    const updates = seen.frames / viewers / seen.seconds;
    say(
      `viewers: p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms; ${updates.toFixed(2)} updates a second each, ${seen.lost} lines lost`,
    );
    await server.stop();
    const note = `${viewers} viewers, ${viewsOfHerd.length} views, ${rate} events/s for ${seconds} s`;
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

async function residentBytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout.trim()) * 1_024;
}
