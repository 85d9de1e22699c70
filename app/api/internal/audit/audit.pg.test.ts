import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditAction } from "@/lib/access/audit/audit-actions";
import { auditPageSchema, auditStateSchema } from "@/lib/access/audit/audit-shape";
import type { Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { writeAudit } from "@/lib/access/write-audit";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent } from "@/lib/runtime/testing/routes";
import { POST as tellExport } from "../exports/route";
import { POST as findPerson } from "./person/route";
import { GET as list } from "./route";
import { GET as readState, POST as verify } from "./state/route";

const institution: PlainScope = { kind: "institution" };
const unit: PlainScope = { kind: "org-units", orgUnits: ["u1"] };
const person: PlainScope = { kind: "instructor", person: "00000000-0000-4000-8000-000000000001" };
const routes = [
  ["the list", (cookie: string | null) => list(ask("/audit", { cookie }))],
  ["the state", (cookie: string | null) => readState(ask("/audit/state", { cookie }))],
  ["a verification", (cookie: string | null) => verify(ask("/audit/state", { method: "POST", cookie, body: {} }))],
  ["a person", (cookie: string | null) => findPerson(ask("/audit/person", { method: "POST", cookie, body: { id: "20261234" } }))],
] as const;

describe("the audit's API", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let admin = "";

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-17T09:00:00Z");
    await at.happen(sent("person.defined", { person: "20261234", name: "Kim Minji", kind: "student" }));
    admin = await at.signIn("admin", institution, "President");
  });
  afterAll(() => at.close());

  const read = async (query = "", cookie = admin) => auditPageSchema.parse(await (await list(ask(`/audit${query}`, { cookie }))).json());
  const entries = () =>
    test.database.owner.query<{ n: number }>("SELECT entries::int AS n FROM app.audit_head").then(({ rows }) => rows[0]?.n ?? 0);
  const record = (action: AuditAction, people: string[] = [], detail = {}) =>
    writeAudit(test.database.owner, { actor: "system", action, people, detail });

  it.each(routes)("SCOPE-1: says nothing to whoever is not signed in: %s", async (_, call) => {
    expect((await call(null)).status).toBe(401);
    expect((await call("next-auth.session-token=forged")).status).toBe(401);
  });

  const others: readonly (readonly [Role, PlainScope])[] = [
    ["dean", institution],
    ["dean", unit],
    ["faculty", person],
    ["advisor", person],
    ["viewer", institution],
    ["engineer", institution],
    ["admin", unit],
  ];
  it.each(others)("SCOPE-1: for a %s of %o nothing is there, and nothing is recorded of the person asked for", async (role, scope) => {
    const cookie = await at.signIn(role, scope);
    const before = await entries();
    for (const [, call] of routes) {
      const answer = await call(cookie);
      expect([answer.status, await answer.json()]).toMatchObject([404, { title: "There is nothing here.", code: "not-found" }]);
    }
    expect(await entries()).toBe(before);
  });

  it("a role that reads the audit and nothing else reads it, and no student's name", async () => {
    await test.database.owner.query(
      `INSERT INTO app.role (id, name, home, permissions) VALUES ('auditor', 'Auditor', 'overview', '{audit:read}')`,
    );
    const auditor = await at.signIn("auditor", institution, "Auditor");
    const student = await at.person("20261234");
    await record("people.revealed", [student]);
    const answer = await list(ask("/audit", { cookie: auditor }));
    const text = await answer.text();
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(text).not.toContain("Kim");
    expect(text).not.toContain("20261234");
    expect(auditPageSchema.parse(JSON.parse(text)).entries[0]?.person).toEqual({ id: student, label: `Student ${student.slice(0, 8)}` });
  });

  it("lists the newest first, a page at a time, none twice and none left out, though others come in between", async () => {
    for (let turn = 0; turn < 120; turn += 1) await record("role.changed", [], { turn });
    const seen: number[] = [];
    for (let page = await read("?action=role.changed"); ; page = await read(`?action=role.changed&before=${page.next}`)) {
      seen.push(...page.entries.map(({ entry }) => entry));
      await record("role.changed", [], { turn: -1 });
      if (page.next === null) break;
    }
    expect(seen).toHaveLength(120);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });

  it("filters by who, what, about what, whom and when", async () => {
    const student = await at.person("20261234");
    await findPerson(ask("/audit/person", { method: "POST", cookie: admin, body: { id: "20261234" } }));
    const { choices } = await read();
    const actor = choices.actors.find(({ name }) => name === "President")?.actor ?? "";
    expect(choices.actions).toContain("audit.searched");
    const own = (await read(`?actor=${actor}`)).entries;
    expect(own.length).toBeGreaterThan(0);
    for (const entry of own) expect(entry).toMatchObject({ actor, name: "President" });
    await record("people.revealed", [student], { screen: "student" });
    const looks = await read(`?person=${student}`);
    expect(looks.entries[0]).toMatchObject({ action: "people.revealed", people: 1, detail: [{ name: "screen", value: "student" }] });
    expect(looks.entries.every((entry) => entry.person?.id === student)).toBe(true);
    await writeAudit(test.database.owner, { actor: "system", action: "user.invited", subject: actor });
    expect((await read(`?subject=${actor}`)).entries).toMatchObject([{ subject: actor, subjectName: "President" }]);
    const today = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Seoul" }).format(new Date());
    expect((await read(`?from=${today}&to=${today}`)).entries.length).toBeGreaterThan(0);
    expect((await read("?to=2020-01-01")).entries).toEqual([]);
    expect((await read("?from=2150-01-01")).entries).toEqual([]);
    // Nobody has this one: that it was asked for is recorded, and listed.
    expect((await read("?person=00000000-0000-4000-8000-000000000000")).entries).toMatchObject([{ action: "audit.searched" }]);
  });

  it.each([
    ["?from=yesterday", "from"],
    ["?person=kim", "person"],
    ["?before=0", "before"],
    ["?before=1e99", "before"],
    ["?action=a&action=b", "action"],
    ["?sql=1", "sql"],
  ])("refuses what is malformed by name: %s", async (query, field) => {
    const answer = await list(ask(`/audit${query}`, { cookie: admin }));
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "bad-request", field }]);
  });

  it("PII-1: a person is found by the institution's id, which goes nowhere; nobody by an unknown one; both are recorded", async () => {
    const student = await at.person("20261234");
    const call = (id: unknown, contentType = "application/json") =>
      findPerson(ask("/audit/person", { method: "POST", cookie: admin, body: { id }, contentType }));
    expect(await (await call(" 20261234 ")).json()).toEqual({ person: student });
    const unknown = await call("20269999");
    expect([unknown.status, await unknown.text()]).toEqual([404, expect.not.stringContaining("20269999")]);
    const bad = await call("x".repeat(201));
    expect([bad.status, await bad.text()]).toEqual([400, expect.not.stringContaining("xxx")]);
    expect((await call("20261234", "text/plain")).status).toBe(415);
    const kept = await test.database.owner.query(
      "SELECT people::text[], a::text AS whole FROM app.audit a WHERE action = 'audit.searched' ORDER BY id",
    );
    expect(kept.rows.slice(-2).map(({ people }) => people)).toEqual([[student], []]);
    expect(JSON.stringify(kept.rows)).not.toMatch(/20261234|20269999/);
  });

  it("PII-1: that one person's entries were listed is recorded, however the pseudonym came to be known, once a session", async () => {
    const student = await at.person("20261234");
    const searches = async () => {
      const kept = await test.database.owner.query(
        "SELECT actor FROM app.audit WHERE action = 'audit.searched' AND people = ARRAY[$1::uuid]",
        [student],
      );
      return kept.rows.length;
    };
    const before = await searches();
    const [one, other] = [await at.signIn("admin", institution, "One"), await at.signIn("admin", institution, "Other")];
    for (let turn = 0; turn < 3; turn += 1) await read(`?person=${student}`, one);
    await read(`?person=${student}&action=people.revealed`, one);
    expect(await searches()).toBe(before + 1);
    // Who was found by the number is not searched for again to be listed.
    await findPerson(ask("/audit/person", { method: "POST", cookie: other, body: { id: "20261234" } }));
    await read(`?person=${student}`, other);
    expect(await searches()).toBe(before + 2);
    await findPerson(ask("/audit/person", { method: "POST", cookie: other, body: { id: "20261234" } }));
    expect(await searches()).toBe(before + 3);
  });

  it("says through which entry it was verified, and what was wrong", async () => {
    const state = auditStateSchema.parse(await (await verify(ask("/audit/state", { method: "POST", cookie: admin, body: {} }))).json());
    expect(state).toMatchObject({ check: { finding: null }, anchor: null });
    expect(state.check?.through).toBe(state.entries);
    await test.database.owner.query(`ALTER TABLE app.audit DISABLE TRIGGER append_only; UPDATE app.audit SET actor = 'x' WHERE id = 3;
      ALTER TABLE app.audit ENABLE ALWAYS TRIGGER append_only`);
    const broken = auditStateSchema.parse(await (await verify(ask("/audit/state", { method: "POST", cookie: admin, body: {} }))).json());
    expect(broken.check).toMatchObject({ through: 2, finding: { entry: 3, how: "changed" } });
    expect(auditStateSchema.parse(await (await readState(ask("/audit/state", { cookie: admin }))).json())).toEqual(broken);
  });

  describe("files that readers make", () => {
    const figure = { of: "figure", what: "table", format: "csv", rows: 12, view: { kpi: "attendance-rate", term: "t", groupBy: "course" } };
    const tell = (cookie: string | null, body: unknown) => tellExport(ask("/exports", { method: "POST", cookie, body }));

    it("are recorded with what, filters, scope and how many rows", async () => {
      const dean = await at.signIn("dean", unit, "Dean");
      expect((await tell(dean, figure)).status).toBe(204);
      expect((await tell(admin, { of: "audit", format: "csv", rows: 50, filter: { action: "people.revealed" } })).status).toBe(204);
      const kept = await test.database.owner.query("SELECT subject, detail FROM app.audit WHERE action = 'file.exported' ORDER BY id");
      expect(kept.rows).toEqual([
        {
          subject: "kpi:attendance-rate",
          detail: {
            format: "csv",
            rows: 12,
            what: "table",
            filters: { kpi: "attendance-rate", term: "t", groupBy: "course" },
            scope: { orgUnits: ["u1"], courses: [], sections: [], instructors: [], advisors: [], students: [] },
          },
        },
        { subject: "audit", detail: { format: "csv", rows: 50, filters: { action: "people.revealed" } } },
      ]);
    });

    it.each([
      [{ ...figure, rows: -1 }, "rows"],
      [{ ...figure, format: "exe" }, "format"],
      [{ ...figure, what: "everything" }, "what"],
      [{ ...figure, view: { kpi: "unknown" } }, "view.kpi"],
      [{ ...figure, student: "Kim" }, "body"],
      [{ of: "people" }, "of"],
    ])("and nothing else: %j", async (body, field) => {
      const answer = await tell(admin, body);
      expect([answer.status, await answer.json()]).toMatchObject([400, { field }]);
    });

    it("SCOPE-1: a file of the audit is made by whoever may read it, and by nobody else", async () => {
      const dean = await at.signIn("dean", unit);
      const answer = await tell(dean, { of: "audit", format: "csv", rows: 1, filter: {} });
      expect([answer.status, await answer.json()]).toMatchObject([404, { code: "not-found" }]);
    });

    it("SCOPE-1: by nobody who is not signed in", async () => {
      expect((await tell(null, figure)).status).toBe(401);
    });
  });
});
