import { describe, expect, it } from "vitest";
import { isFullRun } from "@/lib/platform/testing/full-run";
import { campusLoad, loadZone } from "./testing/campus-load";
import { makeDataDirectory, postgresProcesses, removeDataDirectory } from "./testing/data-directory";
import { runThroughKills } from "./testing/kill-run";
import { proveNothingLost } from "./testing/prove-nothing-lost";

/** Another run: BELLWETHER_TEST_SEED=<seed>. */
const seed = Number(process.env.BELLWETHER_TEST_SEED ?? Date.now() % 1_000_000);

describe("SIGKILL under load", () => {
  it(`EXACT-1 EXACT-2 LOG-1: changes no final number, whatever it hits (seed ${seed})`, async () => {
    const data = makeDataDirectory();
    try {
      const events = campusLoad(seed, isFullRun ? { students: 80, collisions: 2_000 } : { students: 30, collisions: 500 });
      const plan = { seed, kills: isFullRun ? 4 : 2, batch: 100, connections: 4, settings: { BELLWETHER_TIME_ZONE: loadZone } };
      const run = await runThroughKills(data, events, plan);
      // A kill that hit nobody proves nothing.
      expect(run.repeated).toBeGreaterThan(0);
      await proveNothingLost(data, events, run);
      expect(await run.server.end("SIGTERM")).toBe(0);
      expect(postgresProcesses(data)).toEqual([]);
    } finally {
      await removeDataDirectory(data);
    }
  }, 240_000);
});
