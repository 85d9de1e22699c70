import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeKey, sendEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";

describe("AUDIT-1: the audit on the command line, beside a running server", () => {
  const data = makeDataDirectory();
  const kept = join(data, "kept-elsewhere.ndjson");
  let server: RunningServer;
  const run = (...args: string[]) => runCommand(server.settings, "audit", ...args);
  const inDatabase = async (statement: string) => {
    const client = new pg.Client({ connectionString: databaseUrlOf(data) });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  };
  /** As somebody does who may do anything there. */
  const tamper = (statement: string) =>
    inDatabase(`ALTER TABLE app.audit DISABLE TRIGGER ALL; ALTER TABLE app.audit_head DISABLE TRIGGER ALL; ${statement};
      ALTER TABLE app.audit ENABLE TRIGGER ALL; ALTER TABLE app.audit_head ENABLE TRIGGER ALL`);

  beforeAll(async () => {
    server = await startServer(data);
    const key = await makeKey(server, "--can", "events:write");
    const person = { id: "p", source: "urn:t", type: "person.defined", time: "2026-03-01T00:00:00Z", specversion: "1.0" };
    await sendEvents(server, key, [{ ...person, data: { person: "20261234", name: "Kim Minji", kind: "student" } }]);
  });
  afterAll(async () => {
    await server.end("SIGTERM");
    await removeDataDirectory(data);
  });

  it("says who looked at a person, and that this was asked; of nobody for an unknown id, without saying it back", async () => {
    const first = await run("person", "20261234");
    expect(first.status).toBe(0);
    const told = JSON.parse(first.stdout.trim().split("\n")[0] ?? "null");
    expect(told).toMatchObject({ action: "audit.searched", actor: "system", people: 1, because: null });
    expect(first.stdout).not.toContain("Kim");
    expect(await run("person", "20269999")).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("nobody is known") });
  });

  it("signs the head, into a file too, and prints the key that it is verified by", async () => {
    const signed = await run("anchor");
    expect(signed.status).toBe(0);
    expect(readFileSync(join(data, "audit", "anchors.ndjson"), "utf8")).toBe(signed.stdout);
    writeFileSync(kept, signed.stdout);
    expect(await run("anchor")).toMatchObject({ status: 0, stdout: "Nothing was added since the last signed head.\n" });
    expect((await run("key")).stdout).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
  });

  it("exports entries a line each, with what their hashes are made of", async () => {
    const exported = await run("export");
    const lines = exported.stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).id)).toEqual(lines.map((_, index) => index + 1));
    expect(JSON.parse(lines.at(-1) ?? "null")).toMatchObject({ action: "audit.exported", detail: { after: 0 } });
    expect((await run("export", "--after", String(lines.length))).stdout.trim().split("\n")).toHaveLength(1);
  });

  it("verify holds, with heads from elsewhere too; a file that is none, or not there, is refused", async () => {
    expect(await run("verify")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /^\d+ entries hold, and agree with 2 signed heads\n2 of them lie after the last signed head: their removal could not be found\n$/,
      ),
    });
    expect(await run("verify", "--anchor", kept)).toMatchObject({ status: 0, stdout: expect.stringContaining("3 signed heads") });
    expect(await run("verify", "--anchor", join(data, "none"))).toMatchObject({ status: 1, stdout: "" });
    expect(await run("verify", "--anchor", join(data, "vault.key"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Line 1"),
    });
  });

  it("verify says which entry is the first that is wrong, and how; exit status 1", async () => {
    // One that no signed head holds yet: what is signed is what was added since.
    await makeKey(server, "--can", "kpis:read");
    const [last] = await inDatabase("SELECT id, actor FROM app.audit ORDER BY id DESC LIMIT 1");
    await tamper(`UPDATE app.audit SET actor = 'user:innocent' WHERE id = ${last.id}`);
    const wrong = `entry ${last.id} was changed`;
    expect(await run("verify")).toMatchObject({ status: 1, stdout: `${Number(last.id) - 1} entries hold; ${wrong}\n` });
    expect(await run("anchor")).toMatchObject({ status: 1, stderr: expect.stringContaining(`Nothing was signed: ${wrong}.`) });
    await tamper(`UPDATE app.audit SET actor = '${last.actor}' WHERE id = ${last.id}`);
    expect(await run("verify")).toMatchObject({ status: 0 });
  });

  it("all of it removed, heads and anchors too, is found by what was kept elsewhere", async () => {
    await tamper(`ALTER TABLE app.audit_anchor DISABLE TRIGGER ALL; DELETE FROM app.audit_anchor; DELETE FROM app.audit;
      UPDATE app.audit_head SET entries = 0, hash = decode(repeat('00', 32), 'hex')`);
    writeFileSync(join(data, "audit", "anchors.ndjson"), "");
    expect(await run("verify")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^0 entries hold, and agree with 0 signed heads\n0 of them /),
    });
    expect(await run("verify", "--anchor", kept)).toMatchObject({ status: 1, stdout: expect.stringContaining("entry 1 is missing") });
  });
});
