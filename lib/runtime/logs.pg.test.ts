import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeKey, postEvents, sendEvents } from "./testing/client";
import { databaseUrlOf, makeDataDirectory, removeDataDirectory } from "./testing/data-directory";
import { runCommand } from "./testing/product";
import { type RunningServer, startServer } from "./testing/start-server";

const student = "20267788";
const name = "Kim Testperson";
const mail = "kim.testperson@school.example";
const typed = "wrong-password-as-typed";

const event = (type: string, data: Record<string, unknown>) => ({
  specversion: "1.0",
  id: randomUUID(),
  source: "urn:t",
  type,
  time: "2026-03-01T00:00:00Z",
  data,
});

const refusalSchema = z.looseObject({ principal: z.string(), method: z.string(), resource: z.string(), status: z.number() });

describe("the logs of a server that has met persons and failed over them", () => {
  const data = makeDataDirectory();
  afterAll(() => removeDataDirectory(data));

  const asDatabase = async (url: string, statement: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };

  it("PII-1: hold no name, number, address, password, key, cookie or body of any of them", async () => {
    const server = await startServer(data, { BELLWETHER_DEMO: "off" });
    const url = databaseUrlOf(data);
    const key = await makeKey(server, "--can", "events:write,kpis:read");
    await sendEvents(server, key, [event("person.defined", { person: student, name, email: mail, kind: "student" })]);
    await postEvents(server, key, `${name} ${mail} is no event\n`);
    await sendEvents(server, key, [event("attendance.recorded", { meeting: "m", student, status: name })]);
    await postEvents(server, `${key}x`, "{}");

    const link = await runCommand(server.settings, "users", "create", mail, "--role", "admin", "--name", name);
    const token = new URL(link.stdout.trim()).searchParams.get("token") ?? "";
    expect(token).not.toBe("");
    await runCommand(server.settings, "users", "create", mail, "--role", "admin"); // who is a user already
    const cookie = await signIn(server, { token });
    await signIn(server, { username: mail, password: typed });
    await signIn(server, { token: `${token}x` });

    const headers = { cookie, "content-type": "application/json" };
    const ask = (path: string, init: RequestInit = {}) => fetch(new URL(path, server.url), { headers, ...init });
    const failing = async () => {
      const answers = await Promise.all([
        ask("/api/internal/places", { method: "POST", body: JSON.stringify({ text: name }) }),
        ask("/api/internal/audit/person", { method: "POST", body: JSON.stringify({ id: student }) }),
        ask("/api/internal/audit/person", { method: "POST", body: `{"id": ${name}` }),
        ask(`/students/${encodeURIComponent(name)}`),
        ask("/students/00000000-0000-4000-8000-000000000000"),
        ask(`/overview?term=${encodeURIComponent(name)}`),
        ask("/data"),
        ask(`/api/v1/kpis/attendance-rate?orgUnit=${encodeURIComponent(mail)}`),
      ]);
      return answers.map(({ status }) => status);
    };
    expect((await failing()).filter((status) => status >= 500)).toEqual([]);
    // Refused accesses are written down by who asked and for what kind of thing (ASVS V16.3.2), one who tries many floods nothing.
    const refusals = () =>
      server
        .output()
        .split("\n")
        .filter((line) => line.includes('"msg":"access refused"'))
        .map((line) => refusalSchema.parse(JSON.parse(line)));
    const asked = { method: "GET", status: 404, principal: expect.stringMatching(/^user:/) };
    await expect
      .poll(refusals)
      .toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ...asked, resource: "students/*" }),
          expect.objectContaining({ ...asked, resource: "api/v1/kpis/*", by: ["orgUnit"] }),
        ]),
      );
    const foreign = new Headers({
      origin: "https://elsewhere.example",
      "sec-fetch-site": "cross-site",
      "content-type": "application/json",
    });
    await fetch(new URL("/api/internal/places", server.url), { method: "POST", headers: foreign, body: "{}" });
    await expect
      .poll(refusals)
      .toContainEqual(expect.objectContaining({ principal: "nobody", method: "POST", resource: "api/internal/places", status: 403 }));
    for (let n = 0; n < 60; n += 1) await ask(`/api/internal/sections/${encodeURIComponent(name)}${n}/students`);
    await ask("/api/health");
    expect(refusals().length).toBeLessThan(40);
    // Whatever reads persons and figures breaks from here on, in routes, pages and ingest.
    await asDatabase(url, `ALTER TABLE vault.person RENAME TO person_away; ALTER TABLE app.policy RENAME TO policy_away`);
    const broken = await failing();
    expect(broken.filter((status) => status >= 500).length).toBeGreaterThan(2);
    await postEvents(server, key, `${JSON.stringify(event("person.defined", { person: "20269900", name, kind: "student" }))}\n`);
    await asDatabase(url, `ALTER TABLE vault.person_away RENAME TO person; ALTER TABLE app.policy_away RENAME TO policy`);
    await server.end("SIGTERM");

    const logs = server.output() + readFileSync(join(data, "postgres.log"), "utf8");
    // It did fail, and says so.
    expect(server.output()).toMatch(/"message":"relation [^}]*policy[^}]*}[^}]*"msg":"request"/);
    for (const secret of [
      student,
      "20269900",
      name,
      "Testperson",
      mail,
      typed,
      token,
      key.slice(4),
      cookie.split("=")[1] ?? "",
      "is no event",
    ])
      expect(logs, secret).not.toContain(secret);
  }, 240_000);
});

/** Signs in as a browser's form does; the session's cookie, or an empty one where nobody was let in. */
async function signIn(server: RunningServer, said: Record<string, string>): Promise<string> {
  const asked = await fetch(new URL("/api/auth/csrf", server.url));
  const cookies = asked.headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
  const { csrfToken } = z.object({ csrfToken: z.string() }).parse(await asked.json());
  const answer = await fetch(new URL("/api/auth/callback/credentials", server.url), {
    method: "POST",
    redirect: "manual",
    headers: { cookie: cookies.join("; "), "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, ...said }),
  });
  return (
    answer.headers
      .getSetCookie()
      .find((one) => one.startsWith("next-auth.session-token="))
      ?.split(";")[0] ?? ""
  );
}
