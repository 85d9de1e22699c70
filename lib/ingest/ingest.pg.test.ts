import { gzipSync, zstdCompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { BellwetherError } from "@/lib/platform/errors";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { Ingest } from "./ingest";

const person = "20261234-kim-minjun";
const roll = (id: string, status = "present") => ({
  specversion: "1.0",
  id,
  source: "urn:test",
  type: "attendance.recorded",
  time: "2026-03-09T00:02:11Z",
  data: { meeting: "m-1", student: person, status },
});
async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}
const head = (contentType: string | undefined, contentEncoding?: string) => ({ contentType, contentEncoding, keyId: null });
const lines = (...events: unknown[]) => `${events.map((event) => JSON.stringify(event)).join("\n")}\n`;

describe("ingest", () => {
  const test = useTestDatabase();
  let ingest: Ingest;
  let vault: Vault;
  const ndjson = head("application/x-ndjson");
  const stored = async () => Number((await test.database.owner.query("SELECT count(*) AS n FROM log.event")).rows[0]?.n);

  beforeAll(async () => {
    vault = await Vault.open(test.database, testVaultKey);
    ingest = new Ingest(test.database, vault);
  });

  it("LOG-1: what is accepted is in the log; sent again it is a duplicate; with other content it conflicts", async () => {
    const before = await stored();
    expect(await ingest.receive(chunks(lines(roll("a"), roll("b"))), ndjson)).toMatchObject({
      accepted: 2,
      duplicate: 0,
      rejected: 0,
      items: [],
    });
    expect(await stored()).toBe(before + 2);
    const again = await ingest.receive(chunks(lines(roll("a"), roll("b", "absent"), roll("c"), roll("c"))), ndjson);
    expect(again).toMatchObject({ accepted: 1, duplicate: 2, rejected: 1 });
    expect(again.items.find((item) => item.status === "rejected")).toMatchObject({
      index: 1,
      id: "b",
      errors: [{ path: "id", rule: "id-conflict" }],
    });
    expect(await stored()).toBe(before + 3);
  });

  it("keeps no entry of a screen that it rejects: who made it was answered", async () => {
    const entry = (id: string, status = "present") => ({ ...roll(id, status), source: "urn:bellwether:entries" });
    expect(await ingest.submit([entry("e/1")])).toMatchObject({ accepted: 1 });
    const answer = await ingest.submit([entry("e/1", "absent"), entry("e/2", "?"), { ...roll("not-entered"), data: { meeting: "m-1" } }]);
    expect(answer).toMatchObject({ accepted: 0, rejected: 3 });
    const kept = await test.database.owner.query(
      "SELECT event_id AS id FROM log.quarantine WHERE event_id = ANY('{e/1,e/2,not-entered}') ORDER BY event_id",
    );
    expect(kept.rows).toEqual([{ id: "not-entered" }]);
  });

  it("LOG-2 PII-1: a name of an attribute is refused with its reason, which is kept without it, and holds up no other", async () => {
    const named = (id: string, attributes: string) =>
      `{"specversion":"1.0","id":"${id}","source":"urn:test","type":"student.defined","time":"2026-03-09T00:02:11Z","data":{"student":"s","attributes":${attributes}}}`;
    const bad = [String.raw`{"\u0000":"x"}`, String.raw`{"\ud800":"x"}`, String.raw`{"Kim Minjun":"\u0000"}`];
    const body = [...bad.map((attributes, index) => named(`named-${index}`, attributes)), named("named-good", '{"Kim Minjun":"x"}')];
    expect(await ingest.receive(chunks(body.join("\n")), ndjson)).toMatchObject({ accepted: 1, rejected: 3 });
    const kept = await test.database.owner.query("SELECT errors FROM log.quarantine WHERE event_id LIKE 'named-%' ORDER BY event_id");
    const reason = expect.objectContaining({ path: "data.attributes" });
    expect(kept.rows.map(({ errors }) => errors)).toEqual([[reason], [reason], [reason]]);
  });

  it("LOG-2: what is written down years from now is rejected, and replayed once that is near; a plan and an entry are not", async () => {
    let now = new Date("2026-03-10T00:00:00Z");
    const dated = new Ingest(test.database, vault, undefined, () => now);
    const at = (id: string, more: object) => ({ ...roll(id), ...more });
    const events = [
      at("ahead-clock", { recordedtime: "2199-12-31T00:00:00Z" }),
      at("ahead-time", { time: "2027-04-14T00:00:01Z" }),
      at("ahead-bound", { time: "2027-04-14T00:00:00Z" }),
      at("ahead-plan", { time: "2199-12-31T00:00:00Z", recordedtime: "2026-03-10T00:00:00Z" }),
    ];
    const answer = await dated.receive(chunks(lines(...events)), ndjson);
    expect([answer.accepted, answer.items.map(({ id, errors }) => [id, errors?.[0]])]).toEqual([
      2,
      [
        ["ahead-clock", expect.objectContaining({ path: "recordedtime", rule: "future", found: "2199-12-31T00:00:00.000Z" })],
        ["ahead-time", expect.objectContaining({ path: "time", rule: "future" })],
      ],
    ]);
    expect(await dated.previewReplay({ rule: "future" }, 10)).toMatchObject({ accepted: 0, rejected: 2 });
    now = new Date("2026-03-11T00:00:00Z");
    expect(await dated.replay({ rule: "future" })).toMatchObject({ accepted: 1, rejected: 1 });
    expect(
      await dated.submit([
        at("entry/1", { source: "urn:bellwether:entries", time: "2026-03-10T00:00:00Z", recordedtime: "2199-12-31T00:00:00.001Z" }),
      ]),
    ).toMatchObject({
      accepted: 1,
    });
  });

  it("LOG-1: many senders of the same events at once, each event once", async () => {
    const before = await stored();
    const events = Array.from({ length: 300 }, (_, index) => roll(`many-${index}`));
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, turn) => ingest.receive(chunks(lines(...(turn % 2 === 0 ? events : events.toReversed()))), ndjson)),
    );
    expect(answers.reduce((sum, answer) => sum + answer.accepted, 0)).toBe(300);
    expect(answers.reduce((sum, answer) => sum + answer.duplicate, 0)).toBe(1_500);
    expect(await stored()).toBe(before + 300);
    const offsets = await test.database.owner.query(
      `SELECT partition FROM log.event JOIN log.event_partition USING (partition) GROUP BY partition, next_offset
       HAVING count(*) <> max("offset") + 1 OR next_offset <> max("offset") + 1`,
    );
    expect(offsets.rows).toEqual([]);
  });

  it("LOG-1: a day whose partition was rolled back is made again", async () => {
    const fresh = new Ingest(test.database, vault);
    const day = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD') AS day";
    const table = `log.event_${(await test.database.owner.query<{ day: string }>(day)).rows[0]?.day}`;
    await test.database.owner.query("CREATE TABLE kept AS SELECT * FROM log.event");
    await test.database.owner.query(`DROP TABLE ${table}`);
    // The copy fails after the partition was made.
    await test.database.owner.query("ALTER TABLE log.event ADD CONSTRAINT lost CHECK (event_id <> 'rolled-back') NOT VALID");
    await expect(fresh.receive(chunks(lines(roll("rolled-back"))), ndjson)).rejects.toThrow();
    await test.database.owner.query("ALTER TABLE log.event DROP CONSTRAINT lost");
    expect(await fresh.receive(chunks(lines(roll("rolled-back"))), ndjson)).toMatchObject({ accepted: 1 });
    await test.database.owner.query("INSERT INTO log.event SELECT * FROM kept; DROP TABLE kept");
  });

  it("LOG-2: what is rejected is kept with its reasons, and passes once it can", async () => {
    const answer = await ingest.receive(chunks(`{"broken\n${JSON.stringify(roll("q-1", "prezent"))}\n`), ndjson);
    expect(answer).toMatchObject({
      rejected: 2,
      items: [
        { index: 0, errors: [{ rule: "json" }] },
        { index: 1, id: "q-1", errors: [{ path: "data.status", rule: "enum", found: "prezent" }] },
      ],
    });
    const kept = await test.database.owner.query("SELECT event_id, type, errors, state FROM log.quarantine WHERE event_id = 'q-1'");
    expect(kept.rows).toEqual([
      { event_id: "q-1", type: "attendance.recorded", errors: [{ path: "data.status", rule: "enum" }], state: "open" },
    ]);
    const body = await test.database.owner.query<{ sealed_body: Buffer }>("SELECT sealed_body FROM log.quarantine WHERE event_id = 'q-1'");
    expect(vault.openBody(body.rows[0]?.sealed_body ?? Buffer.alloc(0))).toContain("prezent");
    // The data is mended by hand, as an engineer would.
    await test.database.owner.query("UPDATE log.quarantine SET sealed_body = $1 WHERE event_id = 'q-1'", [
      vault.sealBody(JSON.stringify(roll("q-1"))),
    ]);
    expect(await ingest.replay({ rule: "enum" })).toMatchObject({ tried: 1, accepted: 1, rejected: 0 });
    expect(await ingest.replay({ rule: "enum" })).toMatchObject({ tried: 0, accepted: 0, rejected: 0 });
    expect(await ingest.replay({ rule: "json" })).toMatchObject({ tried: 1, accepted: 0, rejected: 1 });
  });

  it("PII-1: no id, name, address or free text of a person is stored outside the vault, nor readable in it", async () => {
    const secrets = [person, "Kim Minjun", "minjun@example.ac.kr", "family illness", "first generation"];
    const of = (id: string, type: string, data: object) => ({ ...roll(id), type, data });
    const answer = await ingest.receive(
      chunks(
        lines(
          of("p-1", "person.defined", { person, name: "Kim Minjun", email: "minjun@example.ac.kr", kind: "student" }),
          of("p-2", "student.defined", { student: person, attributes: { background: "first generation" } }),
          of("p-3", "enrollment.changed", {
            section: "s",
            student: person,
            status: "withdrawn",
            effectiveOn: "2026-03-09",
            reason: "family illness",
          }),
          of("p-4", "attendance.recorded", { meeting: "m", student: person, status: "unknown" }),
        ),
      ),
      ndjson,
    );
    expect(answer).toMatchObject({ accepted: 3, rejected: 1 });
    const columns = await test.database.owner.query<{ schema: string; name: string; column: string }>(
      `SELECT table_schema AS schema, table_name AS name, column_name AS column FROM information_schema.columns
       WHERE table_schema IN ('log', 'warehouse', 'vault', 'app')`,
    );
    expect(columns.rows.length).toBeGreaterThan(200);
    for (const { schema, name, column } of columns.rows) {
      for (const secret of secrets) {
        const found = await test.database.owner.query(
          `SELECT FROM "${schema}"."${name}" WHERE position($1::text IN "${column}"::text) > 0 OR position(encode(convert_to($1, 'UTF8'), 'hex') IN "${column}"::text) > 0 LIMIT 1`,
          [secret],
        );
        expect(`${schema}.${name}.${column}: ${found.rowCount}`).toBe(`${schema}.${name}.${column}: 0`);
      }
    }
    const pseudonym = await vault.personOf(person);
    const sealed = await test.database.owner.query<{ data: { reason: string } }>("SELECT data FROM log.event WHERE event_id = 'p-3'");
    expect(pseudonym === null ? null : await vault.openFor(pseudonym, sealed.rows[0]?.data.reason ?? "")).toBe("family illness");
  });

  it("takes one, an array, gzip and zstd", async () => {
    const one = JSON.stringify(roll("k-1"));
    expect(await ingest.receive(chunks(one), head("application/cloudevents+json"))).toMatchObject({ accepted: 1 });
    expect(
      await ingest.receive(chunks(`[${one},${JSON.stringify(roll("k-2"))}]`), head("application/cloudevents-batch+json; charset=utf-8")),
    ).toMatchObject({ accepted: 1, duplicate: 1 });
    expect(await ingest.receive(chunks(gzipSync(lines(roll("k-3")))), head("application/x-ndjson", "gzip"))).toMatchObject({ accepted: 1 });
    expect(await ingest.receive(chunks(zstdCompressSync(lines(roll("k-4")))), head("application/x-ndjson", "zstd"))).toMatchObject({
      accepted: 1,
    });
  });

  it("a body that fails says how much of it was taken, all of it durable", async () => {
    const before = await stored();
    const some = Array.from({ length: 2_500 }, (_, index) => roll(`part-${index}`));
    async function* breaksOff() {
      yield Buffer.from(lines(...some));
      throw new BellwetherError("bad-request", "The body was cut off.", { field: "body", rule: "complete" });
    }
    const refused = await ingest.receive(breaksOff(), ndjson).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "bad-request", facts: { rule: "complete" } });
    const taken = (refused as BellwetherError).facts.taken;
    expect(taken).toBeGreaterThanOrEqual(1_000);
    expect(await stored()).toBe(before + Number(taken));
  });

  it("an array of more events than an array may have is refused", async () => {
    const array = head("application/cloudevents-batch+json");
    const many = `[${Array.from({ length: 100_001 }, () => "{}").join()}]`;
    await expect(ingest.receive(chunks(many), array)).rejects.toMatchObject({ code: "too-large", facts: { found: 100_001 } });
  });

  it("refuses other types and encodings, broken bodies and those too large, by name", async () => {
    await expect(ingest.receive(chunks("{}"), head("application/json"))).rejects.toMatchObject({ code: "unsupported-media-type" });
    await expect(ingest.receive(chunks("{}"), head(undefined))).rejects.toMatchObject({ code: "unsupported-media-type" });
    await expect(ingest.receive(chunks("{}"), head("application/x-ndjson", "br"))).rejects.toMatchObject({
      code: "unsupported-media-type",
    });
    await expect(ingest.receive(chunks("{"), head("application/cloudevents+json"))).rejects.toMatchObject({ code: "bad-request" });
    await expect(ingest.receive(chunks("{}"), head("application/cloudevents-batch+json"))).rejects.toMatchObject({ code: "bad-request" });
    await expect(ingest.receive(chunks("not gzip"), head("application/x-ndjson", "gzip"))).rejects.toMatchObject({ code: "bad-request" });
    const large = Buffer.alloc(17 * 1024 * 1024, " ");
    await expect(ingest.receive(chunks(large), head("application/cloudevents+json"))).rejects.toMatchObject({ code: "too-large" });
    const longLine = JSON.stringify({ ...roll("long"), padding: "x".repeat(70_000) });
    expect(await ingest.receive(chunks(`${longLine}\n${lines(roll("after-long"))}`), ndjson)).toMatchObject({
      accepted: 1,
      rejected: 1,
      items: [{ index: 0, errors: [{ rule: "too-large" }] }],
    });
  });

  it("refuses another master key", async () => {
    await expect(Vault.open(test.database, Buffer.alloc(32, 8))).rejects.toMatchObject({ code: "config-invalid" });
  });
});
