import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { provideDataServices } from "@/lib/runtime/data-services";
import { ask, RouteHarness, sent } from "@/lib/runtime/testing/routes";
import { type Handler, handlers } from "./testing/doors";

/** It answers with a redirect to the provider's own address, and reads nothing. */
const readsNothing = "GET /api/internal/oidc/sign-out";
/** What the provider sends, server to server, is of its own protocol. */
const ofTheProvider = "POST /api/internal/oidc/back-channel-logout";
/** There for whoever is in a view alone (view-as/read-only.pg.test.ts). */
const ofViews = "DELETE /api/internal/view-as";
const internal = [...(await handlers())].filter(([door]) => /^\w+ \/api\/internal\//.test(door));
const all = internal.filter(([door]) => door.startsWith("GET ") && door !== readsNothing);
const writing = internal.filter(([door]) => !/^(GET|HEAD|OPTIONS) /.test(door) && door !== ofTheProvider && door !== ofViews);
const problemSchema = z.object({ status: z.number(), code: z.string(), field: z.string().optional(), rule: z.string().optional() });
const methodSchema = z.enum(["POST", "PUT", "PATCH", "DELETE"]);
const day = "2026-03-09";
/** What an address asks besides, where there is something that it must. */
const needed: Readonly<Record<string, string>> = {
  "GET /api/internal/changes": `kpi=attendance-rate&since=${day}T00:00:00Z&`,
  "GET /api/internal/sections": "term=t1&",
  "GET /api/internal/students": "term=t1&",
  "GET /api/internal/admin/people/[id]/access": "kind=sections&id=s1&",
};

describe("parameters of what the pages ask", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let admin = "";
  beforeAll(async () => {
    // In the demo there is a mailbox.
    harness = await RouteHarness.open(test.url, `${day}T03:00:00Z`, { BELLWETHER_DEMO: "1" });
    await harness.happen(
      sent("term.defined", { term: "t1", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
    );
    const none = () => Promise.reject(new Error("Nothing is replayed here."));
    provideDataServices({ ingest: { previewReplay: none, replay: none, replayItem: none }, verifier: { start: none } });
    admin = await harness.signIn("admin", { kind: "institution" });
  });
  afterAll(() => harness.close());

  const answer = async (handle: Handler, door: string, query: string) => {
    const kpi = "attendance-rate";
    const params = { id: "00000000-0000-4000-8000-000000000000", kpi, delivery: "none", index: "0" };
    const [method = "", pattern = ""] = door.split(" ");
    const path = pattern.replaceAll(/\[(\w+)\]/g, (_, name: string) => Reflect.get(params, name));
    const what = method === "GET" ? {} : { method: methodSchema.parse(method), body: {} };
    return handle(ask(`${path}?${query}`, { cookie: admin, ...what }), { params: Promise.resolve(params) });
  };
  const problem = async (response: Response) => {
    const { status, code, field, rule } = problemSchema.parse(await response.json());
    return [status, code, field, rule];
  };
  const asked = (door: string, query: string) => {
    const handle = new Map(all).get(door);
    if (handle === undefined) throw new Error(`There is no door ${door}.`);
    return answer(handle, door, query);
  };

  it.each(all)("%s refuses one that it does not know by its name", async (door, handle) => {
    const refused = await problem(await answer(handle, door, `${needed[door] ?? ""}zz=1`));
    expect(refused).toEqual([400, "bad-request", "zz", "unknown-parameter"]);
  });

  it.each(writing)("%s has none, and does nothing where it is given one", async (door, handle) => {
    const refused = await problem(await answer(handle, door, "zz=1"));
    expect(refused).toEqual([400, "bad-request", "zz", "unknown-parameter"]);
  });

  it.each(["PUT /api/internal/password", "PUT /api/internal/students/[id]/reason"])(
    "%s does not say back what it was given",
    async (door) => {
      const handle = new Map(writing).get(door);
      if (handle === undefined) throw new Error(`There is no door ${door}.`);
      expect(await (await answer(handle, door, "password=so-secret")).text()).not.toContain("so-secret");
    },
  );

  it.each([
    ["-1", "format"],
    ["x", "format"],
    ["1.5", "format"],
    ["", "format"],
    ["01", "format"],
    ["10001", "max"],
  ])("a page of rows that is %j is none", async (page, rule) => {
    expect(await problem(await asked("GET /api/internal/rows/[kpi]", `page=${page}`))).toEqual([400, "bad-request", "page", rule]);
  });

  it("what is given twice is refused", async () => {
    const twice = async (door: string, query: string) => problem(await asked(door, query));
    expect(await twice("GET /api/internal/rows/[kpi]", "page=1&page=2")).toEqual([400, "bad-request", "page", "once"]);
    expect(await twice("GET /api/internal/sections", "term=t1&term=t2")).toEqual([400, "bad-request", "term", "once"]);
    const { "GET /api/internal/changes": changes } = needed;
    expect(await twice("GET /api/internal/changes", `${changes}limit=1&limit=2`)).toEqual([400, "bad-request", "limit", "once"]);
  });

  it.each(["GET /api/internal/sections", "GET /api/internal/students"])("%s asks for a term that there is", async (door) => {
    expect(await problem(await asked(door, "term=zz"))).toEqual([404, "not-found", "term", undefined]);
    expect(await problem(await asked(door, ""))).toEqual([400, "bad-request", "term", "required"]);
    expect((await asked(door, "term=t1")).status).toBe(200);
    expect(await problem(await asked(door, "term=t1&asOf=yesterday"))).toEqual([400, "bad-request", "asOf", "date-time"]);
  });

  it("a page of rejected events goes on from where one ended, and not from elsewhere", async () => {
    const door = "GET /api/internal/data/quarantine";
    expect(await problem(await asked(door, "after=x"))).toEqual([400, "bad-request", "after", "format"]);
    const after = new URLSearchParams({ after: `${day}T00:00:00.000Z 00000000-0000-4000-8000-000000000000` });
    expect((await asked(door, after.toString())).status).toBe(200);
  });
});
