import { randomUUID } from "node:crypto";
import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { createUser } from "@/lib/access/users";
import { Ingest } from "@/lib/ingest/ingest";
import { loadConfig } from "@/lib/platform/config";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { provideDataServices } from "@/lib/runtime/data-services";
import { openServices, openStore } from "@/lib/runtime/open-services";
import { provideServices } from "@/lib/runtime/services";
import { type Route, routesUnder } from "@/lib/runtime/testing/route-table";

const secret = "x".repeat(32);
const institution: PlainScope = { kind: "institution" };
const unit: PlainScope = { kind: "org-units", orgUnits: ["u1"] };
const person: PlainScope = { kind: "instructor", person: "00000000-0000-4000-8000-000000000001" };

describe("the data page's API", () => {
  const test = useTestDatabase();
  let routes: Route[];
  let close: () => Promise<void>;
  let id: string;
  let start: (userId: string) => Promise<string>;
  const started: string[] = [];

  const cookieOf = async (role: Role, scope: PlainScope) => {
    const sid = await start(await createUser(test.database, { email: `${randomUUID()}@example.org`, name: role, role, scope }));
    return `next-auth.session-token=${await encode({ token: { sid }, secret })}`;
  };
  const ask = (route: Route, cookie: string | null, body: unknown = {}, contentType = "application/json") =>
    route.handle(
      new Request("http://localhost/api/internal/data", {
        method: route.method,
        headers: { ...(cookie === null ? {} : { cookie }), ...(route.method === "GET" ? {} : { "content-type": contentType }) },
        ...(route.method === "GET" ? {} : { body: JSON.stringify(body) }),
      }),
      { params: Promise.resolve({ id, kpi: "" }) },
    );
  const named = (name: string) => {
    const route = routes.find((one) => one.name === name);
    if (route === undefined) throw new Error(`There is no ${name}.`);
    return route;
  };

  beforeAll(async () => {
    const config = loadConfig({
      NODE_ENV: "test",
      DATABASE_URL: test.url,
      BELLWETHER_VAULT_KEY: testVaultKey.toString("base64"),
      NEXTAUTH_SECRET: secret,
      BELLWETHER_TIME_ZONE: "UTC",
    });
    const store = await openStore(config, process.cwd(), () => undefined);
    const ingest = new Ingest(store.database, store.vault);
    const services = await openServices(config, store, (events) => ingest.submit(events));
    provideServices(services);
    provideDataServices({
      ingest,
      verifier: {
        start: async (actor) => {
          started.push(actor);
          return { id: randomUUID(), ended: Promise.resolve() };
        },
      },
    });
    start = (userId) => services.sessions.start(userId, { byLink: false });
    close = async () => {
      await services.close();
      await store.close();
    };
    const broken = { specversion: "1.0", id: "broken", source: "urn:t", type: "attendance.recorded", time: "2026-03-09T00:00:00Z" };
    await ingest.submit([{ ...broken, data: { meeting: "m", student: "20261234-kim", status: "?" } }]);
    id = (await test.database.owner.query<{ id: string }>("SELECT id FROM log.quarantine")).rows[0]?.id ?? "";
    routes = await routesUnder("api/internal/data");
  });
  afterAll(() => close());

  it("has the routes that this test is about", () => {
    expect(routes.length).toBeGreaterThanOrEqual(10);
  });

  it("SCOPE-1: says nothing to whoever is not signed in", async () => {
    for (const route of routes) {
      expect((await ask(route, null)).status, route.name).toBe(401);
      expect((await ask(route, "next-auth.session-token=forged")).status, route.name).toBe(401);
    }
  });

  it.each([
    ["dean", institution],
    ["dean", unit],
    ["faculty", person],
    ["advisor", person],
    ["viewer", institution],
    ["engineer", unit],
    ["admin", unit],
  ] as const)("SCOPE-1: for a %s of %o every route is not there, whatever is sent", async (role, scope) => {
    const cookie = await cookieOf(role, scope);
    for (const route of routes) {
      for (const body of [{}, { mend: { kind: "fields", edits: [] } }, { filter: {} }, { reason: "because" }]) {
        const refused = await ask(route, cookie, body);
        expect(refused.status, route.name).toBe(404);
        expect(await refused.json()).toEqual({
          type: "urn:bellwether:problem:not-found",
          title: "There is nothing here.",
          status: 404,
          code: "not-found",
        });
      }
    }
    expect(started).toEqual([]);
    expect((await test.database.owner.query("SELECT FROM app.audit WHERE action LIKE 'quarantine.%'")).rowCount).toBe(0);
  });

  it.each(["engineer", "admin"] as const)("an %s of the institution reads all of it, without the student's id", async (role) => {
    const cookie = await cookieOf(role, institution);
    for (const route of routes.filter((one) => one.method === "GET")) {
      const answer = await ask(route, cookie);
      expect(answer.status, route.name).toBe(200);
      expect(answer.headers.get("cache-control")).toBe("private, no-store");
      expect(await answer.text()).not.toContain("20261234");
    }
  });

  it("what changes something takes JSON only, which no form of another site can send", async () => {
    const cookie = await cookieOf("engineer", institution);
    for (const route of routes.filter((one) => one.method !== "GET"))
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
        expect((await ask(route, cookie, {}, type)).status, route.name).toBe(415);
  });

  it("refuses what is malformed by name", async () => {
    const cookie = await cookieOf("engineer", institution);
    const refused = async (name: string, body: unknown) => {
      const answer = await ask(named(name), cookie, body);
      return [answer.status, z.object({ code: z.string() }).parse(await answer.json()).code];
    };
    expect(await refused("POST quarantine/[id]/discard/route.ts", { reason: " " })).toEqual([400, "bad-request"]);
    expect(await refused("POST quarantine/[id]/replay/route.ts", { mend: { kind: "sql" } })).toEqual([400, "bad-request"]);
    expect(await refused("POST quarantine/preview/route.ts", { filter: { state: "gone" } })).toEqual([400, "bad-request"]);
    for (const { name } of routes.filter((one) => one.method !== "GET"))
      expect(await refused(name, { mend: { kind: "whole", body: "x".repeat(600_000) } }), name).toEqual([413, "too-large"]);
  });

  it("an engineer mends, checks, replays; a second replay is told that it is done", async () => {
    const cookie = await cookieOf("engineer", institution);
    const mend = { kind: "fields", edits: [{ action: "set", path: ["data", "status"], value: "late" }] };
    const post = async (name: string, body: unknown) => (await ask(named(name), cookie, body)).json();
    expect(await post("POST quarantine/preview/route.ts", { filter: { from: "2020-01-01", to: "2100-01-01" } })).toMatchObject({
      tried: 1,
      rejected: 1,
    });
    expect(await post("POST quarantine/[id]/preview/route.ts", { mend })).toEqual({ result: "accepted", errors: [] });
    expect(await post("POST quarantine/[id]/replay/route.ts", { mend })).toEqual({ result: "accepted", errors: [] });
    expect(await post("POST quarantine/[id]/replay/route.ts", { mend })).toMatchObject({
      status: 409,
      code: "conflict",
      found: "replayed",
    });
    expect(await post("POST quarantine/[id]/discard/route.ts", { reason: "too late" })).toMatchObject({ status: 409 });
    expect(await post("POST quarantine/replay/route.ts", { filter: {} })).toMatchObject({ tried: 0 });
    await post("POST verification/route.ts", {});
    expect(started).toEqual([expect.stringMatching(/^user:/)]);
  });
});
