import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/lib/access/principal";
import { runAggregator } from "@/lib/aggregator/run-aggregator";
import { verify } from "@/lib/aggregator/verify/verify";
import { Ingest } from "@/lib/ingest/ingest";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { withTransaction } from "@/lib/platform/database";
import { applyMigrations, migrate } from "@/lib/platform/migrate";
import { testVaultKey, useEmptyDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { campusLoad, loadZone } from "./testing/campus-load";

/** The last migration that ingest, aggregator and figures need. What comes after it is applied while they work. */
const needed = "0044_jobs_that_are_lost";
/** What a later version might do, by the rules of docs/OPERATIONS.md: it expands, and a version later contracts. */
const later: Readonly<Record<string, string>> = {
  "9000_expand": `ALTER TABLE warehouse.fact_attendance ADD COLUMN remark text;
    ALTER TABLE log.consumer ADD COLUMN remark text NOT NULL DEFAULT 'none';
    CREATE TABLE warehouse.remark (meeting_key bigint PRIMARY KEY, text text NOT NULL);
    ALTER TABLE warehouse.dim_section ADD CONSTRAINT planned CHECK (meetings_planned >= 0) NOT VALID;`,
  "9001_contract": `ALTER TABLE warehouse.fact_attendance DROP COLUMN remark; ALTER TABLE log.consumer DROP COLUMN remark; DROP TABLE warehouse.remark`,
};

const reader: Principal = {
  kind: "api-key",
  keyId: "00000000-0000-4000-8000-000000000001",
  can: new Set(["kpis:read"]),
  scope: { kind: "institution" },
  studentScope: { kind: "none" },
  studentLevel: true,
  eventsPerSecond: null,
};

describe("an upgrade of the schema under load", () => {
  const test = useEmptyDatabase();
  const folder = mkdtempSync(join(tmpdir(), "bellwether-upgrade-"));
  const load = campusLoad(5, { students: 30, collisions: 300 });

  beforeAll(async () => {
    cpSync("prisma/migrations", folder, { recursive: true });
    for (const [name, sql] of Object.entries(later)) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "migration.sql"), sql);
    }
    const before = new Set(readdirSync(folder).filter((name) => name <= needed));
    await withTransaction(test.database.owner, (client) => applyMigrations(client, folder, before));
    await test.database.owner.query("INSERT INTO app.setting (key, value) VALUES ('time-zone', to_jsonb($1::text))", [loadZone]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Does something again and again until told to stop; returns how often, and the longest that it took, in milliseconds. */
  async function repeat(until: AbortSignal, act: (turn: number) => Promise<unknown>): Promise<{ times: number; longest: number }> {
    const done = { times: 0, longest: 0 };
    while (!until.aborted) {
      const began = performance.now();
      await act(done.times);
      done.longest = Math.max(done.longest, performance.now() - began);
      done.times += 1;
      await pause(5);
    }
    return done;
  }

  it("LOG-1 EXACT-1: events are taken in, counted and shown throughout; nobody waits behind a migration that waits for a reader", async () => {
    const { database } = test;
    const ingest = new Ingest(database, await Vault.open(database, testVaultKey));
    const stopping = new AbortController();
    const errors: unknown[] = [];
    const batches: number[] = [];
    const aggregator = runAggregator({
      database,
      timeZone: loadZone,
      lanes: 2,
      batchSize: 200,
      signal: stopping.signal,
      onBatch: () => batches.push(performance.now()),
      onError: (error) => errors.push(error),
    });
    const request = checkKpiQuery({ kpi: "attendance-rate", groupBy: "week" });
    const context = { database, timeZone: loadZone, now: new Date("2026-05-15T00:00:00Z"), locale: "en" } as const;
    let sent = 0;
    const sending = repeat(stopping.signal, async (turn) => {
      const part = load.slice(turn * 50, turn * 50 + 50);
      if (part.length === 0) return;
      const { accepted, duplicate, rejected } = await ingest.submit(part);
      expect([accepted + duplicate, rejected]).toEqual([part.length, 0]);
      sent += part.length;
    });
    const reading = repeat(stopping.signal, () => answerKpi(context, reader, request));
    // Somebody reads what a migration changes, longer than anybody may be made to wait.
    const holder = await database.owner.connect();
    await holder.query("BEGIN; SELECT count(*) FROM warehouse.fact_attendance");
    const began = performance.now();
    let free = Number.POSITIVE_INFINITY;
    const held = pause(7_000).then(async () => {
      await holder.query("COMMIT");
      holder.release();
      free = performance.now();
    });
    const applied = await migrate(database.owner, folder);
    const migrated = performance.now();
    await held;
    await pause(500);
    stopping.abort();
    const [writes, reads] = await Promise.all([sending, reading]);
    await aggregator;

    expect(applied).toEqual(
      readdirSync(folder)
        .filter((name) => name > needed && name !== "migration_lock.toml")
        .sort(),
    );
    expect(migrated).toBeGreaterThan(free); // it did come in the way
    expect(migrated - free).toBeLessThan(15_000); // and no batch does, again and again
    // A batch may be undone by a deadlock after all, and is applied anew; nothing else goes wrong.
    expect(errors.filter((error) => !(error instanceof Error) || Reflect.get(error, "code") !== "40P01")).toEqual([]);
    expect(errors.length).toBeLessThan(3);
    expect(batches.filter((at) => at > began && at < free).length).toBeGreaterThan(1);
    for (const { times, longest } of [writes, reads]) {
      expect(times).toBeGreaterThan(20);
      expect(longest).toBeLessThan(5_000); // half a second that a lock is asked for, a retry or two, on a busy machine
    }
    const logged = await database.owner.query("SELECT count(*)::int AS n FROM log.event");
    expect(logged.rows[0]?.n).toBe(new Set(load.slice(0, sent).map(({ source, id }) => `${source} ${id}`)).size);
    const rest = new AbortController();
    const draining = runAggregator({ database, timeZone: loadZone, signal: rest.signal, onError: (error) => errors.push(error) });
    const waiting = () => database.owner.query("SELECT sum(events)::int AS events FROM log.backlog");
    await expect.poll(async () => (await waiting()).rows, { timeout: 60_000 }).toEqual([{ events: 0 }]);
    rest.abort();
    await draining;
    expect(await verify(database, loadZone)).toMatchObject({ differ: 0 });
  }, 180_000);
});
