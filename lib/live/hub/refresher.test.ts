import { describe, expect, it } from "vitest";
import { Limit } from "@/lib/platform/limit";
import { ManualTimers } from "../testing/manual-timers";
import { Refresher } from "./refresher";

function setUp() {
  const timers = new ManualTimers();
  const database = { away: true };
  const runs: number[] = [];
  const job = async () => {
    runs.push(timers.now());
    return !database.away;
  };
  return { timers, database, runs, refresher: new Refresher(job, timers, new Limit(1)) };
}

describe("a job that fails", () => {
  it("is tried again at growing pauses, and at once where what it failed on is there again", async () => {
    const { timers, database, runs, refresher } = setUp();
    refresher.ask();
    await timers.advance(4_000);
    expect(runs).toEqual([0, 500, 1_500, 3_500]);
    database.away = false;
    refresher.retrySoon();
    await timers.advance(60_000);
    expect(runs).toEqual([0, 500, 1_500, 3_500, 4_000]);
  });

  it("is not run for that where it had not failed", async () => {
    const { timers, database, runs, refresher } = setUp();
    database.away = false;
    refresher.ask();
    await timers.advance(1_000);
    refresher.retrySoon();
    await timers.advance(60_000);
    expect(runs).toEqual([0]);
  });
});
