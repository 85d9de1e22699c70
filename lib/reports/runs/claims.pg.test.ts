import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { BellwetherError } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Deliver } from "../ports";
import type { Recipient } from "../recipients-shape";
import { makeCampus, makeUser, now, units, whole } from "../testing/campus";
import { ReportProcess } from "../testing/report-process";
import { makeSchedule } from "../testing/schedules";
import { claimDeliveries } from "./claim-deliveries";
import { claimRenderings } from "./claim-renderings";
import { claimRun } from "./claim-run";
import { runNow } from "./run-now";

/**
 * PostgreSQL may read a subquery that takes with a LIMIT once for each row that it is joined to, and then takes others each time: where its
 * statistics are of a time when there was one row. Here they always are.
 */
const onlyNestedLoops = "-c enable_hashjoin=off -c enable_mergejoin=off -c enable_material=off";
const ofOneRow = `SELECT pg_restore_relation_stats('schemaname', 'app', 'relname', name, 'relpages', 1, 'reltuples', 1::real)
  FROM unnest(ARRAY['report_run', 'report_rendering', 'report_delivery']) name`;
const db = useTestDatabase();
let unlucky: pg.Pool;
const database = () => ({ ...db.database, owner: unlucky });
const claiming = {
  now,
  held: [],
  onError: (error: unknown) => {
    throw error;
  },
};

beforeAll(async () => {
  await makeCampus(db.database);
  for (const table of ["report_run", "report_rendering", "report_delivery"])
    await db.database.owner.query(`ALTER TABLE app.${table} SET (autovacuum_enabled = off)`);
  unlucky = new pg.Pool({ connectionString: db.database.url, options: onlyNestedLoops });
});
afterAll(() => unlucky.end());

describe("a claim takes no more than there is room for, whatever the plan", () => {
  const muchLater = { ...claiming, now: new Date(now.getTime() + 24 * 60 * 60_000) };
  beforeEach(async () => {
    await db.database.owner.query(ofOneRow);
    await db.database.owner.query(`DELETE FROM app."user"`);
    const owner = await makeUser(db.database, "admin", whole, "owner");
    const deans: Recipient = { to: "role", role: "dean", within: null };
    for (const unit of ["u-eng", "u-arts"]) await makeUser(db.database, "dean", units(unit), unit);
    for (let index = 0; index < 3; index += 1) {
      const id = await makeSchedule(db.database, { owner, recipients: [deans], since: now });
      await withTransaction(db.database.owner, (client) => runNow(client, id, { now }));
    }
  });

  it("of runs", async () => {
    await claimRun(database(), now, claiming.onError);
    const waiting = await db.database.owner.query("SELECT FROM app.report_run WHERE lease_until IS NULL");
    expect(waiting.rowCount).toBe(2);
  });

  it("of renderings", async () => {
    const failing = async () => {
      throw new BellwetherError("unavailable", "Not now.", {});
    };
    await new ReportProcess({ database: db.database, clock: { now }, render: failing }).turn();
    expect(await claimRenderings(database(), 2, muchLater)).toHaveLength(2);
  });

  it("of deliveries", async () => {
    const away: Deliver = async () => ({ outcome: "later", detail: "452 4.2.2 Mailbox full" });
    await new ReportProcess({ database: db.database, clock: { now }, deliver: away }).turn();
    expect(await claimDeliveries(database(), 2, muchLater)).toHaveLength(2);
  });
});
