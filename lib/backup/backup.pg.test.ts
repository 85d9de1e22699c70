import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditKeyOf } from "@/lib/access/audit/anchor";
import { verifyAudit } from "@/lib/access/audit/verify-audit";
import { writeAudit } from "@/lib/access/write-audit";
import { runAggregator } from "@/lib/aggregator/run-aggregator";
import { drainOnce } from "@/lib/aggregator/testing/drain";
import { comparable, storedCells } from "@/lib/aggregator/testing/log-fixture";
import { verify } from "@/lib/aggregator/verify/verify";
import { Ingest } from "@/lib/ingest/ingest";
import type { Database } from "@/lib/platform/database";
import { testVaultKey, useEmptyDatabase, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import { campusLoad, loadZone } from "@/lib/runtime/testing/campus-load";
import { schemas } from "./catalogue";
import { leftOut } from "./left-out";
import { type Manifest, manifestFile, signatureFile } from "./manifest";
import { restoreBackup } from "./restore-backup";
import { takeBackup } from "./take-backup";

const migrationsFolder = join(process.cwd(), "prisma", "migrations");
const now = () => new Date("2026-05-16T01:00:00Z");
const user = "00000000-0000-4000-8000-00000000000a";

describe("a backup", () => {
  const source = useTestDatabase();
  const target = useEmptyDatabase();
  const other = useEmptyDatabase();
  let folder: string;
  let manifest: Manifest;
  const load = campusLoad(7, { students: 30, collisions: 300 });
  const restore = (database: Database, from: string, vaultKey = testVaultKey) =>
    restoreBackup({ database, vaultKey, folder: from, migrationsFolder });
  const count = async (database: Database, table: string) =>
    Number((await database.owner.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n);

  /** Sends the whole load while lanes apply it, and backs up in its middle. */
  async function backUpUnderLoad(database: Database): Promise<Manifest> {
    const ingest = new Ingest(database, await Vault.open(database, testVaultKey));
    const stopping = new AbortController();
    const errors: unknown[] = [];
    const aggregator = runAggregator({
      database,
      timeZone: loadZone,
      lanes: 2,
      batchSize: 500,
      signal: stopping.signal,
      onError: (error) => errors.push(error),
    });
    const backup = Promise.withResolvers<Manifest>();
    for (let start = 0; start < load.length; start += 500) {
      if (start >= load.length / 2 && start < load.length / 2 + 500) {
        void takeBackup({ database, vaultKey: testVaultKey, folder: join(folder, "one"), now }).then(backup.resolve, backup.reject);
      }
      const part = load.slice(start, start + 500);
      await ingest.submit(part);
      await writeAudit(database.owner, { actor: "system", action: "quarantine.viewed", subject: `part:${start}` });
    }
    const taken = await backup.promise;
    stopping.abort();
    await aggregator;
    expect(errors).toEqual([]);
    return taken;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bellwether-backup-"));
    const { owner } = source.database;
    await owner.query("INSERT INTO app.setting (key, value) VALUES ('time-zone', to_jsonb($1::text))", [loadZone]);
    await owner.query(`INSERT INTO app."user" (id, email, name) VALUES ($1, 'kim@example.edu', 'Kim')`, [user]);
    await owner.query("INSERT INTO app.session (id, user_id, expires_at) VALUES ($1, $1, '2100-01-01')", [user]);
    manifest = await backUpUnderLoad(source.database);
    await restore(target.database, join(folder, "one"));
  }, 240_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("is of one moment under load: what it holds verifies in a new database, and differs from nothing once all came again", async () => {
    const rows = new Map(manifest.tables.map(({ name, rows: held }) => [name, held]));
    const logged = await count(target.database, "log.event");
    expect(rows.get("log.event")).toBe(logged);
    expect(logged).toBeGreaterThan(0);
    expect(logged).toBeLessThan(await count(source.database, "log.event"));
    expect(await count(target.database, "log.event_key")).toBe(rows.get("log.event_key"));
    expect(await verify(target.database, loadZone)).toMatchObject({ differ: 0, compared: expect.any(Number) });

    // Whoever sends again does no harm: what the backup has is known, and the rest is taken.
    const ingest = new Ingest(target.database, await Vault.open(target.database, testVaultKey));
    const answers = { accepted: 0, duplicate: 0 };
    for (let start = 0; start < load.length; start += 500) {
      const { accepted, duplicate, rejected } = await ingest.submit(load.slice(start, start + 500));
      answers.accepted += accepted;
      answers.duplicate += duplicate;
      expect(rejected).toBe(0);
    }
    expect(answers.accepted).toBe((await count(source.database, "log.event")) - logged);
    expect(answers.duplicate).toBe(load.length - answers.accepted);
    await drainOnce(target.database, loadZone);
    await drainOnce(source.database, loadZone);
    expect(await verify(target.database, loadZone)).toMatchObject({ differ: 0 });
    expect(comparable(await storedCells(target.database))).toEqual(comparable(await storedCells(source.database)));
  }, 240_000);

  it("keeps persons in a vault that opens with the key, and the audit a chain that holds", async () => {
    const student = load.find(({ data }) => typeof data.student === "string")?.data.student;
    const vaults = await Promise.all([source, target].map(({ database }) => Vault.open(database, testVaultKey)));
    const persons = await Promise.all(vaults.map((vault) => vault.personOf(String(student))));
    expect(persons[0]).not.toBeNull();
    expect(persons[1]).toBe(persons[0]);
    await expect(Vault.open(target.database, Buffer.alloc(32, 9))).rejects.toThrow("BELLWETHER_VAULT_KEY");
    const verified = await verifyAudit({ database: target.database, key: auditKeyOf(testVaultKey), actor: "system", now });
    expect(verified).toMatchObject({ finding: null });
    const last = await target.database.owner.query("SELECT action FROM app.audit WHERE action = 'backup.restored'");
    expect(last.rowCount).toBe(1);
    await expect(target.database.owner.query("DELETE FROM app.audit")).rejects.toThrow("only ever added to");
  });

  it("has no key, no session and no row of what is left out; all other tables of the product are in it", async () => {
    const files = await readdir(join(folder, "one"));
    for (const file of files) {
      expect((await stat(join(folder, "one", file))).mode & 0o077).toBe(0);
      if (!file.endsWith(".json")) continue;
      const text = await readFile(join(folder, "one", file), "utf8");
      for (const form of ["base64", "base64url", "hex"] as const) expect(text).not.toContain(testVaultKey.toString(form));
    }
    expect(await count(target.database, `app."user"`)).toBe(1);
    for (const table of Object.keys(leftOut)) expect(await count(target.database, table)).toBe(0);
    const all = await source.database.owner.query<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition`,
      [schemas],
    );
    const held = manifest.tables.map(({ name }) => name);
    expect([...held, ...Object.keys(leftOut)].toSorted()).toEqual(all.rows.map(({ name }) => name).toSorted());
  });

  it("gives numbers on where they stopped, and leaves triggers as migrations made them", async () => {
    const triggers = `SELECT tgrelid::regclass::text AS t, tgname, tgenabled FROM pg_trigger
      WHERE NOT tgisinternal AND tgparentid = 0 ORDER BY 1, 2`;
    expect((await target.database.owner.query(triggers)).rows).toEqual((await source.database.owner.query(triggers)).rows);
    const keys = "SELECT max(section_key) AS last FROM warehouse.dim_section";
    const last = Number((await target.database.owner.query(keys)).rows[0]?.last);
    const made = await target.database.owner.query("INSERT INTO warehouse.dim_section (id) VALUES ('new') RETURNING section_key");
    expect(made.rows[0]?.section_key).toBeGreaterThan(last);
  });

  it("LOG-1: holds nobody up over midnight: while it reads, a new day's table is made and written to", async () => {
    const reader = await source.database.owner.connect();
    const writer = await source.database.owner.connect();
    try {
      await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      await reader.query("LOCK TABLE log.event IN ACCESS SHARE MODE");
      await writer.query("SET lock_timeout = '5s'");
      await writer.query("SELECT log.ensure_event_partition('2100-01-01')");
      const kept = await writer.query(`INSERT INTO log.event SELECT '2100-01-01', 0, 1000000, now(), 'x', 1, 's', 'e', now(), now(), '{}'`);
      expect(kept.rowCount).toBe(1);
    } finally {
      for (const client of [reader, writer]) client.release(true);
      await source.database.owner.query("DROP TABLE IF EXISTS log.event_21000101");
    }
  });

  it("is restored into nothing but an empty database, and is not written over anything", async () => {
    await expect(restore(target.database, join(folder, "one"))).rejects.toThrow("The database is not empty");
    await expect(takeBackup({ database: source.database, vaultKey: testVaultKey, folder: join(folder, "one"), now })).rejects.toThrow(
      "is not empty",
    );
    await expect(takeBackup({ database: other.database, vaultKey: testVaultKey, folder: join(folder, "two"), now })).rejects.toThrow(
      "nothing to back up",
    );
    expect(await readdir(join(folder, "two"))).toEqual([]);
  });

  it("that is cut off, changed, of another vault or of a later version is refused, and the database stays empty", async () => {
    const one = join(folder, "one");
    const refused = async (message: string, key = testVaultKey) => {
      await expect(restore(other.database, one, key)).rejects.toThrow(message);
      const left = await other.database.owner.query("SELECT FROM pg_namespace WHERE nspname = ANY($1)", [schemas]);
      expect(left.rowCount).toBe(0);
    };
    /** Changes a file for as long as it takes. */
    const having = async (file: string, change: (path: string) => Promise<unknown>, then: () => Promise<void>) => {
      const path = join(one, file);
      const before = await readFile(path);
      await change(path);
      await then();
      await writeFile(path, before, { mode: 0o600 });
    };
    const events = "log.event.copy.zst";
    const flip = async (path: string) => {
      const bytes = await readFile(path);
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      await writeFile(path, bytes);
    };
    await refused("is not the key that this backup was taken with", Buffer.alloc(32, 9));
    await having(
      events,
      (path) => truncate(path, 100),
      () => refused(`${events} is cut off: 100 of`),
    );
    await having(events, flip, () => refused(`${events} was changed`));
    await having(
      events,
      (path) => appendFile(path, "more"),
      () => refused(`${events} was changed`),
    );
    await having(
      events,
      (path) => rm(path),
      () => refused(`${events} is missing`),
    );
    await having(
      manifestFile,
      (path) => rm(path),
      () => refused("is no whole backup"),
    );
    const less = JSON.stringify({ ...manifest, tables: manifest.tables.slice(1) });
    await having(
      manifestFile,
      (path) => writeFile(path, less),
      () => refused(`${manifestFile} was changed`),
    );
    await having(
      signatureFile,
      (path) => rm(path),
      () => refused(`${signatureFile} of the backup cannot be read`),
    );
    const without = await mkdtemp(join(tmpdir(), "bellwether-migrations-"));
    try {
      const options = { database: other.database, vaultKey: testVaultKey, folder: one, migrationsFolder: without };
      await expect(restoreBackup(options)).rejects.toThrow("which this version does not have");
    } finally {
      await rm(without, { recursive: true, force: true });
    }
    await restore(other.database, one);
    expect(await verify(other.database, loadZone)).toMatchObject({ differ: 0 });
  }, 240_000);
});
