import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { propertyRuns } from "@/lib/platform/testing/property-runs";
import { type AuditEntry, writeAudit } from "../write-audit";
import { auditKeyOf } from "./anchor";
import { auditActions } from "./audit-actions";
import { inSnapshot } from "./read-entries";
import { verifyChain } from "./verify-chain";

const key = auditKeyOf(testVaultKey);
const refused = { code: "42501" };

/** Text as PostgreSQL can hold it; with whatever would end a field where it does not. */
const text = fc.string({ unit: "binary", maxLength: 30 }).filter((one) => !one.includes("\u0000") && one.isWellFormed());
const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3 }),
  ),
})).value;
const entry: fc.Arbitrary<AuditEntry> = fc.record(
  {
    actor: text,
    action: fc.constantFrom(...auditActions),
    subject: text,
    people: fc.array(fc.uuid(), { maxLength: 4 }),
    detail: fc.dictionary(text, json, { maxKeys: 3 }),
  },
  { requiredKeys: ["actor", "action"] },
);
/** What a writer does, one transaction after the other: entries, and whether they are kept. */
const writer = fc.array(fc.record({ entries: fc.array(entry, { minLength: 1, maxLength: 3 }), kept: fc.boolean() }), { maxLength: 5 });

describe("AUDIT-1: the chain", () => {
  const test = useTestDatabase();
  const verify = () => inSnapshot(test.database.owner, (client) => verifyChain(client, { anchors: [], key }));
  const count = async () => Number((await test.database.owner.query<{ n: string }>("SELECT count(*) AS n FROM app.audit")).rows[0]?.n);

  it("holds before the first entry", async () => {
    expect(await verify()).toMatchObject({ entries: 0, finding: null });
  });

  it("holds whatever many writers write at once, and has each entry that was committed, once, as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(writer, { minLength: 2, maxLength: 8 }), async (writers) => {
        const before = await count();
        const done = await Promise.all(
          writers.map(async (turns) => {
            const kept: AuditEntry[] = [];
            for (const { entries, kept: stays } of turns) {
              await withTransaction(test.database.owner, async (client) => {
                for (const one of entries) await writeAudit(client, one);
                if (!stays) throw new Error("taken back");
              }).then(
                () => kept.push(...entries),
                (error: unknown) => expect(error).toMatchObject({ message: "taken back" }),
              );
            }
            return kept;
          }),
        );
        const written = done.flat();
        expect(await verify()).toMatchObject({ entries: before + written.length, finding: null });
        const found = await test.database.owner.query<{
          id: string;
          actor: string;
          action: string;
          subject: string | null;
          detail: unknown;
        }>("SELECT id, actor, action, subject, people, detail FROM app.audit WHERE id > $1 ORDER BY id", [before]);
        expect(found.rows.map(({ id }) => Number(id))).toEqual(written.map((_, index) => before + index + 1));
        const told = (rows: readonly { actor: string; action: string; subject?: string | null }[]) =>
          rows.map(({ actor, action, subject }) => JSON.stringify([actor, action, subject ?? null])).sort();
        expect(told(found.rows)).toEqual(told(written));
      }),
      { numRuns: propertyRuns({ short: 15, full: 200 }) },
    );
  });

  it("takes the lock last: who records first and changes something afterwards waits for nobody who does it the other way round", async () => {
    const [a, b] = [await test.database.owner.connect(), await test.database.owner.connect()];
    try {
      await a.query("BEGIN");
      await b.query("BEGIN");
      await writeAudit(a, { actor: "system", action: "key.made" });
      await b.query("UPDATE app.setting SET updated_at = now()");
      await writeAudit(b, { actor: "system", action: "key.changed" });
      const waiting = a.query("UPDATE app.setting SET updated_at = now()");
      await b.query("COMMIT");
      await waiting;
      await a.query("COMMIT");
    } finally {
      a.release();
      b.release();
    }
    expect(await verify()).toMatchObject({ finding: null });
  });

  it("gives whoever inserts around it the next number, the time of now and the right link", async () => {
    const before = await count();
    await test.database.owner.query(
      `INSERT INTO app.audit (id, at, actor, action, previous, hash, people)
       VALUES (7, '2001-01-01', 'system', 'forged', '\\x00', '\\x00', ARRAY['${randomUUID()}']::uuid[])`,
    );
    const last = await test.database.owner.query("SELECT id, at FROM app.audit ORDER BY id DESC LIMIT 1");
    expect(Number(last.rows[0]?.id)).toBe(before + 1);
    expect(last.rows[0]?.at.getFullYear()).toBeGreaterThan(2020);
    expect(await verify()).toMatchObject({ entries: before + 1, finding: null });
  });

  it("takes a transaction of thousands along at once, in the order in which they were written", async () => {
    const before = await count();
    const most = 2_000;
    await withTransaction(test.database.owner, async (client) => {
      for (let turn = 0; turn < most; turn += 1) await writeAudit(client, { actor: "system", action: "key.rotated", detail: { turn } });
    });
    const kept = await test.database.owner.query("SELECT (detail->>'turn')::int AS turn FROM app.audit WHERE id > $1 ORDER BY id", [
      before,
    ]);
    expect(kept.rows.map(({ turn }) => turn)).toEqual(Array.from({ length: most }, (_, turn) => turn));
    expect((await test.database.owner.query("SELECT FROM app.audit_written")).rowCount).toBe(0);
    expect(await verify()).toMatchObject({ entries: before + most, finding: null });
  });

  it.each([
    "UPDATE app.audit SET actor = 'system'",
    "UPDATE app.audit SET actor = 'system' WHERE false",
    "DELETE FROM app.audit",
    "TRUNCATE app.audit",
    "INSERT INTO app.audit_head (id, hash, at) VALUES (1, '', now()) ON CONFLICT (id) DO UPDATE SET entries = 0",
    "UPDATE app.audit_head SET entries = entries + 1",
    "DELETE FROM app.audit_head",
    "TRUNCATE app.audit_head",
    "TRUNCATE app.audit_anchor",
    "DELETE FROM app.audit_anchor",
  ])("is only added to, by its owner too: %s", async (statement) => {
    await expect(test.database.owner.query(statement)).rejects.toMatchObject(refused);
    // As replication does, whose sessions pass over ordinary triggers.
    await expect(
      withTransaction(test.database.owner, async (client) => {
        await client.query("SET LOCAL session_replication_role = replica");
        await client.query(statement);
      }),
    ).rejects.toMatchObject(refused);
    expect(await verify()).toMatchObject({ finding: null });
  });

  describe("who reads pages may neither read nor write it", () => {
    beforeAll(() => writeAudit(test.database.owner, { actor: "system", action: "key.made" }));
    it.each([
      "SELECT FROM app.audit",
      "INSERT INTO app.audit_written (actor, action) VALUES ('system', 'x')",
      "SELECT FROM app.audit_head",
    ])("SCOPE-2: %s", async (statement) => {
      await expect(test.database.reader.query(statement)).rejects.toMatchObject(refused);
    });
  });
});
