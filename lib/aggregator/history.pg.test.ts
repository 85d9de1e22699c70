import type { PoolClient } from "pg";
import { beforeEach, describe, expect, it } from "vitest";
import { withScopedRead } from "@/lib/access/scoped-read";
import { stageBatch } from "@/lib/event-log/postgres/stage-batch";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { applyBatch } from "./apply-batch";
import { batchTables } from "./delta";
import type { Lease } from "./leases";
import { consumeBatch } from "./take-batch";
import { drainOnce } from "./testing/drain";
import { appendToLog, emptyWarehouse } from "./testing/log-fixture";
import type { LoggedEvent } from "./testing/oracle";

const student = "00000000-0000-4000-8000-000000000001";
const zone = "Asia/Seoul";
const event = (id: string, type: string, data: Record<string, unknown>, recordedAt = "2026-03-02T01:00:00Z"): LoggedEvent => ({
  id,
  type,
  source: "urn:t",
  occurredAt: "2026-03-02T01:00:00Z",
  recordedAt,
  data,
});
const partitionsOf = (leases: readonly Lease[]) => leases.map((lease) => lease.partition);
const held = (id: string) => event(id, "meeting.changed", { meeting: id, section: "s", startsAt: "2026-03-02T01:00:00Z", status: "held" });
const mark = (meeting: string, status: string, recordedAt?: string) =>
  event(`${meeting}-${status}-${recordedAt ?? ""}`, "attendance.recorded", { meeting, student, status }, recordedAt);
const roster = [
  event("c", "course.defined", { course: "c", title: "C", orgUnit: "u" }),
  event("s", "section.defined", { section: "s", course: "c", term: "t", instructors: [student] }),
  event("e", "enrollment.changed", { section: "s", student, status: "enrolled", effectiveOn: "2026-03-02" }),
  held("m1"),
  held("m2"),
];

describe("history", () => {
  const test = useTestDatabase();

  beforeEach(async () => {
    await emptyWarehouse(test.database);
    await appendToLog(test.database, roster);
    await drainOnce(test.database, zone);
  });

  const send = async (...events: LoggedEvent[]) => {
    await appendToLog(test.database, events);
    await drainOnce(test.database, zone);
  };
  const position = async () => {
    const head = await test.database.owner.query<{ position: string }>("SELECT position FROM warehouse.feed_head");
    return head.rows[0]?.position ?? "";
  };
  /** Statuses by meeting as known at a position. */
  const rollsAt = (at: string) =>
    withScopedRead(test.database, { kind: "institution" }, async (read) => {
      await read.query("SELECT set_config('bellwether.position', $1, true)", [at]);
      const rows = await read.query<{ id: string; rolls: number; status: string | null }>(
        "SELECT m.id, m.rolls, f.status FROM past.dim_meeting m LEFT JOIN past.fact_attendance f USING (meeting_key) ORDER BY m.id",
      );
      return rows.rows.map((row) => [row.id, row.rolls, row.status]);
    });
  const versions = async (table: string) => (await test.database.owner.query(`SELECT FROM history.${table}`)).rowCount;

  it("EXACT-3 asOf: a batch that was overtaken is not part of positions before its own", async () => {
    const start = await position();
    await appendToLog(test.database, [mark("m1", "present"), mark("m2", "absent")]);
    const clients = await Promise.all([0, 1, 2].map(() => test.database.owner.connect()));
    const [slow, fast, blocker] = clients as [PoolClient, PoolClient, PoolClient];
    try {
      const leases = await slow.query<Lease>("SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'");
      const begin = async (client: PoolClient, meeting: string) => {
        for (const statement of batchTables) await client.query(statement);
        await client.query("BEGIN");
        const waiting = await client.query<{ partition: number }>(
          "SELECT partition FROM log.event WHERE data->>'meeting' = $1 AND type = 'attendance.recorded'",
          [meeting],
        );
        const own = leases.rows.filter(({ partition }) => partition === waiting.rows[0]?.partition);
        expect(await stageBatch(client, partitionsOf(own), 10)).toBe(1);
        await consumeBatch(client, own);
      };
      await blocker.query("BEGIN; SELECT FROM warehouse.dim_meeting WHERE id = 'm1' FOR UPDATE");
      const pid = (await slow.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
      await begin(slow, "m1");
      const applied = applyBatch(slow, zone).then(() => slow.query("COMMIT"));
      for (;;) {
        const blocked = await blocker.query("SELECT FROM pg_locks WHERE pid = $1 AND NOT granted", [pid]);
        if (blocked.rowCount !== 0) break;
      }
      await begin(fast, "m2");
      await applyBatch(fast, zone);
      await fast.query("COMMIT");
      const overtaken = await position();
      await blocker.query("COMMIT");
      await applied;
      const end = await position();
      const batches = await test.database.owner.query<{ open: string[] }>(
        "SELECT open_batches AS open FROM warehouse.feed_commit WHERE position >= $1 ORDER BY position",
        [overtaken],
      );
      expect(batches.rows.map(({ open }) => open.length)).toEqual([1, 0]);
      expect(await rollsAt(start)).toEqual([
        ["m1", 0, null],
        ["m2", 0, null],
      ]);
      expect(await rollsAt(overtaken)).toEqual([
        ["m1", 0, null],
        ["m2", 1, "absent"],
      ]);
      expect(await rollsAt(end)).toEqual([
        ["m1", 1, "present"],
        ["m2", 1, "absent"],
      ]);
    } finally {
      for (const client of clients) client.release(true);
    }
  });

  it("a batch that was left out of those that are open may not commit, and is applied anew", async () => {
    await appendToLog(test.database, [mark("m1", "present")]);
    const client = await test.database.owner.connect();
    try {
      for (const statement of batchTables) await client.query(statement);
      const leases = await client.query<Lease>("SELECT partition, lease_epoch AS epoch FROM log.consumer WHERE consumer = 'aggregator'");
      await client.query("BEGIN");
      await stageBatch(client, partitionsOf(leases.rows), 10);
      await client.query("UPDATE warehouse.feed_head SET last_batch = last_batch + 1000, open_batches = '{}'");
      await expect(applyBatch(client, zone)).rejects.toMatchObject({ code: "conflict" });
      await client.query("ROLLBACK");
    } finally {
      client.release(true);
    }
    await drainOnce(test.database, zone);
    expect(await rollsAt(await position())).toContainEqual(["m1", 1, "present"]);
  });

  it("keeps what was overwritten, and no version for rolls or for the same content again", async () => {
    await send(mark("m1", "present"));
    const first = await position();
    await send(mark("m1", "present", "2026-03-03T01:00:00Z"), mark("m2", "absent"));
    expect([await versions("fact_attendance"), await versions("dim_meeting")]).toEqual([0, 0]);
    await send(mark("m1", "late", "2026-03-04T01:00:00Z"));
    expect([await versions("fact_attendance"), await versions("dim_meeting")]).toEqual([1, 0]);
    expect(await rollsAt(first)).toEqual([
      ["m1", 1, "present"],
      ["m2", 0, null],
    ]);
    expect(await rollsAt(await position())).toEqual([
      ["m1", 1, "late"],
      ["m2", 1, "absent"],
    ]);
    expect(await versions("bridge_section_instructor")).toBe(0);
    await send(event("s2", "section.defined", { section: "s", course: "c", term: "t", instructors: [student] }, "2026-03-03T01:00:00Z"));
    expect(await versions("bridge_section_instructor")).toBe(0);
    await send(event("s3", "section.defined", { section: "s", course: "c", term: "t", instructors: [] }, "2026-03-04T01:00:00Z"));
    expect(await versions("bridge_section_instructor")).toBe(1);
  });

  it("refuses a change within a batch that does not name it, instead of a past that is wrong in silence", async () => {
    await send(mark("m1", "present"));
    const client = await test.database.owner.connect();
    try {
      await client.query("BEGIN; SELECT set_config('bellwether.batch', nextval('warehouse.batch_number')::text, true)");
      await expect(client.query("UPDATE warehouse.fact_attendance SET status = 'late'")).rejects.toThrow(/does not name its batch/);
      await client.query("ROLLBACK");
    } finally {
      client.release();
    }
  });

  it("history tables have the columns of what they keep", async () => {
    const differing = await test.database.owner.query(
      `SELECT k.name, array_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) ORDER BY a.attname) FILTER (WHERE n.nspname = 'warehouse') AS now,
         array_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) ORDER BY a.attname) FILTER (WHERE n.nspname = 'history' AND a.attname <> 'ended_in') AS kept,
         array_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)) ORDER BY a.attname) FILTER (WHERE n.nspname = 'past') AS past
       FROM history.kept_table k JOIN pg_class c ON c.relname = k.name JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE n.nspname IN ('warehouse', 'history', 'past') GROUP BY k.name`,
    );
    expect(differing.rows).toHaveLength(18);
    for (const { now, kept, past } of differing.rows) expect([kept, past]).toEqual([now, now]);
  });
});
