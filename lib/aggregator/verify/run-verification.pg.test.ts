import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { listVerifications } from "./list-verifications";
import { runVerification, verificationLock } from "./run-verification";
import { verificationSteps } from "./verify";

const zone = "Asia/Seoul";
const at = new Date("2026-11-23T05:00:00Z");

describe("verifications that are kept", () => {
  const test = useTestDatabase();
  const query = (text: string, values: unknown[] = []) => test.database.owner.query(text, values);
  const run = (more: { night?: string; actor?: string } = {}) =>
    runVerification({ database: test.database, timeZone: zone, actor: "system", now: () => at, ...more });

  beforeEach(() => query("TRUNCATE app.verification, warehouse.cell_activity_student, warehouse.cell_activity"));

  it("keeps what came of it: who, when, how many cells, how many differ, and examples without persons", async () => {
    const student = "00000000-0000-4000-8000-00000000000a";
    await query("INSERT INTO warehouse.cell_activity_student VALUES ('2026-03-09', $1, 3)", [student]);
    await query("INSERT INTO warehouse.cell_activity VALUES (0, '2026-03-09', 2)");
    const user = "00000000-0000-4000-8000-000000000001";
    await query(`INSERT INTO app."user" (id, email, name) VALUES ($1, 'e@example.org', 'An engineer')`, [user]);
    expect(await run({ actor: `user:${user}` })).toMatchObject({ compared: 2, differ: 2 });
    const [kept] = await listVerifications(test.database);
    expect(kept).toMatchObject({
      state: "done",
      by: "An engineer",
      nightly: false,
      startedAt: "2026-11-23T05:00:00.000Z",
      endedAt: "2026-11-23T05:00:00.000Z",
      compared: 2,
      differ: 2,
      step: verificationSteps,
      steps: verificationSteps,
    });
    expect(kept?.examples).toContainEqual({
      table: "cell_activity_student",
      keys: { day: "2026-03-09" },
      expected: { observations: 0 },
      stored: { observations: 3 },
    });
    expect(JSON.stringify(kept)).not.toContain(student);
  });

  it("runs one at a time over all processes", async () => {
    const other = await test.database.owner.connect();
    await other.query("SELECT pg_advisory_lock($1)", [verificationLock]);
    await expect(run()).rejects.toMatchObject({ code: "conflict" });
    expect(await listVerifications(test.database)).toEqual([]);
    await other.query("SELECT pg_advisory_unlock($1)", [verificationLock]);
    other.release();
    const both = await Promise.allSettled([run(), run()]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await run()).toMatchObject({ differ: 0 });
  });

  it("runs once a night, whoever else tries", async () => {
    await run({ night: "2026-11-23" });
    await expect(run({ night: "2026-11-23" })).rejects.toMatchObject({ code: "conflict" });
    await run({ night: "2026-11-24" });
    expect(await listVerifications(test.database)).toMatchObject([{ nightly: true, by: null }, { nightly: true }]);
  });

  it("makes up for one of the night that failed or was cut off", async () => {
    const night = "2026-11-23";
    await query("ALTER TABLE warehouse.cell_activity RENAME TO moved");
    await expect(run({ night })).rejects.toThrow("cell_activity");
    await query("ALTER TABLE warehouse.moved RENAME TO cell_activity");
    expect(await run({ night })).toMatchObject({ differ: 0 });
    expect(await listVerifications(test.database)).toMatchObject([{ state: "done", nightly: true, differ: 0, step: verificationSteps }]);
    await expect(run({ night })).rejects.toMatchObject({ code: "conflict" });
    await query("UPDATE app.verification SET ended_at = NULL, compared = NULL, differ = NULL, step = 4");
    expect(await run({ night })).toMatchObject({ differ: 0 });
    expect(await listVerifications(test.database)).toMatchObject([{ state: "done" }]);
  });

  it("one that fails is kept as failed, and one whose process ended as cut off", async () => {
    await query("ALTER TABLE warehouse.cell_activity RENAME TO moved");
    await expect(run()).rejects.toThrow("cell_activity");
    await query("ALTER TABLE warehouse.moved RENAME TO cell_activity");
    expect(await listVerifications(test.database)).toMatchObject([{ state: "failed", compared: null, endedAt: expect.any(String) }]);
    await query("UPDATE app.verification SET ended_at = NULL, step = 4");
    expect(await listVerifications(test.database)).toMatchObject([{ state: "cut-off", step: 4 }]);
    // The lock tells that it still runs.
    const other = await test.database.owner.connect();
    await other.query("SELECT pg_advisory_lock($1)", [verificationLock]);
    expect(await listVerifications(test.database)).toMatchObject([{ state: "running", step: 4 }]);
    await other.query("SELECT pg_advisory_unlock($1)", [verificationLock]);
    other.release();
  });
});
