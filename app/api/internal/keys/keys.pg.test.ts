import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeRole } from "@/lib/access/administration/change-roles";
import { ApiKeys } from "@/lib/access/api-keys";
import { keysSchema, madeKeySchema } from "@/lib/access/keys-shape";
import { createApiKey } from "@/lib/access/manage-api-keys";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type Route, routesUnder } from "@/lib/runtime/testing/route-table";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { POST as endOld } from "./[id]/end-old/route";
import { POST as revoke } from "./[id]/revoke/route";
import { POST as rotate } from "./[id]/rotate/route";
import { PUT } from "./[id]/route";
import { GET, POST } from "./route";

const institution = { kind: "institution" } as const;
const problemSchema = z.object({ status: z.number(), code: z.string(), field: z.string().optional(), rule: z.string().optional() });

describe("the API of keys", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let routes: Route[];
  let admin: string;
  const wanted = (more: object = {}) => ({
    name: randomUUID(),
    can: ["kpis:read"],
    scope: institution,
    expiresOn: "2026-06-07",
    eventsPerSecond: null,
    ...more,
  });
  const post = (body: unknown, cookie = admin) => POST(ask("/api/internal/keys", { method: "POST", cookie, body }));
  const made = async (more: object = {}) => madeKeySchema.parse(await (await post(wanted(more))).json());
  const list = async (language = "en") => {
    const request = ask("/api/internal/keys", { cookie: admin });
    request.headers.set("accept-language", language);
    return keysSchema.parse(await (await GET(request)).json());
  };
  const item = async (id: string, language = "en") => {
    const found = (await list(language)).keys.find((key) => key.id === id);
    if (found === undefined) throw new Error("The key is not listed.");
    return found;
  };
  const on = (id: string, body: unknown = {}, method: "POST" | "PUT" = "POST") =>
    [ask(`/api/internal/keys/${id}`, { method, cookie: admin, body }), withId(id)] as const;
  const problem = async (answer: Response) => {
    const { status, code, field, rule } = problemSchema.parse(await answer.json());
    return [status, code, field, rule];
  };
  let door: ApiKeys;
  const who = (key: string) => door.authenticate(`Bearer ${key}`);

  beforeAll(async () => {
    // The institution is in Seoul, where this is the morning of the ninth.
    harness = await RouteHarness.open(test.url, "2026-03-08T23:00:00Z");
    const { database, changes, now } = harness.services;
    door = new ApiKeys(database, changes, () => now().getTime());
    admin = await harness.signIn("admin", institution, "Kim");
    routes = await routesUnder("api/internal/keys");
    await harness.happen(
      sent("org-unit.defined", { orgUnit: "u1", name: "Engineering", nameKo: "공학", kind: "department" }),
      sent("course.defined", { course: "c1", title: "Mechanics", orgUnit: "u1" }),
      sent("section.defined", { section: "s1", course: "c1", term: "t1", instructors: [] }),
    );
  });
  afterAll(() => harness.close());

  it("makes a key whose secret is in the answer alone, and lists it with who made it and how it stands", async () => {
    const scope = { kind: "org-units", orgUnits: ["u1"] };
    const answer = await post(wanted({ name: " student records ", scope, can: ["kpis:read", "events:write"], eventsPerSecond: 20 }));
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([201, "private, no-store"]);
    const { id, key } = madeKeySchema.parse(await answer.json());
    expect(await who(key)).toMatchObject({ keyId: id, scope, can: new Set(["events:write", "kpis:read"]), eventsPerSecond: 20 });
    const listed = await item(id);
    expect(listed).toMatchObject({
      name: "student records",
      can: ["events:write", "kpis:read"],
      places: [{ kind: "departments", id: "u1", name: "Engineering" }],
      eventsPerSecond: 20,
      madeBy: "Kim",
      expiresAt: "2026-06-07T15:00:00.000Z",
      expiresOn: "2026-06-07",
      state: "active",
      secrets: [{ prefix: key.slice(3, 15), endsAt: null, madeBy: "Kim" }],
    });
    expect((await item(id, "ko")).places).toMatchObject([{ name: "공학" }]);
    expect(JSON.stringify(await list())).not.toContain(key.slice(-43));
  });

  it("a key ends a year from today at the latest, or never where that is said", async () => {
    expect((await post(wanted({ expiresOn: "2026-03-09" }))).status).toBe(201);
    expect((await post(wanted({ expiresOn: "2027-03-09" }))).status).toBe(201);
    expect(await item((await made({ expiresOn: null })).id)).toMatchObject({ expiresAt: null, expiresOn: null });
    expect(await problem(await post(wanted({ expiresOn: "2026-03-08" })))).toEqual([400, "bad-request", "expiresOn", "min"]);
    expect(await problem(await post(wanted({ expiresOn: "2027-03-10" })))).toEqual([400, "bad-request", "expiresOn", "max"]);
  });

  it.each([
    [{ name: "  " }, "name"],
    [{ can: [] }, "can"],
    [{ can: ["everything"] }, "can.0"],
    [{ scope: { kind: "none" } }, "scope.kind"],
    [{ scope: { kind: "org-units", orgUnits: [] } }, "scope.orgUnits"],
    [{ scope: { kind: "courses", courses: ["c1", "nowhere"] } }, "scope"],
    [{ scope: { kind: "instructor", person: randomUUID() } }, "scope.kind"],
    [{ eventsPerSecond: 0 }, "eventsPerSecond"],
    [{ eventsPerSecond: 1.5 }, "eventsPerSecond"],
    [{ expiresOn: "soon" }, "expiresOn"],
    [{ expiresOn: undefined }, "expiresOn"],
    [{ secret: "mine" }, expect.any(String)],
  ])("refuses %j by name", async (more, field) => {
    expect(await problem(await post(wanted(more)))).toEqual([400, "bad-request", field, expect.any(String)]);
  });

  it("a name is given once among keys that hold", async () => {
    const { id } = await made({ name: "twice" });
    expect(await problem(await post(wanted({ name: "twice" })))).toEqual([409, "conflict", "name", "unique"]);
    expect((await revoke(...on(id))).status).toBe(200);
    expect((await post(wanted({ name: "twice" }))).status).toBe(201);
  });

  it("SCOPE-1: what is changed holds at once; what is left out stays", async () => {
    const { id, key } = await made({ name: "changed" });
    expect(await who(key)).toMatchObject({ scope: institution });
    const scope = { kind: "sections", sections: ["s1"] };
    expect((await PUT(...on(id, { scope }, "PUT"))).status).toBe(200);
    await expect.poll(() => who(key)).toMatchObject({ scope, can: new Set(["kpis:read"]) });
    expect(await item(id)).toMatchObject({ name: "changed", expiresOn: "2026-06-07", places: [{ name: "Mechanics · s1" }] });
    expect(await problem(await PUT(...on(id, { scope: { kind: "sections", sections: ["x"] } }, "PUT")))).toEqual([
      400,
      "bad-request",
      "scope",
      "known",
    ]);
    expect(await problem(await PUT(...on(randomUUID(), {}, "PUT")))).toEqual([404, "not-found", "id", undefined]);
    expect(await problem(await PUT(...on("no-uuid", {}, "PUT")))).toEqual([404, "not-found", "id", undefined]);
  });

  it("rotates with both secrets in sight, ends the older early, and revokes", async () => {
    const first = await made();
    const answer = await rotate(...on(first.id, { oldUntil: "2026-03-16T09:00:00+09:00" }));
    const second = madeKeySchema.parse(await answer.json());
    expect([answer.status, second.id]).toEqual([201, first.id]);
    for (const { key } of [first, second]) expect(await who(key)).toMatchObject({ keyId: first.id });
    expect((await item(first.id)).secrets).toMatchObject([
      { prefix: second.key.slice(3, 15), endsAt: null },
      { prefix: first.key.slice(3, 15), endsAt: "2026-03-16T00:00:00.000Z" },
    ]);
    expect(await problem(await rotate(...on(first.id, { oldUntil: "now" })))).toEqual([409, "conflict", undefined, "rotating"]);
    expect((await endOld(...on(first.id))).status).toBe(200);
    await expect.poll(() => who(first.key)).toBeNull();
    expect((await item(first.id)).secrets).toHaveLength(1);
    expect((await revoke(...on(first.id))).status).toBe(200);
    await expect.poll(() => who(second.key)).toBeNull();
    expect(await item(first.id)).toMatchObject({ state: "revoked", hints: [] });
    expect((await revoke(...on(first.id))).status).toBe(404);
    expect((await rotate(...on(first.id, { oldUntil: "now" }))).status).toBe(409);
  });

  it.each(["2026-03-08T22:59:59Z", "2026-06-06T23:00:01Z", "soon", null])("no older secret holds until %s", async (oldUntil) => {
    const { id } = await made();
    expect(await problem(await rotate(...on(id, { oldUntil })))).toEqual([400, "bad-request", "oldUntil", expect.any(String)]);
  });

  it("shows keys of the command line too, whatever their scope", async () => {
    const { id } = await createApiKey(test.database, { name: "by hand", can: ["events:write"], scope: { kind: "none" } });
    expect(await item(id)).toMatchObject({ scope: null, places: [], madeBy: null });
  });

  it("SCOPE-1: who does not see students over the whole institution gives no key that reads exact figures", async () => {
    const { database, now } = harness.services;
    const by = { actor: "system", userId: null, now: now(), demo: false };
    const role = await makeRole(database, by, { name: "Keys alone", nameKo: null, home: "overview", permissions: ["keys:manage"] });
    const keeper = await harness.signIn(role, institution);
    const more = [403, "forbidden", "can", "more-than-held"];
    const sending = await post(wanted({ can: ["events:write"] }), keeper);
    expect(sending.status).toBe(201);
    expect(await problem(await post(wanted(), keeper))).toEqual(more);
    const scope = { kind: "org-units", orgUnits: ["u1"] };
    const { id } = await made({ scope });
    const asKeeper = (body: unknown, method: "POST" | "PUT") =>
      [ask(`/api/internal/keys/${id}`, { method, cookie: keeper, body }), withId(id)] as const;
    expect(await problem(await rotate(...asKeeper({ oldUntil: "now" }, "POST")))).toEqual(more);
    expect(await problem(await PUT(...asKeeper({ scope: institution }, "PUT")))).toEqual(more);
    expect((await PUT(...asKeeper({ can: ["kpis:read"], scope, eventsPerSecond: 5 }, "PUT"))).status).toBe(200);
    expect((await PUT(...asKeeper({ expiresOn: "2026-06-01" }, "PUT"))).status).toBe(200);
    expect(await problem(await PUT(...asKeeper({ expiresOn: null }, "PUT")))).toEqual(more);
    const { id: sender } = madeKeySchema.parse(await sending.json());
    const widened = ask(`/api/internal/keys/${sender}`, { method: "PUT", cookie: keeper, body: { can: ["events:write", "kpis:read"] } });
    expect(await problem(await PUT(widened, withId(sender)))).toEqual(more);
  });

  it.each([
    ["dean", "institution"],
    ["dean", "u1"],
    ["faculty", "institution"],
    ["advisor", "institution"],
    ["engineer", "institution"],
    ["viewer", "institution"],
    ["admin", "u1"],
  ] as const)("SCOPE-1: for a %s of %s no route is there, whatever is sent", async (role, scope) => {
    const cookie = await harness.signIn(role, scope === "institution" ? institution : { kind: "org-units", orgUnits: [scope] });
    const { id } = await made();
    const before = await list();
    for (const route of routes)
      for (const body of [{}, wanted(), { oldUntil: "now" }]) {
        const request = ask("/api/internal/keys", { method: "POST", cookie, ...(route.method === "GET" ? {} : { body }) });
        const answer = await route.handle(new Request(request, { method: route.method }), { params: Promise.resolve({ id, kpi: "" }) });
        expect(await problem(answer), route.name).toEqual([404, "not-found", undefined, undefined]);
      }
    expect(await list()).toEqual(before);
  });

  it("SCOPE-1: nor for who is not signed in, nor for a key; and what changes something takes JSON only", async () => {
    const { id, key } = await made();
    expect(routes).toHaveLength(6);
    for (const route of routes) {
      const call = (headers: Record<string, string>) =>
        route.handle(
          new Request("http://localhost/api/internal/keys", {
            method: route.method,
            headers,
            ...(route.method === "GET" ? {} : { body: "{}" }),
          }),
          { params: Promise.resolve({ id, kpi: "" }) },
        );
      expect((await call({ authorization: `Bearer ${key}` })).status, route.name).toBe(401);
      if (route.method !== "GET") expect((await call({ cookie: admin, "content-type": "text/plain" })).status, route.name).toBe(415);
    }
  });
});
