import { randomUUID } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, withId } from "@/lib/runtime/testing/routes";

type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Route = { name: string; method: (typeof methods)[number]; handle: Handler };
const isHandler = (value: unknown): value is Handler => typeof value === "function";

/** The rooms of administration that `access:manage` opens. */
const folders = ["people", "grants", "roles", "places", "students"];

/** Every route of the folders, found and not listed: a new one is tested without being named. */
async function routes(): Promise<Route[]> {
  const found: Route[] = [];
  for (const folder of folders) {
    const root = join(import.meta.dirname, folder);
    for (const file of readdirSync(root, { recursive: true, encoding: "utf8" }).filter((one) => one.endsWith("route.ts"))) {
      const module: Record<string, unknown> = await import(join(root, file));
      for (const method of methods) {
        const handle = module[method];
        if (isHandler(handle)) found.push({ name: `${method} ${folder}/${file}`, method, handle });
      }
    }
  }
  return found;
}

const institution: PlainScope = { kind: "institution" };
const unit: PlainScope = { kind: "org-units", orgUnits: ["u"] };
const person: PlainScope = { kind: "instructor", person: "00000000-0000-4000-8000-000000000001" };

describe("who opens access administration", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let all: Route[];

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, new Date().toISOString());
    all = await routes();
  });
  afterAll(() => at.close());

  const send = ({ method, handle }: Route, cookie: string | null, contentType = "application/json") =>
    handle(ask("/x", { method, cookie, contentType, ...(method === "GET" ? {} : { body: {} }) }), withId(randomUUID()));

  it("finds its routes", () => {
    expect(all.map(({ name }) => name).sort()).toEqual([
      "GET people/[id]/access/route.ts",
      "GET people/[id]/route.ts",
      "GET people/[id]/sessions/route.ts",
      "GET people/[id]/sight/route.ts",
      "GET roles/route.ts",
      "POST grants/[id]/end/route.ts",
      "POST people/[id]/grants/route.ts",
      "POST people/[id]/link/route.ts",
      "POST people/[id]/sessions/end/route.ts",
      "POST people/route.ts",
      "POST people/search/route.ts",
      "POST places/route.ts",
      "POST roles/[id]/remove/route.ts",
      "POST roles/route.ts",
      "POST students/route.ts",
      "PUT grants/[id]/route.ts",
      "PUT people/[id]/route.ts",
      "PUT roles/[id]/route.ts",
    ]);
  });

  it.each<[Role, PlainScope]>([
    ["admin", unit], // what concerns the institution holds by a grant over all of it alone
    ["dean", institution],
    ["dean", unit],
    ["faculty", person],
    ["advisor", institution],
    ["engineer", institution],
    ["viewer", institution],
  ])("SCOPE-1: to %s over %j there is nothing here, on every route", async (role, scope) => {
    const cookie = await at.signIn(role, scope);
    for (const route of all) {
      const answer = await send(route, cookie);
      expect([route.name, answer.status, await answer.json()]).toEqual([
        route.name,
        404,
        expect.objectContaining({ code: "not-found", title: "There is nothing here." }),
      ]);
    }
  });

  it("SCOPE-1: whoever is not signed in is asked to, on every route; so is a forged session", async () => {
    for (const route of all) {
      for (const cookie of [null, "next-auth.session-token=made-up"])
        expect([route.name, (await send(route, cookie)).status]).toEqual([route.name, 401]);
    }
  });

  it("takes nothing that a form of another site can send", async () => {
    const cookie = await at.signIn("admin", institution);
    for (const route of all.filter(({ method }) => method !== "GET")) {
      expect([route.name, (await send(route, cookie, "text/plain")).status]).toEqual([route.name, 415]);
    }
  });

  it("unknown ids answer alike, and what is no id too", async () => {
    const cookie = await at.signIn("admin", institution);
    for (const route of all.filter(({ name }) => /GET .*\[id\]|link|end/.test(name))) {
      const path = route.name.includes("access") ? "/x?kind=sections&id=s" : "/x";
      const answers = await Promise.all(
        [randomUUID(), "nobody"].map(async (id) => {
          const call = { method: route.method, cookie, ...(route.method === "GET" ? {} : { body: {} }) };
          const answer = await route.handle(ask(path, call), withId(id));
          return [answer.status, await answer.json()];
        }),
      );
      expect([route.name, answers[0]]).toEqual([route.name, [404, expect.objectContaining({ code: "not-found" })]]);
      expect(answers[0]).toEqual(answers[1]);
    }
  });
});
