import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeRole } from "@/lib/access/administration/change-roles";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { policiesSchema } from "@/lib/policies/policies-shape";
import { previewSchema } from "@/lib/policies/preview-shape";
import { providePolicyServices } from "@/lib/runtime/policy-services";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import * as withdraw from "./[id]/withdraw/route";
import * as preview from "./preview/route";
import * as policies from "./route";
import * as scales from "./scales/route";
import * as terms from "./terms/route";

const path = "/api/internal/admin/policies";
const now = "2026-04-20T03:00:00Z";
const term = (more: object = {}) => ({
  entry: randomUUID(),
  term: "t1",
  name: "Spring",
  academicYear: "2026",
  startsOn: "2026-03-02",
  endsOn: "2026-06-19",
  censusOn: "2026-04-01",
  ...more,
});

describe("the API of the page of policies", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let admin: string;
  let asked = 0;

  const routes: Record<string, (cookie: string | null, body?: unknown, contentType?: string) => Promise<Response>> = {
    read: (cookie) => policies.GET(ask(path, { cookie })),
    make: (cookie, body = {}, contentType = "application/json") => policies.POST(ask(path, { method: "POST", cookie, body, contentType })),
    preview: (cookie, body = {}, contentType = "application/json") =>
      preview.POST(ask(`${path}/preview`, { method: "POST", cookie, body, contentType })),
    withdraw: (cookie, body = {}, contentType = "application/json") =>
      withdraw.POST(ask(`${path}/2/withdraw`, { method: "POST", cookie, body, contentType }), withId("2")),
    scales: (cookie, body = {}, contentType = "application/json") =>
      scales.POST(ask(`${path}/scales`, { method: "POST", cookie, body, contentType })),
    terms: (cookie, body = {}, contentType = "application/json") =>
      terms.POST(ask(`${path}/terms`, { method: "POST", cookie, body, contentType })),
  };
  const of = (name: string) => routes[name] ?? (() => Promise.reject(new Error(name)));
  const page = async () => policiesSchema.parse(await (await of("read")(admin)).json());
  const draft = async (lateWeight: number, validFrom = "2026-04-20") => {
    const { current, latest } = await page();
    return { policy: { ...current.policy, attendance: { ...current.policy.attendance, lateWeight } }, validFrom, basedOn: latest };
  };

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, now);
    providePolicyServices({
      recomputer: {
        ask: () => {
          asked += 1;
        },
      },
    });
    admin = await harness.signIn("admin", { kind: "institution" }, "President");
    await harness.happen(
      sent("term.defined", { term: "t1", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
      sent("org-unit.defined", { orgUnit: "u1", name: "U", kind: "department" }),
    );
  });
  afterAll(() => harness.close());

  it.each<[Role, PlainScope]>([
    ["dean", { kind: "institution" }],
    ["dean", { kind: "org-units", orgUnits: ["u1"] }],
    ["engineer", { kind: "institution" }],
    ["viewer", { kind: "institution" }],
    ["faculty", { kind: "institution" }],
    ["advisor", { kind: "institution" }],
    ["admin", { kind: "org-units", orgUnits: ["u1"] }],
  ])("SCOPE-1: for a %s of %o there is nothing here, whatever is sent", async (role, scope) => {
    const cookie = await harness.signIn(role, scope);
    for (const [name, route] of Object.entries(routes)) {
      for (const body of [{}, await draft(0.5), term()]) {
        const refused = await route(cookie, body);
        expect([name, refused.status, await refused.json()]).toEqual([
          name,
          404,
          expect.objectContaining({ title: "There is nothing here." }),
        ]);
      }
    }
    expect((await page()).latest).toBe(1);
  });

  it("SCOPE-1: nor for whoever is not signed in; and only JSON changes anything", async () => {
    for (const [name, route] of Object.entries(routes)) {
      expect((await route(null)).status, name).toBe(401);
      if (name !== "read") expect((await route(admin, {}, "text/plain")).status, name).toBe(415);
    }
  });

  it("PII-1: the page names who made a version by the name they have here, and no person of the vault", async () => {
    expect((await of("make")(admin, await draft(0.5))).status).toBe(201);
    const { versions, current, timeZone, units } = await page();
    expect(versions[0]).toMatchObject({ version: 2, by: "President", state: "holds" });
    expect([current.version, timeZone, units]).toEqual([2, "Asia/Seoul", [{ id: "u1", name: "U" }]]);
  });

  it("refuses by field, rule and what was found", async () => {
    const good = await draft(0.5);
    const refused = async (name: string, body: unknown) => {
      const answer = await of(name)(admin, body);
      const { code, field, rule } = z
        .object({ code: z.string(), field: z.string().optional(), rule: z.string().optional() })
        .parse(await answer.json());
      return [answer.status, code, field, rule];
    };
    const { basedOn: _, ...onlyDraft } = good;
    const threshold = { ...good, policy: { ...good.policy, suppression: { threshold: 2 } } };
    const limit = { ...good, policy: { ...good.policy, attendance: { ...good.policy.attendance, absenceLimit: 0 } } };
    const target = { ...good, policy: { ...good.policy, targets: { "attendance-rate": 1.2 } } };
    const narrow = { ...good, policy: { ...good.policy, narrowTargets: [{ kpi: "dfw-rate", value: 0.1 }] } };
    expect(await refused("make", threshold)).toEqual([400, "bad-request", "policy.suppression.threshold", "min"]);
    expect(await refused("make", limit)).toEqual([400, "bad-request", "policy.attendance.absenceLimit", "share"]);
    expect(await refused("preview", { ...onlyDraft, policy: target.policy })).toEqual([
      400,
      "bad-request",
      "policy.targets.attendance-rate",
      "max",
    ]);
    expect(await refused("make", narrow)).toEqual([400, "bad-request", "policy.narrowTargets.0.orgUnit", "required"]);
    expect(await refused("make", { ...good, validFrom: "yesterday" })).toEqual([400, "bad-request", "validFrom", "format"]);
    expect(await refused("make", { ...good, basedOn: 1 })).toEqual([409, "conflict", "basedOn", "latest"]);
    expect(await refused("withdraw", {})).toEqual([409, "conflict", "version", "begun"]);
    expect(await refused("terms", term({ endsOn: "2026-01-01", censusOn: null }))).toEqual([400, "bad-request", "endsOn", "order"]);
    expect(await refused("terms", term({ censusOn: "2026-09-01" }))).toEqual([400, "bad-request", "censusOn", "term"]);
    expect(await refused("scales", { scale: "4.5", letters: [] })).toEqual([400, "bad-request", "letters", "min"]);
  });

  it("withdraws what has not begun; an id that is none is not found", async () => {
    const made = z.object({ version: z.number() }).parse(await (await of("make")(admin, await draft(0.25, "2026-09-01"))).json());
    const at = (id: string) => withdraw.POST(ask(`${path}/${id}/withdraw`, { method: "POST", cookie: admin, body: {} }), withId(id));
    expect((await at(String(made.version))).status).toBe(200);
    for (const id of ["99", "0", "-1", "x", "2e0", "99999999999"]) expect((await at(id)).status, id).toBe(404);
  });

  it("previews without writing", async () => {
    const before = (await page()).latest;
    const { basedOn: _, ...asIs } = await draft(0, "2026-04-20");
    expect(previewSchema.parse(await (await of("preview")(admin, asIs)).json())).toMatchObject({ term: { id: "t1" } });
    expect((await page()).latest).toBe(before);
  });

  it("CELL-1: previews no figure to who manages policies and does not see every student", async () => {
    const { database, now } = harness.services;
    const by = { actor: "system", userId: null, now: now(), demo: false };
    const role = await makeRole(database, by, { name: "Policies alone", nameKo: null, home: "overview", permissions: ["policies:manage"] });
    const keeper = await harness.signIn(role, { kind: "institution" });
    const { basedOn: _, ...asIs } = await draft(0, "2026-04-20");
    const told = async (cookie: string) => previewSchema.parse(await (await of("preview")(cookie, asIs)).json());
    expect(await told(keeper)).toMatchObject({ figures: [], withheld: true, nothing: false });
    expect(await told(admin)).toMatchObject({ withheld: false });
  });

  it("a term goes through the log: what is entered holds, the same entry twice is one, and another system's word wins later", async () => {
    const entered = term({ name: "Spring 2026" });
    for (let turn = 0; turn < 2; turn += 1) expect((await of("terms")(admin, entered)).status).toBe(202);
    expect((await of("terms")(admin, { ...entered, name: "Other" })).status).toBe(409);
    await harness.apply();
    const logged = await test.database.owner.query(
      "SELECT FROM log.event WHERE type = 'term.defined' AND source = 'urn:bellwether:entries'",
    );
    expect(logged.rowCount).toBe(1);
    expect((await page()).terms[0]).toEqual({
      term: "t1",
      name: "Spring 2026",
      academicYear: "2026",
      startsOn: "2026-03-02",
      endsOn: "2026-06-19",
      censusOn: "2026-04-01",
      source: "urn:bellwether:entries",
    });
    const later = sent(
      "term.defined",
      { term: "t1", name: "From the SIS", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" },
      "2026-05-01T00:00:00Z",
    );
    await harness.happen(later);
    expect((await page()).terms[0]).toMatchObject({ name: "From the SIS", censusOn: null });
  });

  it("a scale of one's own stands beside those known from the start, and nothing is computed again where no grade hangs on it", async () => {
    const scale = {
      scale: "house",
      letters: [
        { letter: "Good", points: 2, failing: false, low: false },
        { letter: "Bad", points: 0, failing: true, low: false },
      ],
    };
    const answer = await of("scales")(admin, scale);
    expect([answer.status, await answer.json(), asked]).toEqual([202, { recomputation: null }, 0]);
    expect((await page()).scales.at(-1)).toEqual({
      scale: "house",
      own: true,
      grades: false,
      letters: [scale.letters[0], { ...scale.letters[1], low: true }],
    });
    await harness.happen(
      sent("section.defined", { section: "s1", course: "c1", term: "t1", instructors: [] }),
      sent("grade.posted", { section: "s1", student: "p1", scale: "house", letter: "Good", state: "final" }),
    );
    const changed = await of("scales")(admin, { ...scale, letters: [{ ...scale.letters[0], points: 3 }, scale.letters[1]] });
    expect([changed.status, await changed.json(), asked]).toEqual([202, { recomputation: expect.any(String) }, 1]);
    expect((await page()).recomputations).toMatchObject([{ scale: "house", by: "President", terms: 1, termsDone: 0, endedAt: null }]);
  });
});
