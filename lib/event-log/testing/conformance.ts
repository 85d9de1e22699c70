import fc from "fast-check";
import { expect, it } from "vitest";
import { batchTables } from "@/lib/aggregator/delta";
import { Lane } from "@/lib/aggregator/lane";
import { consumeBatch } from "@/lib/aggregator/take-batch";
import { eventSet } from "@/lib/aggregator/testing/generate-events";
import { comparable, storedCells } from "@/lib/aggregator/testing/log-fixture";
import { oracleCells } from "@/lib/aggregator/testing/oracle";
import { verify } from "@/lib/aggregator/verify/verify";
import { Ingest } from "@/lib/ingest/ingest";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { Consumer, drain, type LogUnderTest, quiet, roll, toEntry, until, zone } from "./log-under-test";

const patience = 240_000;
/** A table with what a consumer writes; none of it may change where its lease is lost. */
const written = ["log.event", "log.event_key", "log.quarantine", "log.arrival_total", "warehouse.fact_attendance", "warehouse.feed"];
const entriesOf = (...ids: string[]) => ids.map((id) => toEntry(roll(id)));
const numbered = (count: number, prefix = "e") => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** What every implementation of the log holds to. `open` gives one that is empty. */
export function holdsToTheLog(open: () => Promise<LogUnderTest>): void {
  const logged = async ({ database }: LogUnderTest) =>
    (await database.owner.query<{ id: string }>('SELECT event_id AS id FROM log.event ORDER BY partition, "offset"')).rows.map(
      ({ id }) => id,
    );
  const counted = async ({ database }: LogUnderTest, text: string) => Number((await database.owner.query<{ n: string }>(text)).rows[0]?.n);

  it("LOG-1: what was acknowledged is there for whoever reads it, each partition in its order", async () => {
    const log = await open();
    const writer = log.openWriter();
    const sent: string[] = [];
    for (let request = 0; request < 4; request += 1) {
      const ids = numbered(25, `r${request}`);
      expect(await writer.append(ids.map((id) => toEntry(roll(id, "present", "m-1"))))).toEqual(ids.map(() => "accepted"));
      sent.push(...ids);
    }
    await writer.close();
    await drain(log, 1, 8 * 7);
    expect(await logged(log)).toEqual(sent);
  });

  it("LOG-1: sent again at no harm, by whomever and in whatever order; what arrived is counted once", async () => {
    const log = await open();
    const [one, other] = [log.openWriter(), log.openWriter()];
    const ids = numbered(200);
    await Promise.all([one.append(entriesOf(...ids, ...ids)), other.append(entriesOf(...ids.toReversed()))]);
    await drain(log, 2, 64);
    await one.append(entriesOf(...ids));
    await drain(log, 2, 64);
    await Promise.all([one.close(), other.close()]);
    expect((await logged(log)).toSorted()).toEqual(ids.toSorted());
    expect(await counted(log, "SELECT sum(accepted) AS n FROM log.arrival_total")).toBe(200);
    expect(await counted(log, "SELECT sum(duplicate) AS n FROM log.arrival_total")).toBe(600);
    expect(await counted(log, "SELECT sum(attendances) AS n FROM (SELECT count(*) AS attendances FROM warehouse.fact_attendance) f")).toBe(
      200,
    );
  });

  it("LOG-2: another event under a known id is kept in quarantine as it was sent, and in no figure", async () => {
    const log = await open();
    const writer = log.openWriter();
    const ingest = new Ingest(log.database, log.vault, writer);
    const sent = (type: string, id: string, data: object) => ({
      specversion: "1.0",
      id,
      source: "urn:s",
      type,
      time: "2026-03-09T00:02:11Z",
      data,
    });
    const changes = (status: string) => [
      sent("attendance.recorded", "a", { meeting: "m-1", student: "20261234", status }),
      sent("person.defined", "p", { person: "20261234", name: `Kim ${status}`, kind: "student" }),
      sent("student.defined", "s", { student: "20261234", advisor: "i-7", attributes: { b: status, a: "1" } }),
      sent("section.defined", "c", { section: "c-1", course: status, term: "t", instructors: ["i-7", "i-8"] }),
      sent("enrollment.changed", "w", {
        section: "c-1",
        student: "20261234",
        status: "enrolled",
        effectiveOn: "2026-03-02",
        reason: status,
      }),
    ];
    await ingest.submit(changes("present"));
    await drain(log);
    await ingest.submit(changes("absent"));
    await drain(log);
    expect((await logged(log)).toSorted()).toEqual(["a", "c", "p", "s", "w"]);
    const kept = await log.database.owner.query<{ body: Buffer; errors: unknown; id: string }>(
      "SELECT sealed_body AS body, errors, event_id AS id FROM log.quarantine WHERE state = 'open' ORDER BY event_id",
    );
    expect(kept.rows.map((row) => row.errors)).toEqual(kept.rows.map(() => [{ path: "id", rule: "id-conflict" }]));
    const bodies = kept.rows.map((row) => JSON.parse(log.vault.openBody(row.body)));
    expect(bodies.map(({ id, data }) => ({ id, data })).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject(
      changes("absent")
        .map(({ id, data }) => ({ id, data }))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(await counted(log, "SELECT sum(rejected) AS n FROM log.arrival_total")).toBe(5);
    // Replayed, each is what it was: the same other event.
    await ingest.replay({});
    await drain(log);
    expect(await counted(log, "SELECT count(*) AS n FROM log.quarantine WHERE state = 'open'")).toBe(5);
    expect(await counted(log, "SELECT count(*) AS n FROM log.event")).toBe(5);
    await writer.close();
  });

  it("EXACT-2: what is undone is staged again, what is committed is not, whoever reads on", async () => {
    const log = await open();
    const writer = log.openWriter();
    await writer.append(entriesOf(...numbered(40)));
    await writer.close();
    const first = await Consumer.open(log);
    await first.stage(16);
    const before = await first.batch();
    expect(before.length).toBeGreaterThan(0);
    await first.client.query("ROLLBACK");
    await first.apply(16, true);
    await first.apply(16);
    await first.close();
    const staged = await counted(log, "SELECT count(*) AS n FROM warehouse.fact_attendance");
    expect(staged).toBeGreaterThan(0);
    const second = await Consumer.open(log);
    for (let left = 40 - staged; left > 0; left = 40 - (await counted(log, "SELECT count(*) AS n FROM warehouse.fact_attendance"))) {
      await second.apply(16);
    }
    await second.close();
    expect(await log.unread()).toBe(0);
    expect((await logged(log)).toSorted()).toEqual(numbered(40).toSorted());
  });

  it("back-pressure: past its bound senders are asked to wait, and those that were not refused are there", async () => {
    const log = await open();
    const writer = log.openWriter();
    const asked = Array.from({ length: 80 }, (_, request) =>
      writer.append(Array.from({ length: 1_000 }, (_, index) => toEntry(roll(`${request}-${index}`)))),
    );
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.filter((one) => one.status === "rejected");
    expect(refused.length).toBeGreaterThan(0);
    for (const one of refused) expect(one.reason).toMatchObject({ code: "too-many-requests", facts: { retryAfterSeconds: 1 } });
    expect(() => writer.refuseWhenFull()).not.toThrow();
    expect(await log.unread()).toBe((outcomes.length - refused.length) * 1_000);
    await writer.close();
  });

  it("wakes its readers when something was appended", async () => {
    const log = await open();
    let heard = 0;
    const reader = await log.openReader({ onAppended: () => (heard += 1), onError: () => undefined });
    const client = await log.database.owner.connect();
    for (const statement of batchTables) await client.query(statement);
    // A reader hears of what it asks for, once it knows where the log is.
    const ask = () => reader.stage(client, [0, 1, 2, 3, 4, 5, 6, 7], 8);
    await until("the reader knows the log", async () => {
      await ask();
      return heard > 0;
    });
    await ask();
    const before = heard;
    const writer = log.openWriter();
    await writer.append(entriesOf("e"));
    await until("it was woken", () => heard > before);
    await writer.close();
    await reader.close();
    client.release(true);
  });

  it("partitions are shared, and handed over when who held them goes", async () => {
    const log = await open();
    const writer = log.openWriter();
    const reader = await log.openReader(quiet);
    const lane = (member: string) => new Lane({ database: log.database, reader, member, timeZone: zone, batchSize: 80 });
    const [one, other] = [lane("one"), lane("other")];
    const owners = async () =>
      (
        await log.database.owner.query<{ owner: string; n: number }>(
          "SELECT lease_owner AS owner, count(*)::int AS n FROM log.consumer GROUP BY 1 ORDER BY 1",
        )
      ).rows;
    const balanced = 1e9;
    await one.step(0);
    await other.step(0);
    await one.step(balanced); // hears of the other, and gives back what is above its share
    await other.step(balanced);
    expect(await owners()).toEqual([
      { owner: "one", n: 4 },
      { owner: "other", n: 4 },
    ]);
    await writer.append(entriesOf(...numbered(160)));
    await until("both applied theirs", async () => {
      const taken = await Promise.all([one.step(balanced), other.step(balanced)]);
      return taken.every((n) => n === 0) && (await log.unread()) === 0;
    });
    await one.close();
    await writer.append(entriesOf(...numbered(160, "late")));
    await until("the other took over", async () => {
      await other.step(performance.now() + 2 * balanced);
      return (await log.unread()) === 0;
    });
    await Promise.all([other.close(), reader.close(), writer.close()]);
    expect(await owners()).toEqual([{ owner: "other", n: 8 }]);
    expect((await logged(log)).toSorted()).toEqual([...numbered(160), ...numbered(160, "late")].toSorted());
    expect(await counted(log, "SELECT count(*) AS n FROM warehouse.fact_attendance")).toBe(320);
  });

  it.each(["new", "repeated", "other"])("EXACT-2: a lost lease writes nothing more, be what it read %s", async (kind) => {
    const log = await open();
    const writer = log.openWriter();
    await writer.append(entriesOf(...numbered(20)));
    await drain(log);
    if (kind === "new") await writer.append(entriesOf(...numbered(20, "n")));
    if (kind === "repeated") await writer.append(entriesOf(...numbered(20)));
    if (kind === "other") await writer.append(numbered(20).map((id) => toEntry(roll(id, "late"))));
    const consumer = await Consumer.open(log);
    const before = await Promise.all(written.map((table) => counted(log, `SELECT count(*) AS n FROM ${table}`)));
    if ((await log.unread()) > 0) {
      const { passed } = await consumer.stage(1_000);
      // Another takes the partitions over while this one, which does not know it, is about to commit.
      await log.database.owner.query("UPDATE log.consumer SET lease_epoch = lease_epoch + 1");
      await expect(consumeBatch(consumer.client, consumer.leases, passed)).rejects.toMatchObject({ code: "conflict" });
      await consumer.client.query("ROLLBACK");
    }
    await consumer.close();
    expect(await Promise.all(written.map((table) => counted(log, `SELECT count(*) AS n FROM ${table}`)))).toEqual(before);
    await drain(log);
    expect(await logged(log)).toHaveLength(kind === "new" ? 40 : 20);
    await writer.close();
  });

  it(
    "EXACT-1 EXACT-2: any order, repetition, batching and crash gives the cells of a brute-force recomputation, and verify agrees",
    async () => {
      const scenario = fc.record({
        events: eventSet({ minLength: 20, maxLength: 80 }),
        sizes: fc.array(fc.constantFrom(8, 24, 64), { minLength: 1, maxLength: 3 }),
        crashes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
        repeated: fc.nat({ max: 80 }),
      });
      await fc.assert(
        fc.asyncProperty(scenario, async ({ events, sizes, crashes, repeated }) => {
          const log = await open();
          const writer = log.openWriter();
          const entries = events.map(toEntry);
          const half = Math.ceil(entries.length / 2);
          await Promise.all([writer.append(entries.slice(0, half)), writer.append(entries.slice(half))]);
          await writer.append(entries.slice(0, repeated));
          const consumer = await Consumer.open(log);
          for (let turn = 0; (await log.unread()) > 0; turn += 1) {
            await consumer.apply(sizes[turn % sizes.length] ?? 8, crashes[turn % crashes.length] === true && turn < 20);
          }
          await Promise.all([consumer.close(), writer.close()]);
          expect(comparable(await storedCells(log.database))).toEqual(comparable(oracleCells(events, zone)));
          expect(await verify(log.database, zone)).toMatchObject({ differ: 0 });
        }),
        { numRuns: propertyRuns({ short: 3, full: 30 }) },
      );
    },
    patience,
  );
}
