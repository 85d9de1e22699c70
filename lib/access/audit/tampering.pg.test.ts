import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { writeAudit } from "../write-audit";
import { type Anchor, auditKeyOf, isSignedBy, listAnchors, signHead } from "./anchor";
import { anchorFileIn, readAnchorFile, readAnchorFileIfAny } from "./anchor-file";
import { anchorHead } from "./anchor-head";
import { hashOf } from "./canonical";
import type { Finding } from "./finding";
import { inSnapshot, readEntries } from "./read-entries";
import { asSuperuser, rechain } from "./testing/tamper";
import { verifyAudit } from "./verify-audit";
import { verifyChain } from "./verify-chain";

const key = auditKeyOf(testVaultKey);
const people = [randomUUID(), randomUUID()];

/** Twelve entries; what somebody with all rights does to them; what is found of it, without and with a signed head. */
const tampering: readonly (readonly [string, string, Finding])[] = [
  ["who it was", "UPDATE app.audit SET actor = 'user:other' WHERE id = 5", { entry: 5, how: "changed" }],
  ["what was done", "UPDATE app.audit SET action = 'nothing.done' WHERE id = 5", { entry: 5, how: "changed" }],
  ["to what", "UPDATE app.audit SET subject = NULL WHERE id = 5", { entry: 5, how: "changed" }],
  ["when", "UPDATE app.audit SET at = at - interval '1 millisecond' WHERE id = 5", { entry: 5, how: "changed" }],
  ["the detail", "UPDATE app.audit SET detail = '{}' WHERE id = 5", { entry: 5, how: "changed" }],
  ["one of the persons", "UPDATE app.audit SET people = people[2:] WHERE id = 5", { entry: 5, how: "changed" }],
  ["a hash", "UPDATE app.audit SET hash = sha256('') WHERE id = 5", { entry: 5, how: "changed" }],
  ["a link", "UPDATE app.audit SET previous = sha256('') WHERE id = 5", { entry: 5, how: "changed" }],
  ["the first", "UPDATE app.audit SET actor = 'x' WHERE id = 1", { entry: 1, how: "changed" }],
  ["the last", "UPDATE app.audit SET actor = 'x' WHERE id = 12", { entry: 12, how: "changed" }],
  ["a removed one", "DELETE FROM app.audit WHERE id = 5", { entry: 5, how: "missing" }],
  ["three removed", "DELETE FROM app.audit WHERE id BETWEEN 5 AND 7", { entry: 5, how: "missing", until: 7 }],
  ["the first removed", "DELETE FROM app.audit WHERE id = 1", { entry: 1, how: "missing" }],
  [
    "a removed one, and the gap closed",
    "DELETE FROM app.audit WHERE id = 5; UPDATE app.audit SET id = id - 1 WHERE id > 5",
    { entry: 5, how: "changed" },
  ],
  ["the tail removed", "DELETE FROM app.audit WHERE id > 9", { entry: 10, how: "missing", until: 12 }],
  ["all removed", "DELETE FROM app.audit", { entry: 1, how: "missing", until: 12 }],
  [
    "two exchanged",
    "UPDATE app.audit SET id = 100 WHERE id = 5; UPDATE app.audit SET id = 5 WHERE id = 6; UPDATE app.audit SET id = 6 WHERE id = 100",
    { entry: 5, how: "changed" },
  ],
  ["the head set back", "UPDATE app.audit_head SET entries = 9", { entry: 10, how: "beyond", until: 12 }],
  ["the head's hash", "UPDATE app.audit_head SET hash = sha256('')", { entry: 12, how: "replaced" }],
  ["the head removed", "DELETE FROM app.audit_head", { entry: 1, how: "beyond", until: 12 }],
];

describe("AUDIT-1: tampering by who may do anything in the database", () => {
  const test = useTestDatabase();
  let folder: string;
  let anchors: Anchor[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bellwether-audit-"));
    for (let turn = 1; turn <= 12; turn += 1) {
      if (turn === 7) await anchor();
      await writeAudit(test.database.owner, {
        actor: "user:a",
        action: "role.changed",
        subject: `thing:${turn}`,
        people,
        detail: { turn },
      });
    }
    await anchor();
    anchors = await readAnchorFile(anchorFileIn(folder));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const anchor = () => anchorHead({ database: test.database, key, file: anchorFileIn(folder), now: () => new Date() });
  const without = (client: PoolClient) => verifyChain(client, { anchors: [], key });
  const found = async (change: (client: PoolClient) => Promise<unknown>, signed: readonly Anchor[] = []) =>
    asSuperuser(test.database, async (client) => {
      await change(client);
      return (await verifyChain(client, { anchors: signed, key })).finding;
    });

  it("what nobody touched holds, and agrees with each signed head", async () => {
    expect(anchors.map(({ entries }) => entries)).toEqual([6, 12]);
    const state = await verifyAudit({ database: test.database, key, actor: "system", now: () => new Date(), anchors });
    expect(state).toMatchObject({ entries: 12, anchors: 4, finding: null }); // each of the two is in the database and in the file
    expect(await found(async () => undefined, anchors)).toBeNull();
  });

  it.each(tampering)("%s is found, without a signed head: %s", async (_, statement, finding) => {
    expect(await found((client) => client.query(statement))).toEqual(finding);
  });

  it("one put in, with a hash of its own", async () => {
    const insert = async (client: PoolClient) => {
      const [before] = await collect(client, 4);
      if (before === undefined) throw new Error("There is a fourth entry.");
      const made = { ...before, id: 5, actor: "user:innocent", previous: before.hash };
      await client.query("UPDATE app.audit SET id = id + 100 WHERE id > 4; UPDATE app.audit SET id = id - 99 WHERE id > 100");
      await client.query(
        `INSERT INTO app.audit (id, at, actor, action, subject, people, detail, previous, hash)
         SELECT 5, at, $1, action, subject, people, detail, $2, $3 FROM app.audit WHERE id = 4`,
        [made.actor, made.previous, hashOf(made)],
      );
    };
    expect(await found(insert)).toEqual({ entry: 5, how: "inserted" });
  });

  it("one changed and hashed anew: the one after it was chained to another", async () => {
    const change = async (client: PoolClient) => {
      const [entry] = await collect(client, 5);
      if (entry === undefined) throw new Error("There is a fifth entry.");
      const made = { ...entry, actor: "user:innocent" };
      await client.query("UPDATE app.audit SET actor = $1, hash = $2 WHERE id = 5", [made.actor, hashOf(made)]);
    };
    expect(await found(change)).toEqual({ entry: 5, how: "replaced" });
  });

  it("the whole chain rewritten from an entry on is found by the signed head, and by nothing else", async () => {
    const rewrite = (from: number) => async (client: PoolClient) => {
      await client.query("UPDATE app.audit SET actor = 'user:innocent' WHERE id = $1", [from]);
      await rechain(client, from);
    };
    expect(await found(rewrite(9))).toBeNull();
    expect(await found(rewrite(9), anchors)).toEqual({ entry: 7, how: "rewritten", until: 12, anchoredAt: anchors[1]?.at });
    expect(await found(rewrite(3), anchors)).toEqual({ entry: 1, how: "rewritten", until: 6, anchoredAt: anchors[0]?.at });
  });

  it("one taken out of the middle and all after it chained anew; the tail cut off, and the head with it", async () => {
    const remove = async (client: PoolClient) => {
      await client.query("DELETE FROM app.audit WHERE id = 9");
      await rechain(client, 9);
    };
    expect(await found(remove)).toBeNull();
    expect(await found(remove, anchors)).toEqual({ entry: 12, how: "missing", until: 12, anchoredAt: anchors[1]?.at });
    const cut = async (client: PoolClient) => {
      await client.query("DELETE FROM app.audit WHERE id > 8");
      await rechain(client, 8);
    };
    expect(await found(cut)).toBeNull();
    expect(await found(cut, anchors)).toEqual({ entry: 9, how: "missing", until: 12, anchoredAt: anchors[1]?.at });
  });

  it("the tail cut off is missed for ever, though others go on to write; and nothing that they write is lost", async () => {
    const cut = async (client: PoolClient) => {
      await client.query("DELETE FROM app.audit WHERE id > 9");
      await client.query("ALTER TABLE app.audit ENABLE TRIGGER ALL; ALTER TABLE app.audit_head ENABLE TRIGGER ALL");
      await writeAudit(client, { actor: "system", action: "key.made" });
      await client.query("SET CONSTRAINTS ALL IMMEDIATE");
      expect((await client.query("SELECT max(id)::int AS last FROM app.audit")).rows).toEqual([{ last: 13 }]);
    };
    expect(await found(cut)).toEqual({ entry: 10, how: "missing", until: 12 });
    const back = async (client: PoolClient) => {
      await client.query("UPDATE app.audit_head SET entries = 9, hash = (SELECT hash FROM app.audit WHERE id = 9)");
      await client.query("ALTER TABLE app.audit ENABLE TRIGGER ALL; ALTER TABLE app.audit_head ENABLE TRIGGER ALL");
      await writeAudit(client, { actor: "system", action: "key.made" });
      await client.query("SET CONSTRAINTS ALL IMMEDIATE");
    };
    expect(await found(back, anchors)).toBeNull(); // a head that was set back hides nothing: the entries are all there
  });

  it("a head that another key signed, or whose text was changed, vouches for nothing", async () => {
    const other = auditKeyOf(Buffer.alloc(32, 8));
    const [, last] = anchors;
    if (last === undefined) throw new Error("There are two.");
    const forged = signHead(other, { entries: 12, hash: last.hash }, new Date());
    expect(isSignedBy(key, forged)).toBe(false);
    expect(await found(async () => undefined, [forged])).toMatchObject({ entry: 12, how: "anchor" });
    for (const changed of [
      { ...last, entries: 11 },
      { ...last, at: "2026-01-01T00:00:00.000Z" },
      { ...last, hash: "0".repeat(64) },
    ])
      expect(await found(async () => undefined, [changed])).toMatchObject({ how: "anchor" });
  });

  it("nothing is signed that does not hold, nor where nothing was added", async () => {
    expect(await anchor()).toMatchObject({ anchor: null, state: { finding: null } });
    const kept = await test.database.owner.query("SELECT count(*)::int AS n FROM app.audit_anchor");
    expect(kept.rows).toEqual([{ n: 2 }]);
    // What is verified before signing goes on from the last signed head, and looks whether it is still there.
    const after = async (client: PoolClient) => {
      const from = (await listAnchors(client)).at(-1) ?? null;
      return (await verifyChain(client, { anchors: [], key, from })).finding;
    };
    await asSuperuser(test.database, async (client) => {
      await client.query("DELETE FROM app.audit WHERE id > 8");
      await rechain(client, 8);
      expect(await after(client)).toEqual({ entry: 12, how: "missing" });
    });
    await asSuperuser(test.database, async (client) => {
      await client.query("UPDATE app.audit SET actor = 'x' WHERE id = 3");
      await rechain(client, 3);
      expect(await after(client)).toEqual({ entry: 12, how: "replaced" });
    });
  });

  it("a file of heads that cannot be read says which line; one that is not there is none", async () => {
    const file = join(folder, "other.ndjson");
    await writeFile(file, `${JSON.stringify(anchors[0])}\n\n{"entries": 1}\n`);
    await expect(readAnchorFile(file)).rejects.toMatchObject({ code: "bad-request", facts: { found: "line 3" } });
    await expect(readAnchorFile(join(folder, "none"))).rejects.toMatchObject({ code: "not-found" });
    expect(await readAnchorFileIfAny(join(folder, "none"))).toEqual([]);
    expect((await readFile(anchorFileIn(folder), "utf8")).trim().split("\n")).toHaveLength(2);
  });

  it("each verification is kept, with what it found", async () => {
    await asSuperuser(test.database, async (client) => expect((await without(client)).finding).toBeNull());
    const kept = await test.database.owner.query("SELECT actor, entries::int, anchors, finding FROM app.audit_check ORDER BY at");
    expect(kept.rows.at(-1)).toEqual({ actor: "system", entries: 12, anchors: 4, finding: null });
  });
});

async function collect(client: PoolClient, ...ids: number[]) {
  const entries = [];
  for await (const entry of readEntries(client)) if (ids.includes(entry.id)) entries.push(entry);
  return entries;
}

describe("a verification", () => {
  const test = useTestDatabase();
  it("reads in one snapshot: what is added meanwhile is not seen", async () => {
    await writeAudit(test.database.owner, { actor: "system", action: "key.made" });
    const seen = await inSnapshot(test.database.owner, async (client) => {
      await client.query("SELECT FROM app.audit_head");
      await writeAudit(test.database.owner, { actor: "system", action: "key.changed" });
      return verifyChain(client, { anchors: [], key });
    });
    expect(seen).toMatchObject({ entries: 1, finding: null });
  });
});
