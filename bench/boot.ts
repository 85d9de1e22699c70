import { atMost, percentile } from "./figures";
import { withPlace } from "./place";
import type { Measurement } from "./run";

/**
 * From the start of `scripts/start.mjs`, the build being fresh, to the first yes of /api/ready: with no data
 * directory (database created and migrated) and again after a clean stop, the middle of five.
 */
export const measureBoot: Measurement = async ({ say }) =>
  withPlace(async (place) => {
    const seconds: number[] = [];
    for (let start = 0; start < 6; start += 1) {
      const server = await place.start();
      seconds.push(server.readyAfter / 1_000);
      say(`boot: start ${start + 1} ready after ${(server.readyAfter / 1_000).toFixed(2)} s`);
      await server.stop();
    }
    const [first = Number.NaN, ...later] = seconds;
    return [
      { section: "boot", name: "first start", value: first, unit: "s", target: null, note: "no packages to install, nothing to build" },
      { section: "boot", name: "second start", value: percentile(later, 0.5), unit: "s", target: atMost(4), note: "median of 5" },
    ];
  });
