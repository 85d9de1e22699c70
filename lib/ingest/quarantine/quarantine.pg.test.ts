import { beforeAll, describe, expect, it } from "vitest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { Ingest } from "../ingest";
import { discardItem } from "./discard-item";
import { cursorSchema, listItems, pageSize } from "./list-items";
import { asItIs, type Mend } from "./mend";
import { previewItem, readItem } from "./read-item";

const actor = "user:00000000-0000-4000-8000-000000000001";
const now = new Date("2026-03-10T00:00:00Z");
const person = "20261234-kim";
const roll = (id: string, status: unknown = "present", more: object = {}) => ({
  specversion: "1.0",
  id,
  source: "urn:test",
  type: "attendance.recorded",
  time: "2026-03-09T00:02:11Z",
  data: { meeting: "m-1", student: person, status },
  ...more,
});
const set = (path: ["data", string] | [string], value: string): Mend => ({ kind: "fields", edits: [{ action: "set", path, value }] });

describe("quarantine", () => {
  const test = useTestDatabase();
  let vault: Vault;
  let ingest: Ingest;
  const rows = async <R>(text: string, values: unknown[] = []): Promise<R[]> => (await test.database.owner.query(text, values)).rows;
  const idOf = async (event: string) =>
    (await rows<{ id: string }>("SELECT id FROM log.quarantine WHERE event_id = $1", [event]))[0]?.id ?? "";
  const stateOf = async (event: string) =>
    (
      await rows<{ state: string; by: string | null; at: Date | null }>(
        "SELECT state, resolved_by AS by, resolved_at AS at FROM log.quarantine WHERE event_id = $1",
        [event],
      )
    )[0];
  const inLog = async (event: string) => (await rows("SELECT FROM log.event WHERE event_id = $1", [event])).length;
  const audited = (action: string, id: string) =>
    rows<{ actor: string; detail: unknown }>("SELECT actor, detail FROM app.audit WHERE action = $1 AND subject = $2 ORDER BY id", [
      action,
      `quarantine:${id}`,
    ]);

  beforeAll(async () => {
    vault = await Vault.open(test.database, testVaultKey);
    ingest = new Ingest(test.database, vault);
  });

  it("LOG-2: keeps the version that the event names, 1 where it names none", async () => {
    const named = (id: string, dataschema?: unknown) => roll(id, "?", dataschema === undefined ? {} : { dataschema });
    await ingest.submit([named("v-none"), named("v-2", "urn:bellwether:attendance.recorded:2"), named("v-odd", "urn:other"), [1]]);
    const found = await rows("SELECT event_id AS id, schema_version AS version FROM log.quarantine ORDER BY event_id NULLS LAST");
    expect(found).toEqual([
      { id: "v-2", version: 2 },
      { id: "v-none", version: 1 },
      { id: "v-odd", version: null },
      { id: null, version: null },
    ]);
  });

  it("PII-1: an item is shown with its errors and without persons, and the look is recorded", async () => {
    await ingest.submit([roll("seen", "prezent")]);
    const id = await idOf("seen");
    const opened = await readItem(test.database, vault, id, { actor, now });
    expect(opened).toMatchObject({
      item: { eventId: "seen", state: "open", errors: [{ path: "data.status", rule: "enum" }], apiKey: null },
      outcome: { result: "rejected", errors: [{ path: "data.status", rule: "enum", message: expect.stringContaining("present") }] },
    });
    expect(JSON.stringify(opened)).toContain("prezent");
    expect(JSON.stringify(opened)).not.toContain(person);
    expect(await audited("quarantine.viewed", id)).toEqual([{ actor, detail: {} }]);
    await expect(readItem(test.database, vault, "00000000-0000-4000-8000-000000000009", { actor, now })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("LOG-2: a preview says what would come of it and changes nothing: no event, no person", async () => {
    await ingest.submit([roll("there"), roll("foreseen", "?", { data: { meeting: "m", student: "nobody-yet", status: "?" } })]);
    const id = await idOf("foreseen");
    const preview = (mend: Mend) => previewItem(test.database, vault, id, { actor, mend, now });
    expect(await preview(asItIs)).toMatchObject({ result: "rejected", errors: [{ path: "data.status", rule: "enum" }] });
    expect(await preview(set(["data", "status"], "late"))).toEqual({ result: "accepted", errors: [] });
    expect(await preview({ kind: "whole", body: JSON.stringify(roll("there")) })).toEqual({ result: "duplicate", errors: [] });
    expect(await preview({ kind: "whole", body: JSON.stringify(roll("there", "absent")) })).toMatchObject({
      result: "rejected",
      errors: [{ path: "id", rule: "id-conflict" }],
    });
    expect(await vault.personOf("nobody-yet")).toBeNull();
    expect([await inLog("foreseen"), (await stateOf("foreseen"))?.state]).toEqual([0, "open"]);
    expect((await audited("quarantine.previewed", id)).map((one) => one.detail)).toContainEqual({ mended: ["data.status"] });
  });

  it("LOG-2: a mended item enters the log with what was hidden as it came; one still wrong stays open", async () => {
    await ingest.submit([roll("mended", "prezent")]);
    const id = await idOf("mended");
    expect(await ingest.replayItem(id, set(["data", "status"], "gone"), actor)).toMatchObject({ result: "rejected" });
    expect(await stateOf("mended")).toMatchObject({ state: "open", by: null });
    expect(await ingest.replayItem(id, set(["data", "status"], "late"), actor)).toEqual({ result: "accepted", errors: [] });
    expect(await stateOf("mended")).toMatchObject({ state: "replayed", by: actor, at: expect.any(Date) });
    expect(await rows("SELECT data FROM log.event WHERE event_id = 'mended'")).toEqual([
      { data: { meeting: "m-1", student: await vault.personOf(person), status: "late" } },
    ]);
    const [kept] = await rows<{ original: Buffer; mended: Buffer }>(
      "SELECT sealed_body AS original, sealed_mended AS mended FROM log.quarantine WHERE event_id = 'mended'",
    );
    expect(vault.openBody(kept?.original ?? Buffer.alloc(0))).toContain("prezent");
    expect(vault.openBody(kept?.mended ?? Buffer.alloc(0))).toContain("late");
    expect(await audited("quarantine.replayed", id)).toEqual([
      { actor, detail: { mended: ["data.status"], result: "rejected" } },
      { actor, detail: { mended: ["data.status"], result: "accepted" } },
    ]);
    for (const again of [
      () => ingest.replayItem(id, asItIs, actor),
      () => previewItem(test.database, vault, id, { actor, mend: asItIs, now }),
    ])
      await expect(again()).rejects.toMatchObject({ code: "conflict", facts: { found: "replayed" } });
  });

  it("LOG-1: two engineers at once do no harm: one replays, the event is there once, the other is told", async () => {
    await ingest.submit([roll("raced", "?")]);
    const id = await idOf("raced");
    const other = new Ingest(test.database, vault);
    const mend = set(["data", "status"], "absent");
    const both = await Promise.allSettled([ingest.replayItem(id, mend, actor), other.replayItem(id, mend, "user:other")]);
    expect(both.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find((one) => one.status === "rejected")).toMatchObject({ reason: { code: "conflict" } });
    expect(await inLog("raced")).toBe(1);
  });

  it("LOG-1: a replay against a discard: whoever is first holds", async () => {
    for (let turn = 0; turn < 6; turn += 1) {
      await ingest.submit([roll(`against-${turn}`, "?")]);
      const id = await idOf(`against-${turn}`);
      const discard = () => discardItem(test.database, vault, id, { actor, reason: "a test", now: new Date("2026-03-09T00:00:00Z") });
      const replay = () => ingest.replayItem(id, set(["data", "status"], "absent"), actor);
      await Promise.allSettled(turn % 2 === 0 ? [discard(), replay()] : [replay(), discard()]);
      const state = (await stateOf(`against-${turn}`))?.state;
      expect(["replayed", "discarded"]).toContain(state);
      expect(await inLog(`against-${turn}`)).toBe(state === "replayed" ? 1 : 0);
    }
  });

  it("a discarded item keeps who, when and why, sealed; it is not replayed any more", async () => {
    await ingest.submit([roll("aside", "?")]);
    const id = await idOf("aside");
    await discardItem(test.database, vault, id, { actor, reason: "sent by mistake", now: new Date("2026-03-10T00:00:00Z") });
    expect(await stateOf("aside")).toEqual({ state: "discarded", by: actor, at: new Date("2026-03-10T00:00:00Z") });
    expect(await rows("SELECT FROM log.quarantine WHERE position('mistake' IN encode(sealed_reason, 'escape')) > 0")).toEqual([]);
    expect(await readItem(test.database, vault, id, { actor, now })).toMatchObject({ reason: "sent by mistake", outcome: null });
    await expect(ingest.replayItem(id, asItIs, actor)).rejects.toMatchObject({ code: "conflict" });
    await expect(discardItem(test.database, vault, id, { actor, reason: "again", now: new Date() })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("LOG-2: all that match: the preview counts what the replay then does, by rule, up to a limit", async () => {
    const many = Array.from({ length: 120 }, (_, index) => ({ ...roll(`bulk-${index}`), source: "urn:bulk" }));
    await ingest.submit(many.map((event, index) => (index < 3 ? { ...event, data: { meeting: "m" } } : event)));
    // As if the contract had been mended since: what is in the log by now is offered again.
    await test.database.owner.query(
      `INSERT INTO log.quarantine (id, source, event_id, type, sealed_body, errors)
       SELECT gen_random_uuid(), 'urn:bulk', event_id, type, $1, '[{"path":"","rule":"old"}]' FROM log.event WHERE event_id = 'bulk-7'`,
      [vault.sealBody(JSON.stringify(many[7]))],
    );
    const fresh = { ...roll("bulk-fresh"), source: "urn:bulk" };
    await test.database.owner.query(
      "INSERT INTO log.quarantine (id, source, event_id, type, sealed_body, errors) VALUES (gen_random_uuid(), 'urn:bulk', 'bulk-fresh', 'attendance.recorded', $1, '[]')",
      [vault.sealBody(JSON.stringify(fresh))],
    );
    const filter = { source: "urn:bulk" };
    const wanted = { tried: 5, accepted: 1, duplicate: 1, rejected: 3, rules: { required: 3 }, more: false };
    expect(await ingest.previewReplay(filter, 100)).toEqual(wanted);
    expect(await ingest.previewReplay(filter, 2)).toMatchObject({ tried: 2, more: true });
    expect(await inLog("bulk-fresh")).toBe(0);
    expect(await ingest.replay(filter, actor, 100)).toEqual(wanted);
    expect([await inLog("bulk-fresh"), await inLog("bulk-7")]).toEqual([1, 1]);
    expect(await ingest.replay(filter, actor, 100)).toMatchObject({ tried: 3, accepted: 0, duplicate: 0, rejected: 3 });
    const audit = await rows(
      "SELECT detail FROM app.audit WHERE action = 'quarantine.replayed' AND detail->'filter'->>'source' = 'urn:bulk' ORDER BY id",
    );
    expect(audit).toMatchObject([{ detail: { tried: 5, accepted: 1 } }, { detail: { tried: 3 } }]);
  });

  it("LOG-1: two engineers replay the same hundred at once: each event is there once", async () => {
    const bodies = Array.from({ length: 100 }, (_, index) => JSON.stringify({ ...roll(`twice-${index}`), source: "urn:twice" }));
    await test.database.owner.query(
      "INSERT INTO log.quarantine (id, source, sealed_body, errors) SELECT gen_random_uuid(), 'urn:twice', body, '[]' FROM unnest($1::bytea[]) body",
      [bodies.map((body) => vault.sealBody(body))],
    );
    const other = new Ingest(test.database, vault);
    const done = await Promise.all([ingest.replay({ source: "urn:twice" }, actor), other.replay({ source: "urn:twice" }, "user:other")]);
    expect(done[0].accepted + done[1].accepted).toBe(100);
    expect(done[0].duplicate + done[1].duplicate).toBe(0);
    expect(await rows("SELECT FROM log.event WHERE source = 'urn:twice'")).toHaveLength(100);
    expect(await rows("SELECT FROM log.quarantine WHERE source = 'urn:twice' AND state <> 'replayed'")).toEqual([]);
  });

  it("pages without losing or repeating one, filters, and counts the choices", async () => {
    await ingest.submit(
      Array.from({ length: pageSize + 20 }, (_, index) => ({ ...roll(`page-${index}`, index % 2 === 0 ? "?" : 7), source: "urn:pages" })),
    );
    const filter = { source: "urn:pages" };
    const first = await listItems(test.database, filter, null);
    const second = await listItems(test.database, filter, first.next);
    expect([first.items.length, second.items.length, first.total, second.next]).toEqual([pageSize, 20, pageSize + 20, null]);
    expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(pageSize + 20);
    expect(first.choices.sources).toContainEqual({ value: "urn:pages", items: pageSize + 20 });
    expect((await listItems(test.database, { ...filter, rule: "enum" }, null)).total).toBe(pageSize + 20);
    expect((await listItems(test.database, { ...filter, rule: "json" }, null)).total).toBe(0);
    expect((await listItems(test.database, { ...filter, state: "discarded" }, null)).total).toBe(0);
    expect((await listItems(test.database, { ...filter, to: "2020-01-01T00:00:00Z" }, null)).total).toBe(0);
    expect((await listItems(test.database, { source: "" }, null)).items.every((item) => item.source === null)).toBe(true);
    expect(cursorSchema.safeParse(first.next).success).toBe(true);
    for (const cursor of ["nonsense", "", `${first.next} `]) expect(cursorSchema.safeParse(cursor).success, cursor).toBe(false);
  });
});
