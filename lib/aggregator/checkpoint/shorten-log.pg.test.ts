import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PoolClient } from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { takeBackup } from "@/lib/backup/take-backup";
import { entrySource } from "@/lib/contracts/own-source";
import { Ingest } from "@/lib/ingest/ingest";
import type { Database } from "@/lib/platform/database";
import { testVaultKey, useEmptyDatabase, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { campusLoad, loadZone } from "@/lib/runtime/testing/campus-load";
import type { SentEvent } from "@/lib/simulator/events";
import { drainOnce } from "../testing/drain";
import { comparable, storedCells } from "../testing/log-fixture";
import { verificationLock } from "../verify/run-verification";
import { verify } from "../verify/verify";
import { checkpointSource } from "./compact";
import { dropDays } from "./drop-days";
import { lastDay } from "./last-day";
import { makeCheckpoint } from "./make-checkpoint";
import { nightlyShortening } from "./nightly-shortening";
import { shortenLog } from "./shorten-log";

const now = new Date("2026-05-15T03:00:00Z");
const today = "2026-05-15";
const keptDays = 100;

describe("a log that is shortened", () => {
  const test = useTestDatabase();
  const control = useTestDatabase();
  const fresh = useEmptyDatabase();
  const activity = (id: string, count: number): SentEvent => ({
    specversion: "1.0",
    id,
    source: "urn:lms",
    type: "activity.observed",
    time: "2026-03-09T09:00:00+09:00",
    data: { student: "s-1", kind: "forum", count },
  });
  const underWay: SentEvent = {
    ...activity("term", 0),
    type: "term.defined",
    data: { term: "now", name: "Now", academicYear: "2026", startsOn: "2026-02-20", endsOn: "2026-06-20" },
  };
  /** Somebody's mark on a screen, and its correction: a roll tells both. */
  const entered = ["absent", "present"].map(
    (status, index): SentEvent => ({
      ...activity(`00000000-0000-4000-8000-00000000000${index}/1`, 0),
      source: entrySource,
      type: "attendance.recorded",
      recordedtime: `2026-03-09T09:0${index}:00+09:00`,
      data: { meeting: "m-entered", student: "s-1", status },
    }),
  );
  const load = [
    underWay,
    ...entered.flatMap((mark, index) => [mark, activity(`between-${index}`, 1)]), // both among those that go
    ...campusLoad(11, { students: 16, collisions: 500 }),
    ...Array.from({ length: 60 }, (_, index) => activity(`a-${index}`, 2)),
  ];
  /** The oldest go in two steps; the newest stay. */
  const parts = [0, 1, 2].map((part) => load.filter((_, index) => index % 3 === part));
  const ages = [500, 400, 0];
  const shorten = (more: { keptDays?: number } = {}) =>
    shortenLog({ database: test.database, timeZone: loadZone, today, keptDays, now, ...more });
  const query = <T extends object>(text: string, database: Database = test.database) =>
    database.owner.query<T & Record<string, unknown>>(text);
  const count = async (table: string) => Number((await query(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);
  const days = async () => (await query("SELECT DISTINCT arrived_on::text AS day FROM log.event ORDER BY 1")).rows.map(({ day }) => day);
  const logOf = async (database: Database) => new Ingest(database, await Vault.open(database, testVaultKey));

  /** Takes a part in as it comes, and moves it so many days back; positions of it too. Some are consumed while others wait. */
  async function arrive(database: Database, events: readonly SentEvent[], daysAgo: number): Promise<void> {
    const ingest = await logOf(database);
    for (let start = 0; start < events.length; start += 1_000) await ingest.submit(events.slice(start, start + 1_000));
    await drainOnce(database, loadZone, 400);
    if (daysAgo === 0) return;
    const { owner } = database;
    const recent = "date '2026-05-15'";
    await owner.query(
      `SELECT log.ensure_event_partition(day - ${daysAgo}) FROM (SELECT DISTINCT arrived_on AS day FROM log.event WHERE arrived_on > ${recent}) d`,
    );
    await owner.query(
      `UPDATE log.event SET arrived_on = arrived_on - ${daysAgo}, arrived_at = arrived_at - interval '${daysAgo} days' WHERE arrived_on > ${recent}`,
    );
    await owner.query(`UPDATE log.consumed SET arrived_on = arrived_on - ${daysAgo} WHERE arrived_on > ${recent}`);
    await owner.query(
      `UPDATE warehouse.feed_commit SET committed_at = committed_at - interval '${daysAgo} days' WHERE committed_at > ${recent}`,
    );
  }

  /** All that can be asked of each position so far: facts, cells and dimensions as known then, and how far everything had been processed. */
  async function past(): Promise<Record<string, unknown>> {
    const views = (await query<{ name: string }>("SELECT viewname AS name FROM pg_views WHERE schemaname = 'past' ORDER BY 1")).rows;
    const digests = views.map(
      ({ name }) => `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS digest FROM past.${name} t`,
    );
    const commits = await query<{ position: string; at: string }>(
      "SELECT position::text, committed_at::text AS at FROM warehouse.feed_commit WHERE committed_at < date '2026-05-15' ORDER BY 1",
    );
    const client = await test.database.owner.connect();
    const known: Record<string, unknown> = {};
    try {
      // Eight of them, the first and the last among them: each reads everything.
      const every = Math.ceil(commits.rows.length / 8);
      for (const { position, at } of commits.rows.filter((_, index) => index % every === 0 || index === commits.rows.length - 1))
        known[position] = await asOf(client, position, at, digests.join(" UNION ALL "));
      return known;
    } finally {
      client.release();
    }
  }
  async function asOf(client: PoolClient, position: string, at: string, text: string): Promise<unknown> {
    await client.query("BEGIN");
    const settings =
      "set_config('bellwether.position', $1, true), set_config('bellwether.as_of', $2, true), set_config('bellwether.scope', $3, true)";
    await client.query(`SELECT ${settings}`, [position, at, '{"everything": true}']);
    const through = await client.query(
      "SELECT past.processed_through()::text AS through, past.processed_through() < past.moment() AS waited",
    );
    const rows = await client.query(text);
    await client.query("ROLLBACK");
    return [through.rows[0], ...rows.rows];
  }

  let before: Record<string, unknown>;
  beforeAll(async () => {
    await query("INSERT INTO app.setting (key, value) VALUES ('time-zone', to_jsonb('Asia/Seoul'::text))");
    for (const [index, part] of parts.slice(0, 2).entries()) await arrive(test.database, part, ages[index] ?? 0);
    before = await past();
  }, 240_000);

  it("keeps the days of terms that are not over, and what is not consumed", async () => {
    expect(await lastDay(test.database.owner, today, 30)).toBe("2026-02-20");
    expect(await lastDay(test.database.owner, today, keptDays)).toBe("2026-02-04");
    await query("UPDATE log.consumer SET next_offset = next_offset - 1, arrived_on = '1970-01-01' WHERE partition = 3");
    const [, newest] = await days();
    expect(await lastDay(test.database.owner, today, keptDays)).toBe(newest);
    await query("UPDATE log.consumer SET next_offset = next_offset + 1 WHERE partition = 3");
    expect(await lastDay(control.database.owner, today, keptDays)).toBeNull();
  });

  it("drops nothing where a cell differs, or while a verification runs", async () => {
    const held = await days();
    const keys = "(term_key, section_key, held_on, program_key)";
    const add = (presents: number) =>
      query(`UPDATE warehouse.cell_attendance SET present = present + ${presents}
        WHERE ${keys} = (SELECT term_key, section_key, held_on, program_key FROM warehouse.cell_attendance ORDER BY ${keys} LIMIT 1)`);
    await add(1);
    await expect(shorten()).rejects.toThrow(/^Nothing of the log was dropped: 1 of \d+ cells differ/);
    await add(-1);
    const other = await test.database.owner.connect();
    await other.query("SELECT pg_advisory_lock($1)", [verificationLock]);
    await expect(shorten()).rejects.toMatchObject({ code: "conflict" });
    await other.query("SELECT pg_advisory_unlock($1)", [verificationLock]);
    other.release();
    expect([await days(), await count("log.checkpoint"), await count("log.checkpoint_event")]).toEqual([held, 0, 0]);
  }, 120_000);

  it("EXACT-1: verifies between a checkpoint and the drop, where an event is in both, and after what was cut off is ended", async () => {
    const [oldest] = await days();
    const until = (await query(`SELECT (date '${String(oldest)}' + 1)::text AS day`)).rows[0]?.day;
    const events = Number((await query(`SELECT count(*) AS n FROM log.event WHERE arrived_on = '${String(oldest)}'`)).rows[0]?.n);
    expect(await makeCheckpoint(test.database, loadZone, String(until), now)).toEqual({ before: until, events });
    expect(await makeCheckpoint(test.database, loadZone, String(until), now)).toBeNull();
    expect(await verify(test.database, loadZone)).toMatchObject({ differ: 0 });
    expect(await past()).toEqual(before);
    await query(`ALTER TABLE log.event DETACH PARTITION log.event_${String(oldest).replaceAll("-", "")} CONCURRENTLY`);
    expect(await dropDays(test.database.owner)).toBe(1);
    expect(await days()).not.toContain(oldest);
    await expect(query(`SELECT log.ensure_event_partition('${String(oldest)}')`)).rejects.toThrow("is the clock right?");
  }, 120_000);

  it("EXACT-1: every cell is recomputed from the checkpoint and the rest, and the past is what it was", async () => {
    const all = await count("log.known_event");
    const shortened = await shorten();
    expect(shortened).toEqual({ events: expect.any(Number), days: expect.any(Number) });
    expect(shortened.events).toBeGreaterThan(0);
    expect(await days()).toEqual([]);
    expect(await count("log.known_event")).toBeLessThan(all); // corrected ones are gone, activity is added up
    expect(
      (await query(`SELECT data FROM log.checkpoint_event WHERE source = '${checkpointSource}' AND data->>'kind' = 'forum'`)).rows,
    ).toHaveLength(1);
    expect(
      new Set((await query(`SELECT event_id FROM log.known_event WHERE source = '${entrySource}'`)).rows.map((row) => row.event_id)),
    ).toEqual(new Set(entered.map(({ id }) => id)));
    expect(await verify(test.database, loadZone)).toMatchObject({ differ: 0 });
    expect(await past()).toEqual(before);
    expect(JSON.stringify(before)).toContain('"waited":true'); // else the watermarks would prove nothing
    expect(await shorten()).toEqual({ events: 0, days: 0 });
    const audit = await query("SELECT detail FROM app.audit WHERE action = 'retention.applied'");
    expect(audit.rows).toEqual([{ detail: { events: shortened.events, before: "2026-02-04" } }]);
  }, 120_000);

  it("LOG-1: what was sent before is known for ever; corrections of dropped rows hold by the order of events", async () => {
    const ingest = await logOf(test.database);
    const again = { accepted: 0, duplicate: 0, rejected: 0 };
    for (const event of [...parts.slice(0, 2).flat()].filter((_, index) => index % 40 === 0)) {
      const answer = await ingest.submit([event]);
      again.accepted += answer.accepted;
      again.duplicate += answer.duplicate;
    }
    expect(again.accepted).toBe(0);
    expect(again.duplicate).toBeGreaterThan(50);
    await arrive(test.database, parts[2] ?? [], 0);
    const persons = await query("SELECT jsonb_agg(p) AS all FROM vault.person p"); // else pseudonyms would be others
    const taken = "INSERT INTO vault.person SELECT * FROM jsonb_populate_recordset(NULL::vault.person, $1)";
    await control.database.owner.query(taken, [JSON.stringify(persons.rows[0]?.all)]);
    for (const [index, part] of parts.entries()) await arrive(control.database, part, ages[index] ?? 0);
    expect(await verify(test.database, loadZone)).toMatchObject({ differ: 0 });
    expect(comparable(await storedCells(test.database))).toEqual(comparable(await storedCells(control.database)));
  }, 240_000);

  it("a checkpoint that lost an event, or has another, is found by the verification", async () => {
    const which =
      "type = 'attendance.recorded' AND row_key = (SELECT min(row_key::text)::uuid FROM log.checkpoint_event c JOIN warehouse.fact_attendance f ON f.event_id = c.event_id AND f.source = c.source AND f.counted WHERE type = 'attendance.recorded')";
    const [lost] = (await query(`SELECT * FROM log.checkpoint_event WHERE ${which}`)).rows;
    expect(lost).toBeDefined();
    await query(`CREATE TABLE public.aside AS SELECT * FROM log.checkpoint_event WHERE ${which}`);
    await query(`DELETE FROM log.checkpoint_event WHERE row_key = (SELECT row_key FROM public.aside)`);
    expect((await verify(test.database, loadZone)).differ).toBeGreaterThan(0);
    await query("INSERT INTO log.checkpoint_event SELECT * FROM public.aside");
    await query("DROP TABLE public.aside");
    expect(await verify(test.database, loadZone)).toMatchObject({ differ: 0 });
  });

  it("is backed up with its checkpoint, and shortened at night only where the policy says how far", async () => {
    const folder = await mkdtemp(join(tmpdir(), "bellwether-backup-"));
    try {
      const options = { vaultKey: testVaultKey, folder: join(folder, "one") };
      await takeBackup({ ...options, database: test.database, now: () => now });
      await restoreBackup({ ...options, database: fresh.database, migrationsFolder: join(process.cwd(), "prisma", "migrations") });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect(await verify(fresh.database, loadZone)).toMatchObject({ differ: 0 });
    const checkpoint = "SELECT before_day::text AS day FROM log.checkpoint";
    const night = nightlyShortening(fresh.database, loadZone, () => new Date("2030-01-01T00:00:00Z"));
    await night.run();
    expect((await query(checkpoint, fresh.database)).rows).toEqual([{ day: "2026-02-04" }]);
    await query(
      `INSERT INTO app.policy (version, valid_from, document) SELECT max(version) + 1, '2029-01-01',
      (array_agg(document))[1] || '{"retention": {"sessions": 1, "links": 1, "attempts": 1, "quarantine": 1, "events": 30}}' FROM app.policy`,
      fresh.database,
    );
    await night.run();
    expect((await query(checkpoint, fresh.database)).rows).toEqual([{ day: "2029-12-02" }]);
    expect((await query("SELECT FROM log.event", fresh.database)).rows).toEqual([]);
    expect(await verify(fresh.database, loadZone)).toMatchObject({ differ: 0 });
  }, 240_000);
});
