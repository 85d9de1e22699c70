import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { makeKey, readKpi, sendEvents } from "@/lib/runtime/testing/client";
import { makeDataDirectory, postgresProcesses, removeDataDirectory, vaultKeyOf } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { smallCampus } from "./testing/small-campus";

const campus = smallCampus("urn:test:backup");
const query = "attendance-rate?from=2026-03-09&to=2026-03-09";

describe("bellwether backup and restore", () => {
  const [data, fresh] = [makeDataDirectory(), makeDataDirectory()];
  let folder: string;
  let server: RunningServer;
  let key: string;
  const backup = () => join(folder, "backup");
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "bellwether-backups-"));
    server = await startServer(data);
    key = await makeKey(server, "--can", "events:write,kpis:read");
    await sendEvents(server, key, campus);
  }, 180_000);
  afterAll(async () => {
    await server.end("SIGTERM");
    for (const directory of [data, fresh]) await removeDataDirectory(directory);
    await rm(folder, { recursive: true, force: true });
  });

  it("backs up beside the running server, says what it holds, and that the key is to be kept elsewhere", async () => {
    await expect.poll(() => readKpi(server, key, query), { timeout: 20_000 }).toMatchObject({ value: 0.5 });
    expect(await runCommand(server.settings, "backup", backup())).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+ rows of \d+ tables as of \S+Z, position \d+: \d+ bytes\n$/),
      stderr: expect.stringContaining("Keep the vault's key in another place"),
    });
    expect(await runCommand(server.settings, "backup", backup())).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("is not empty"),
    });
    expect(postgresProcesses(data).length).toBeGreaterThan(0);
  });

  it("restores into a new data directory, once the key is there, and the product serves the same figures from it", async () => {
    const settings = { ...server.settings, BELLWETHER_DATA_DIR: fresh };
    expect(await runCommand(settings, "restore", backup())).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("vault.key is not there"),
    });
    expect(await readdir(fresh)).toEqual([]);
    await cp(join(data, "vault.key"), join(fresh, "vault.key"));
    const restored = await runCommand(settings, "restore", backup());
    expect(restored).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+ rows as of \S+Z, position \d+\n$/) });
    expect(await runCommand(settings, "verify")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^[1-9]\d* cells compared, 0 differ\n$/),
    });
    expect(await runCommand(settings, "audit", "verify")).toMatchObject({ status: 0 });
    expect(await runCommand(settings, "restore", backup())).toMatchObject({ status: 1, stderr: expect.stringContaining("not empty") });
    const again = await startServer(fresh);
    try {
      expect(await readKpi(again, key, query)).toMatchObject({ value: 0.5 });
      expect(await sendEvents(again, key, campus)).toMatchObject({ accepted: 0, duplicate: campus.length });
    } finally {
      await again.end("SIGTERM");
    }
  }, 180_000);

  it("takes an embedded database to one of one's own, whose role is no superuser", async () => {
    const name = `own_${randomUUID().replaceAll("-", "")}`;
    const admin = new pg.Client({ connectionString: inject("postgresUrl") });
    await admin.connect();
    try {
      await admin.query(`CREATE ROLE ${name} LOGIN CREATEROLE NOSUPERUSER PASSWORD 'own'`);
      await admin.query(`GRANT bellwether_reader TO ${name} WITH ADMIN OPTION`); // its cluster has one of another database
      await admin.query(`CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0`);
      const url = new URL(inject("postgresUrl"));
      Object.assign(url, { username: name, password: "own", pathname: `/${name}` });
      const settings = {
        ...server.settings,
        DATABASE_URL: url.href,
        BELLWETHER_VAULT_KEY: vaultKeyOf(data).toString("base64"),
        BELLWETHER_DATA_DIR: folder,
      };
      const another = { ...settings, BELLWETHER_VAULT_KEY: Buffer.alloc(32).toString("base64") };
      expect(await runCommand(another, "restore", backup())).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("is not the key"),
      });
      expect(await runCommand(settings, "restore", backup())).toMatchObject({ status: 0 });
      expect(await runCommand(settings, "verify")).toMatchObject({ status: 0, stdout: expect.stringContaining(", 0 differ") });
      expect(await runCommand(settings, "backup", join(folder, "second"))).toMatchObject({ status: 0 });
    } finally {
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.query(`DROP OWNED BY ${name}`);
      await admin.query(`DROP ROLE IF EXISTS ${name}`);
      await admin.end();
    }
  }, 180_000);
});
