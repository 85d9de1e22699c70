import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signInMany } from "@/lib/live/testing/sign-in-many";
import { type Database, openDatabase } from "@/lib/platform/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { campusLoad, loadZone } from "@/lib/runtime/testing/campus-load";
import { lines, makeKey, postEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { untilApplied } from "@/lib/runtime/testing/unapplied";
import { Watcher } from "../watcher";
import { fuzz } from "./fuzz";

/** Others, and for longer: npm run chaos -- --kind fuzz. */
const seed = Number(process.env.FUZZ_SEED ?? 20261128);
const rounds = propertyRuns({ short: 200, full: 2_000 });
const within = 30_000;

describe("what no client would send", () => {
  const data = makeDataDirectory();
  let server: RunningServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer(data, { BELLWETHER_TIME_ZONE: loadZone, REQUESTS_PER_SECOND: "10000" });
    database = await openDatabase(databaseUrlOf(data));
  });
  afterAll(async () => {
    await database?.close();
    await removeDataDirectory(data);
  });

  it("EXACT-1 LOG-1 SCOPE-1: is refused by name, hurts nobody, and leaves figures and screens right", async () => {
    const key = await makeKey(server, "--can", "events:write,kpis:read");
    const secret = server.settings.NEXTAUTH_SECRET ?? "";
    const [[cookie = ""] = []] = await signInMany(databaseUrlOf(data), secret, 1, 1);
    const [[cookieOfNothing = ""] = []] = await signInMany(databaseUrlOf(data), secret, 1, 1, { kind: "none" });
    await postEvents(server, key, lines(campusLoad(seed, { students: 20, collisions: 50 }).slice(0, 600)));
    const watcher = new Watcher(server.url, cookie, [{ kpi: "attendance-rate" }, { kpi: "grade-distribution", groupBy: "course" }]);
    try {
      const target = { url: server.url, key, cookie, cookieOfNothing, database, pids: [server.pid] };
      const report = await fuzz(target, { seed, bodies: rounds, queries: 2 * rounds, talks: rounds }, () => untilApplied(database));
      expect(report.findings).toEqual([]);
      expect(report.accepted).toBeGreaterThan(rounds / 4);
      await expect.poll(() => watcher.differences(), { timeout: within }).toEqual([]);
      expect(watcher.drops).toBe(0);
      expect(await runCommand(server.settings, "verify")).toMatchObject({ status: 0, stdout: expect.stringMatching(/ 0 differ/) });
      expect(server.output()).not.toMatch(/ingest thread|aggregator thread|"level":60/);
    } finally {
      watcher.close();
    }
  }, 600_000);
});
