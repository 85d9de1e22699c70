import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isFullRun, sampleOf } from "@/lib/platform/testing/full-run";
import { makeKey, readKpi, sendEvents } from "@/lib/runtime/testing/client";
import { databaseUrlOf, makeDataDirectory, postgresProcesses, removeDataDirectory } from "@/lib/runtime/testing/data-directory";
import { runCommand } from "@/lib/runtime/testing/product";
import { type RunningServer, startServer } from "@/lib/runtime/testing/start-server";
import { smallCampus } from "./testing/small-campus";

const campus = smallCampus("urn:test:cli");

describe("the command line beside a running server", () => {
  const data = makeDataDirectory();
  let server: RunningServer;
  const run = (...args: string[]) => runCommand(server.settings, ...args);
  const events = (key: string) => sendEvents(server, key, [campus[0]]);
  beforeAll(async () => {
    server = await startServer(data);
  });
  afterAll(async () => {
    await server.end("SIGTERM");
    await removeDataDirectory(data);
  });

  it("keys create prints the key and nothing else; it holds until keys revoke", async () => {
    const made = await run("keys", "create", "sis", "--can", "events:write");
    expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^bw_[A-Za-z0-9]+_[A-Za-z0-9_-]{40,}\n$/) });
    const key = made.stdout.trim();
    expect(await events(key)).toMatchObject({ rejected: 0 });
    const listed = await run("keys", "list");
    expect(listed.stdout).toContain('"name":"sis"');
    expect(listed.stdout + listed.stderr).not.toContain(key.split("_").at(-1));
    expect(await run("keys", "revoke", "sis")).toMatchObject({ status: 0, stdout: "" });
    await expect.poll(() => events(key).then(String, String), { timeout: 5_000 }).toContain("401");
    expect(await run("keys", "revoke", "sis")).toMatchObject({ status: 1 });
  });

  it("policy set makes a version of what policy show prints, and policy versions lists it", async () => {
    const shown = await run("policy", "show");
    const policy: { attendance: { lateWeight: number } } = JSON.parse(shown.stdout);
    policy.attendance.lateWeight = 0.5;
    const file = join(data, "policy.json");
    await writeFile(file, JSON.stringify(policy));
    expect(await run("policy", "set", file, "--valid-from", "2020-01-01")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("Say why"),
    });
    const made = await run("policy", "set", file, "--valid-from", "2020-01-01", "--reason", "as it always was");
    expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^version \d+ holds from 2020-01-01\n$/) });
    expect(JSON.parse((await run("policy", "show")).stdout)).toEqual(policy);
    expect((await run("policy", "versions")).stdout).toMatch(/2020-01-01\tholds\t.*attendance\.lateWeight 1 -> 0\.5\tas it always was\n/);
    await writeFile(file, JSON.stringify({ ...policy, suppression: { threshold: 1 } }));
    expect(await run("policy", "set", file)).toMatchObject({ status: 1, stderr: expect.stringContaining("suppression.threshold") });
    expect(await run("policy", "set", join(data, "missing.json"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("cannot be read"),
    });
  });

  it.runIf(isFullRun)(
    "keys rotate prints a new secret, once; the one so far holds until keys end-old; keys list says how each key stands",
    async () => {
      const first = (await run("keys", "create", "lms", "--can", "events:write")).stdout.trim();
      const rotated = await run("keys", "rotate", "lms");
      expect(rotated).toMatchObject({ status: 0, stdout: expect.stringMatching(/^bw_[A-Za-z0-9]+_[A-Za-z0-9_-]{40,}\n$/) });
      const second = rotated.stdout.trim();
      for (const key of [first, second]) expect(await events(key)).toMatchObject({ rejected: 0 });
      expect(await run("keys", "rotate", "lms")).toMatchObject({
        status: 1,
        stdout: "",
        stderr: expect.stringContaining("end the older one"),
      });
      const lineOf = async () => (await run("keys", "list")).stdout.split("\n").find((line) => line.includes('"name":"lms"')) ?? "{}";
      expect(JSON.parse(await lineOf())).toMatchObject({
        state: "active",
        hints: [],
        secrets: [{ endsAt: null }, { endsAt: expect.any(String) }],
      });
      for (const key of [first, second]) expect(await lineOf()).not.toContain(key.split("_").at(-1));
      expect(await run("keys", "end-old", "lms")).toMatchObject({ status: 0, stdout: "" });
      await expect.poll(() => events(first).then(String, String), { timeout: 5_000 }).toContain("401");
      expect(await events(second)).toMatchObject({ rejected: 0 });
      expect(await run("keys", "end-old", "lms")).toMatchObject({ status: 1 });
      await run("keys", "revoke", "lms");
      expect(JSON.parse(await lineOf())).toMatchObject({ state: "revoked" });
    },
  );

  it("users create prints a link that signs in once, with the role's page behind it", async () => {
    const made = await run("users", "create", "dean@example.org", "--role", "dean", "--scope", "org-unit:u1");
    expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^http:\/\/localhost:\d+\/sign-in\/link\?token=[\w-]+\n$/) });
    const token = new URL(made.stdout.trim()).searchParams.get("token") ?? "";
    expect(await signIn(server, { token })).toContain("next-auth.session-token");
    expect(await signIn(server, { token })).toBeNull();
    expect(await run("users", "create", "dean@example.org", "--role", "viewer")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("dean@example.org is a user already"),
    });
  });

  it("users link prints another for who forgot; by it a password is chosen, and users disable ends it all", async () => {
    const email = "kim@example.org";
    await run("users", "create", email, "--role", "viewer");
    const lost = await run("users", "link", email);
    const link = await run("users", "link", "Kim@Example.org");
    expect(link).toMatchObject({ status: 0, stdout: expect.stringMatching(/^http:\/\/localhost:\d+\/sign-in\/link\?token=[\w-]+\n$/) });
    const token = new URL(link.stdout.trim()).searchParams.get("token") ?? "";
    expect(await signIn(server, { token: new URL(lost.stdout.trim()).searchParams.get("token") ?? "" })).toBeNull();
    const database = new pg.Client({ connectionString: databaseUrlOf(data) });
    await database.connect();
    const linked = await database.query(
      `SELECT a.actor FROM app.audit a JOIN app."user" u ON a.subject = 'user:' || u.id WHERE a.action = 'user.linked' AND u.email = $1`,
      [email],
    );
    await database.end();
    expect(linked.rows).toEqual([{ actor: "system" }, { actor: "system" }]);
    const session = await signIn(server, { token });
    const choose = (body: unknown, headers: Record<string, string> = {}) =>
      fetch(new URL("/api/internal/password", server.url), {
        method: "PUT",
        headers: { "content-type": "application/json", cookie: session?.split(";")[0] ?? "", ...headers },
        body: JSON.stringify(body),
      });
    expect((await choose({ password: "too short" })).status).toBe(400);
    expect((await choose({ password: 12 })).status).toBe(400);
    expect((await choose({ password: "correct horse battery" }, { "content-type": "text/plain" })).status).toBe(415);
    expect((await choose({ password: "correct horse battery" }, { cookie: "" })).status).toBe(401);
    expect((await choose({ password: "correct horse battery" })).status).toBe(204);
    expect((await choose({ password: "staple horse battery", current: "wrong horse battery" })).status).toBe(403);
    expect(await signIn(server, { username: email, password: "correct horse battery" })).toContain("next-auth.session-token");
    expect(await signIn(server, { username: email, password: "staple horse battery" })).toBeNull();
    expect(await run("users", "disable", email)).toMatchObject({ status: 0 });
    expect(await signIn(server, { username: email, password: "correct horse battery" })).toBeNull();
    await expect.poll(() => choose({ password: "staple horse battery" }).then(({ status }) => status)).toBe(401);
    expect(await run("users", "link", email)).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining(email) });
  });

  it("verify counts the cells, and exit status 1 says that one differs and which", async () => {
    const key = await makeKey(server, "--can", "events:write,kpis:read");
    await sendEvents(server, key, campus);
    await expect.poll(() => readKpi(server, key, "attendance-rate?term=t1"), { timeout: 10_000 }).toMatchObject({ value: 0.5 });
    const database = new pg.Client({ connectionString: databaseUrlOf(data) });
    await database.connect();
    // The figure can be right before all is applied, and what comes later would move the cell that is changed below.
    const behind = "SELECT FROM log.consumer JOIN log.event_partition p USING (partition) WHERE consumer.next_offset < p.next_offset";
    await expect.poll(async () => (await database.query(behind)).rowCount, { timeout: 10_000 }).toBe(0);
    const good = await run("verify");
    expect(good).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[1-9]\d* cells compared, 0 differ\n$/) });
    await database.query("UPDATE warehouse.cell_attendance SET present = present + 1");
    const bad = await run("verify");
    expect(bad).toMatchObject({ status: 1, stdout: good.stdout.replace("0 differ", "1 differ") });
    expect(bad.stderr).toContain('"table":"cell_attendance"');
    await database.query("UPDATE warehouse.cell_attendance SET present = present - 1");
    await database.end();
    expect(await run("verify")).toMatchObject({ status: 0 });
  });

  it.runIf(isFullRun)("users grant, list, explain and revoke: what is given, to whom, why it is seen, and its end", async () => {
    const key = await makeKey(server, "--can", "events:write,kpis:read");
    await sendEvents(server, key, campus);
    const email = "han@example.org";
    await run("users", "create", email, "--role", "viewer", "--scope", "course:c9");
    const explain = () => run("users", "explain", email, "--what", "section:s1");
    await expect.poll(explain, { timeout: 30_000 }).toMatchObject({ status: 1, stdout: `No: no grant of ${email} reaches section:s1.\n` });
    const grant = ["users", "grant", email, "--role", "dean", "--scope", "org-unit:u1", "--until", "2099-12-31"] as const;
    let given = "";
    // The unit is there once the course that names it is applied.
    await expect
      .poll(
        async () => {
          const done = await run(...grant);
          given = done.stdout;
          return done.status;
        },
        { timeout: 30_000 },
      )
      .toBe(0);
    expect(given).toMatch(/^[0-9a-f-]{36}\n$/);
    await expect.poll(explain, { timeout: 30_000 }).toMatchObject({
      status: 0,
      stdout: [
        `Yes: ${email} sees section:s1: figures with small counts hidden, student by student, by name, may record rolls.`,
        "- dean (u1, until 2099-12-31): exact figures, student by student, by name, may record rolls; s1 is a section of c1 C; c1 C hangs on u1",
        "Figures that could single out fewer than 10 students are hidden because of: viewer.",
        "",
      ].join("\n"),
    });
    const listed = (await run("users", "list")).stdout.split("\n").find((line) => line.includes(email)) ?? "{}";
    expect(JSON.parse(listed)).toMatchObject({
      state: "invited",
      grants: [{ role: { id: "viewer" } }, { role: { id: "dean" }, until: "2099-12-31" }],
    });
    expect(await run("users", "revoke", email, "--grant", given.trim())).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("1 grants ended"),
    });
    expect(await run("users", "revoke", email, "--role", "dean")).toMatchObject({ status: 1 });
    expect(await explain()).toMatchObject({ status: 1 });
    expect(await run("users", "grant", email, "--role", "dean", "--scope", "section:nowhere")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: expect.stringContaining("does not exist"),
    });
    expect(await run("users", "explain", email, "--what", "room:12")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("room:12"),
    });
  });

  it.runIf(isFullRun)("simulate and replay send through the public endpoint, results on standard output alone", async () => {
    const key = await makeKey(server, "--can", "events:write");
    const address = ["--url", server.url, "--key", key];
    const simulated = await run("simulate", ...address, "--students", "60", "--days", "3");
    expect(simulated).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[1-9]\d* accepted, 0 duplicate, 0 rejected\n$/) });
    expect(simulated.stderr).toContain("accepted");
    const again = await run("simulate", ...address, "--students", "60", "--days", "3");
    expect(again.stdout).toBe(simulated.stdout.replace(/^(\d+) accepted, 0/, "0 accepted, $1"));
    const here = await run("simulate", "--students", "60", "--days", "3"); // the server beside it, a key for this run
    expect(here).toMatchObject({ status: 0, stdout: again.stdout });
    expect((await run("keys", "list")).stdout).toMatch(/"name":"simulate".*"revokedAt":"/);
    expect(await run("replay", "quarantine")).toMatchObject({ status: 0, stdout: "0 tried, 0 accepted, 0 still rejected\n" });
    expect(await run("replay", "oulad", "data/nowhere", ...address)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("courses.csv(.gz) is missing in data/nowhere"),
    });
    const revoked = await run("replay", "oulad", "data/oulad-slice", "--url", server.url, "--key", "bw_wrong_key");
    expect(revoked).toMatchObject({ status: 1, stdout: "", stderr: expect.stringContaining("401") });
  });

  it("a command beside a running server leaves its database running", async () => {
    const before = postgresProcesses(data)[0];
    expect(await run("migrate")).toEqual({
      status: 0,
      stdout: "The database is up to date.\n",
      stderr: expect.stringContaining("already running"),
    });
    expect(postgresProcesses(data)[0]).toBe(before);
    expect((await fetch(new URL("/api/ready", server.url))).status).toBe(200);
  });
});

/** What is asked, and what of it is named where it is refused. */
const refusals: readonly (readonly [string[], string])[] = [
  [["keys", "create", "x"], "--can"],
  [["keys", "create", "x", "--can", "everything"], "everything is none of"],
  [["keys", "create", "x", "--can", "kpis:read", "--scope", "planet:earth"], "--scope"],
  [["keys", "create", "x", "--can", "kpis:read", "--rate", "0"], "--rate"],
  [["keys", "create", "x", "--can", "kpis:read", "--expires", "soon"], "--expires"],
  [["keys", "rotate", "nobody"], "nobody"],
  [["keys", "rotate", "x", "--overlap", "soon"], "--overlap"],
  [["keys", "rotate", "x", "--overlap", "-1"], "--overlap"],
  [["keys", "end-old", "nobody"], "nobody"],
  [["users", "create", "x@example.org", "--role", "king"], "--role"],
  [["users", "create", "nobody", "--role", "viewer"], "nobody is no e-mail address"],
  [["users", "create", "x@example.org", "--role", "dean"], "--scope"],
  [["users", "create", "x@example.org", "--role", "faculty"], "--person"],
  [["users", "disable", "x@example.org"], "x@example.org"],
  [["users", "link", "x@example.org"], "x@example.org"],
  [["replay", "oulad", "data/oulad-slice", "--url", "http://127.0.0.1:1"], "--key is missing"],
  [["replay", "oulad", "data/oulad-slice", "--key", "k"], "--url is missing"],
  [["replay", "oulad", "data/oulad-slice", "--url", "http://127.0.0.1:1", "--key", "k", "--speed", "fast"], "--speed"],
  [["replay", "oulad", "data/oulad-slice", "--url", "http://127.0.0.1:1", "--key", "k", "--speed", "0d/s"], "--speed"],
  [["replay", "oulad", "data/oulad-slice", "--url", "http://127.0.0.1:1", "--key", "k", "--start-on", "tomorrow"], "--start-on"],
  [["replay", "oulad", "data/oulad-slice", "--url", "nowhere", "--key", "k"], "--url"],
  [["simulate", "--url", "http://127.0.0.1:1", "--key", "k", "--students", "many"], "--students"],
  [["simulate", "--url", "http://127.0.0.1:1", "--key", "k", "--days", "-1"], "--days"],
  [["simulate", "--url", "http://127.0.0.1:1", "--key", "k", "--rate", "slow"], "--rate"],
  [["users", "end-sessions", "x@example.org"], "x@example.org"],
  [["users", "reset-second-factor", "x@example.org"], "x@example.org"],
  [["sign-in", "set", "idleMinutes", "1"], "idleMinutes"],
  [["sign-in", "set", "secondFactorRoles", "king"], "king"],
  [["oidc", "map", "affiliation", "faculty", "--role", "faculty"], "--person-claim"],
  [["oidc", "map", "affiliation", "dean", "--role", "dean"], "--scope"],
  [["oidc", "map", "affiliation", "dean", "--role", "dean", "--scope", "planet:earth"], "--scope"],
  [["oidc", "map", "affiliation", "x", "--role", "king"], "king"],
  [["oidc", "unmap", "x"], "x"],
  [["dance"], "dance"],
];

describe("the command line alone", () => {
  const data = makeDataDirectory();
  const settings = { BELLWETHER_DATA_DIR: data };
  const run = (...args: string[]) => runCommand(settings, ...args);
  afterAll(() => removeDataDirectory(data));

  it.each(sampleOf(["serve", "migrate", "verify", "simulate", "replay", "keys", "users", "sign-in", "oidc"], 2))(
    "%s --help",
    async (command) => {
      const help = await run(command, "--help");
      expect(help).toMatchObject({ status: 0, stdout: expect.stringContaining(`Usage: bellwether ${command}`) });
    },
  );

  it("boots the embedded database for as long as it needs it", async () => {
    const first = await run("migrate");
    expect(first).toMatchObject({ status: 0, stdout: "The database is up to date.\n" });
    expect(first.stderr).toContain("Migrated: 0001_init");
    expect(postgresProcesses(data)).toEqual([]);
    const verified = await run("verify");
    expect(verified).toMatchObject({ status: 0, stdout: "0 cells compared, 0 differ\n" });
    expect(verified.stderr).not.toContain("Migrated");
    expect(postgresProcesses(data)).toEqual([]);
  });

  it.runIf(isFullRun)("what claims give, and what holds for sign-in, is said, listed and taken back", async () => {
    const map = ["oidc", "map", "affiliation", "dean", "--role", "dean", "--scope", "org-unit:{college}"];
    const made = await run(...map);
    const shown = { claim: "affiliation", value: "dean", role: "dean", scope: { kind: "org-units", ids: ["{college}"] } };
    expect(JSON.parse(made.stdout)).toMatchObject(shown);
    expect((await run("oidc", "mappings")).stdout).toBe(made.stdout);
    expect(await run(...map)).toMatchObject({ status: 1, stderr: expect.stringContaining("mapped already") });
    expect(await run("oidc", "unmap", JSON.parse(made.stdout).id)).toMatchObject({ status: 0 });
    expect((await run("oidc", "mappings")).stdout).toBe("");
    expect(JSON.parse((await run("sign-in", "set", "secondFactorRoles", "admin, dean")).stdout)).toMatchObject({ idleMinutes: 60 });
    expect(JSON.parse((await run("sign-in", "show")).stdout)).toMatchObject({ secondFactorRoles: ["admin", "dean"], absoluteHours: 12 });
  });

  it.runIf(isFullRun)("several at once on fresh data wait for each other", async () => {
    const fresh = makeDataDirectory();
    const made = await Promise.all(
      ["a", "b", "c"].map((name) => runCommand({ BELLWETHER_DATA_DIR: fresh }, "keys", "create", name, "--can", "kpis:read")),
    );
    expect(made.map((one) => [one.status, one.status === 0 ? "" : one.stderr])).toEqual([0, 0, 0].map((status) => [status, ""]));
    expect(postgresProcesses(fresh)).toEqual([]);
    await removeDataDirectory(fresh);
  });

  it.each(sampleOf(refusals, 10))("%j is refused by name", async (args, named) => {
    const refused = await run(...args);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toBe("");
    expect(refused.stderr).toContain(named);
  });
});

/** Posts to next-auth's credentials provider; the session's cookie, null where it was refused. */
async function signIn(server: RunningServer, credentials: Record<string, string>): Promise<string | null> {
  const csrf = await fetch(new URL("/api/auth/csrf", server.url));
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(new URL("/api/auth/callback/credentials", server.url), {
    method: "POST",
    redirect: "manual",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      cookie: csrf.headers
        .getSetCookie()
        .map((cookie) => cookie.split(";")[0])
        .join("; "),
    },
    body: new URLSearchParams({ csrfToken, ...credentials }),
  });
  return answer.headers.getSetCookie().find((cookie) => cookie.includes("session-token")) ?? null;
}
