import { PgBoss } from "pg-boss";
import { describe, expect, it } from "vitest";
import { useTestDatabase } from "../testing/database";
import { startJobs } from "./start-jobs";

const timeZone = "Asia/Seoul";

/** Resolves once it was called as often as asked for. */
function counter() {
  let calls = 0;
  let wanted = { count: Number.POSITIVE_INFINITY, resolve: () => {} };
  return {
    call: () => {
      calls += 1;
      if (calls >= wanted.count) wanted.resolve();
    },
    reaches: (count: number) =>
      new Promise<void>((resolve) => {
        wanted = { count, resolve };
        if (calls >= count) resolve();
      }),
    get calls() {
      return calls;
    },
  };
}

describe("scheduled jobs", () => {
  const test = useTestDatabase();
  const start = (run: () => Promise<void>, onError: (error: unknown) => void = () => undefined) =>
    startJobs({ database: test.database, timeZone, lookEvery: 0.5, onError, jobs: [{ name: "a-job", cron: "30 4 * * *", run }] });
  /** Puts the job into the queue, as the schedule does when it is due. */
  const beDue = async () => {
    const queue = new PgBoss({
      schema: "pgboss",
      db: { executeSql: (text, values) => test.database.owner.query(text, values) },
      supervise: false,
      schedule: false,
    });
    await queue.start();
    await queue.send("a-job");
    await queue.stop();
  };

  it("makes a schema of its own, keeps the schedule in the institution's zone, once for many processes", async () => {
    const processes = await Promise.all([start(async () => undefined), start(async () => undefined)]);
    const schedules = await test.database.owner.query("SELECT name, cron, timezone FROM pgboss.schedule");
    expect(schedules.rows).toEqual([{ name: "a-job", cron: "30 4 * * *", timezone: timeZone }]);
    await Promise.all(processes.map((one) => one.stop()));
  });

  it("each is done by one of the processes", async () => {
    const ran = counter();
    const last = counter();
    const processes = await Promise.all([0, 1].map(() => start(async () => ran.call())));
    for (let turn = 0; turn < 4; turn += 1) await beDue();
    await ran.reaches(4);
    await Promise.all(processes.map((one) => one.stop()));
    // Whoever starts now finds nothing left of them.
    const later = await start(async () => last.call());
    await beDue();
    await last.reaches(1);
    await later.stop();
    expect([ran.calls, last.calls]).toEqual([4, 1]);
  });

  it("one that fails says so, and is kept to be tried again", async () => {
    const failed = counter();
    const jobs = await start(
      () => Promise.reject(new Error("not now")),
      () => failed.call(),
    );
    await beDue();
    await failed.reaches(1);
    await jobs.stop();
    const kept = await test.database.owner.query("SELECT state FROM pgboss.job WHERE name = 'a-job' AND state <> 'completed'");
    expect(kept.rows).toEqual([{ state: "retry" }]);
  });
});
