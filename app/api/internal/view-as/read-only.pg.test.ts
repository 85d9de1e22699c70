import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type Route, routesUnder } from "@/lib/runtime/testing/route-table";
import { ask, RouteHarness } from "@/lib/runtime/testing/routes";

const problemSchema = z.object({ code: z.string(), status: z.number() });

/** What is open in a view though its method writes; everything else must be refused. */
const open = ["DELETE internal/view-as/route.ts", "POST internal/places/route.ts"];
/** Signing in and out is of who looks, and asks nobody who the user is. */
const ofTheLooker = ["POST auth/[...nextauth]/route.ts", "POST internal/oidc/back-channel-logout/route.ts"];

describe("SCOPE-1: a view is for reading only", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let cookie: string;
  let routes: Route[];
  const call = (route: Route, as: string) => {
    const request = ask(route.path.replaceAll("*", randomUUID()), { method: "POST", cookie: as, body: {} });
    return route.handle(new Request(request, { method: route.method }), { params: Promise.resolve({ id: randomUUID(), kpi: "x" }) });
  };

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, new Date().toISOString());
    const all = await routesUnder("api");
    routes = all.filter(({ method, name }) => method !== "GET" && !ofTheLooker.includes(name));
    const begin = all.find(({ name }) => name === "POST internal/view-as/route.ts");
    // Who is viewed may do everything that is asked for anywhere.
    const viewed = await harness.enter("admin", { kind: "institution" });
    cookie = await harness.signIn("admin", { kind: "institution" });
    const request = ask("/api/internal/view-as", { method: "POST", cookie, body: { user: viewed.userId } });
    expect((await begin?.handle(request, { params: Promise.resolve({ id: "", kpi: "" }) }))?.status).toBe(201);
    const { sessions } = harness.services;
    const row = await test.database.owner.query<{ session_id: string }>("SELECT session_id FROM app.view_as");
    const viewing = async () => (await sessions.principalOf(row.rows[0]?.session_id ?? ""))?.viewedBy !== undefined;
    await vi.waitUntil(viewing);
  });
  afterAll(() => harness.close());

  it("every route that writes refuses it as such, but for the search and the way out", async () => {
    expect(routes.length).toBeGreaterThan(15);
    const answered: string[] = [];
    for (const route of routes.filter(({ name }) => name !== "DELETE internal/view-as/route.ts")) {
      const answer = await call(route, cookie);
      const problem = problemSchema.safeParse(await answer.json().catch(() => null)).data;
      if (problem?.code === "read-only" && problem.status === 403) continue;
      answered.push(route.name);
    }
    expect([...answered, "DELETE internal/view-as/route.ts"].sort()).toEqual(open);
    const way = routes.find(({ name }) => name === "DELETE internal/view-as/route.ts");
    if (way === undefined) throw new Error("There is no way out.");
    const inVain = await call({ ...way, path: `${way.path}?zz=1` }, cookie);
    expect(await inVain.json()).toMatchObject({ status: 400, field: "zz", rule: "unknown-parameter" });
    expect((await call(way, cookie)).status).toBe(204);
  });

  it("the same routes answer something else to who is in no view", async () => {
    const plain = await harness.signIn("viewer", { kind: "institution" });
    for (const route of routes.filter(({ name }) => !open.includes(name))) {
      const answer = await call(route, plain);
      expect(problemSchema.safeParse(await answer.json().catch(() => null)).data?.code, route.name).not.toBe("read-only");
    }
  });
});
