import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { writeAudit } from "../write-audit";
import { auditKeyOf, isSignedBy } from "./anchor";
import { anchorFileIn, readAnchorFileIfAny } from "./anchor-file";
import { auditJobs } from "./audit-jobs";
import { readAuditState } from "./read-state";

describe("AUDIT-1: what is due by the clock", () => {
  const test = useTestDatabase();
  const key = auditKeyOf(testVaultKey);
  let dataDirectory: string;
  let clock = new Date("2026-03-17T09:00:00Z");
  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), "bellwether-jobs-"));
  });
  afterAll(() => rm(dataDirectory, { recursive: true }));

  const run = async (name: string, at: string) => {
    clock = new Date(at);
    const job = auditJobs({ database: test.database, key, dataDirectory, now: () => clock }).find((one) => one.name === name);
    if (job === undefined) throw new Error(`There is no ${name}.`);
    await job.run();
  };
  const anchors = () => readAnchorFileIfAny(anchorFileIn(dataDirectory));
  const record = () => writeAudit(test.database.owner, { actor: "system", action: "key.made" });

  it("the head is signed whenever something was added, and told to the file and the database alike", async () => {
    await run("audit-anchor", "2026-03-17T09:00:00Z");
    expect(await anchors()).toEqual([]);
    await record();
    await run("audit-anchor", "2026-03-17T09:10:00Z");
    await run("audit-anchor", "2026-03-17T09:20:00Z");
    await record();
    await run("audit-anchor", "2026-03-17T09:30:00Z");
    const told = await anchors();
    expect(told.map(({ entries, at }) => [entries, at])).toEqual([
      [1, "2026-03-17T09:10:00.000Z"],
      [2, "2026-03-17T09:30:00.000Z"],
    ]);
    expect(told.every((anchor) => isSignedBy(key, anchor))).toBe(true);
    expect((await readAuditState(test.database)).anchor).toEqual({ at: "2026-03-17T09:30:00.000Z", entries: 2, key: key.id });
  });

  it("at night the whole is verified, against the file too, and what is found is kept; the job itself does not fail", async () => {
    await run("nightly-audit-verification", "2026-03-18T04:50:00Z");
    expect((await readAuditState(test.database)).check).toMatchObject({ through: 2, anchors: 4, finding: null });
    const [first, last] = await anchors();
    // Somebody took the chain and the database's anchors away; the file is out of their reach.
    await test.database.owner.query(`ALTER TABLE app.audit DISABLE TRIGGER ALL; ALTER TABLE app.audit_head DISABLE TRIGGER ALL;
      ALTER TABLE app.audit_anchor DISABLE TRIGGER ALL; DELETE FROM app.audit WHERE id = 2; DELETE FROM app.audit_anchor;
      UPDATE app.audit_head SET entries = 1, hash = (SELECT hash FROM app.audit)`);
    await run("nightly-audit-verification", "2026-03-19T04:50:00Z");
    expect((await readAuditState(test.database)).check).toMatchObject({
      at: "2026-03-19T04:50:00.000Z",
      through: 1,
      finding: { entry: 2, how: "missing", until: 2, anchoredAt: last?.at },
    });
    expect(first?.entries).toBe(1);
  });

  it("a file that was damaged fails the job, which says so", async () => {
    await writeFile(anchorFileIn(dataDirectory), "{}\n");
    await expect(run("nightly-audit-verification", "2026-03-20T04:50:00Z")).rejects.toMatchObject({ code: "bad-request" });
  });
});
