import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { atMost, percentile } from "./figures";
import { prepareLoad, sendRoster } from "./load";
import { withPlace } from "./place";
import type { Measurement } from "./run";

const rate = 5_000;

/**
 * Resident memory of the server process, all roles in it, every second while 5,000 events a second arrive.
 * After a warm-up of a quarter, the median of the next quarter against the median of the last. Steady is:
 * no more than a tenth above.
 */
export const measureMemory: Measurement = async ({ quick, say }) =>
  withPlace(async (place) => {
    const server = await place.start();
    const key = await place.makeKey("--can", "events:write");
    await sendRoster(place, server, key);
    const events = rate * (quick ? 40 : 180);
    const load = await prepareLoad({ url: server.url, key, what: "mixed", from: 0, events, batch: 250, connections: 8, rate });
    let over = false;
    const samples: number[] = [];
    const sampling = (async () => {
      while (!over) {
        samples.push(await residentMegabytes(server.pid));
        await pause(1_000);
      }
    })();
    const { seconds } = await load.run().finally(() => (over = true));
    await sampling;
    await server.stop();
    const quarter = Math.floor(samples.length / 4);
    const start = percentile(samples.slice(quarter, 2 * quarter), 0.5);
    const end = percentile(samples.slice(-quarter), 0.5);
    say(`memory: ${Math.round(start)} MB, then ${Math.round(end)} MB after ${Math.round(seconds)} s`);
    const note = `${rate} events/s for ${Math.round(seconds)} s`;
    return [
      { section: "memory", name: "at the start of the load", value: start, unit: "MB", target: null, note },
      { section: "memory", name: "at its end", value: end, unit: "MB", target: null },
      { section: "memory", name: "growth", value: (end / start - 1) * 100, unit: "%", target: atMost(10) },
    ];
  });

async function residentMegabytes(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", String(pid)]);
  return Number(stdout.trim()) / 1_024;
}
