import { createHash, randomUUID } from "node:crypto";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "./migrate";

const shipped = "prisma/migrations";
const names = readdirSync(shipped, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

describe("migrate", () => {
  const name = `migrate_${randomUUID().replaceAll("-", "")}`;
  const folder = mkdtempSync(join(tmpdir(), "bellwether-migrations-"));
  const address = new URL(inject("postgresUrl"));
  address.pathname = `/${name}`;
  const admin = new pg.Pool({ connectionString: inject("postgresUrl"), max: 1 });
  const owner = new pg.Pool({ connectionString: address.href, max: 4 });
  const records = async () =>
    (
      await owner.query<{ name: string; checksum: string; steps: number; finished: boolean }>(
        `SELECT migration_name AS name, checksum, applied_steps_count AS steps, finished_at IS NOT NULL AS finished
         FROM public._prisma_migrations ORDER BY migration_name`,
      )
    ).rows;
  beforeAll(async () => {
    await admin.query(`CREATE DATABASE ${name}`);
    cpSync(shipped, folder, { recursive: true });
  });
  afterAll(async () => {
    await owner.end();
    await admin.query(`DROP DATABASE ${name}`); // waits for the last connections to go
    await admin.end();
    rmSync(folder, { recursive: true });
  });

  it("applies all in order, once, however many processes start; keeps the checksums that Prisma keeps", async () => {
    const applied = await Promise.all([migrate(owner, folder), migrate(owner, folder), migrate(owner, folder)]);
    expect(applied.toSorted((a, b) => b.length - a.length)).toEqual([names, [], []]);
    // Prisma's checksum: SHA-256 of the script's bytes, in hex.
    const sha256 = (migration: string) =>
      createHash("sha256")
        .update(readFileSync(join(shipped, migration, "migration.sql")))
        .digest("hex");
    expect(await records()).toEqual(names.map((one) => ({ name: one, checksum: sha256(one), steps: 1, finished: true })));
    expect(await migrate(owner, folder)).toEqual([]);
  });

  it("applies what is added, and nothing of one that fails", async () => {
    const before = await records();
    const add = (migration: string, sql: string) => {
      mkdirSync(join(folder, migration));
      writeFileSync(join(folder, migration, "migration.sql"), sql);
    };
    add("9998_added", "CREATE TABLE public.added (id integer)");
    expect(await migrate(owner, folder)).toEqual(["9998_added"]);
    add("9999_broken", "CREATE TABLE public.half (id integer); SELECT no_such_function();");
    await expect(migrate(owner, folder)).rejects.toThrow("no_such_function");
    const half = await owner.query("SELECT to_regclass('public.half') AS half");
    expect(half.rows).toEqual([{ half: null }]);
    expect(await records()).toHaveLength(before.length + 1);
    rmSync(join(folder, "9999_broken"), { recursive: true });
  });

  it("refuses a migration that was changed after it had been applied, by name", async () => {
    appendFileSync(join(folder, names[0] ?? "", "migration.sql"), "-- later thought\n");
    await expect(migrate(owner, folder)).rejects.toMatchObject({
      code: "config-invalid",
      message: `Migration ${names[0]} was changed after it had been applied.`,
    });
  });
});
