import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createUser } from "@/lib/access/users";
import { cookieOf } from "@/lib/live/testing/live-process";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { POST as endGrant } from "./grants/[id]/end/route";
import { PUT as changeGrant } from "./grants/[id]/route";
import { GET as explainAccess } from "./people/[id]/access/route";
import { POST as giveGrant } from "./people/[id]/grants/route";
import { POST as renewLink } from "./people/[id]/link/route";
import { PUT as changePerson, GET as getPerson } from "./people/[id]/route";
import { POST as invite } from "./people/route";
import { POST as searchPeople } from "./people/search/route";
import { POST as searchPlaces } from "./places/route";
import { POST as removeRole } from "./roles/[id]/remove/route";
import { PUT as changeRole } from "./roles/[id]/route";
import { GET as listRoles, POST as makeRole } from "./roles/route";
import { POST as findStudent } from "./students/route";

const everything = { kind: "institution" } as const;
const now = "2026-03-09T03:00:00Z";
const answerSchema = z.record(z.string(), z.unknown());
type Handler = (request: Request, context: { params: Promise<{ id: string }> }) => Promise<Response>;

describe("people, their grants and roles", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let admin: string;
  let adminId: string;

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, now);
    await at.happen(
      sent("org-unit.defined", { orgUnit: "eng", name: "Engineering", nameKo: "공과대학", kind: "college" }),
      sent("org-unit.defined", { orgUnit: "cs", name: "Computer Science", kind: "department", parent: "eng" }),
      sent("term.defined", { term: "t", name: "Spring", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
      sent("course.defined", { course: "CS-101", title: "Algorithms", orgUnit: "cs" }),
      sent("section.defined", { section: "CS-101-2", course: "CS-101", term: "t", instructors: ["i-1"] }),
      sent("person.defined", { person: "s-1", name: "Kim Min-ji", kind: "student" }),
      sent("student.defined", { student: "s-1", advisor: "i-2" }),
      sent("enrollment.changed", { section: "CS-101-2", student: "s-1", status: "enrolled", effectiveOn: "2026-03-02" }),
    );
    admin = await at.signIn("admin", everything, "Root");
    adminId = await idOf("Root");
  });
  afterAll(() => at.close());

  const idOf = async (name: string) => {
    const found = await test.database.owner.query<{ id: string }>(`SELECT id FROM app."user" WHERE name = $1`, [name]);
    return found.rows[0]?.id ?? "";
  };
  /** Status and body of a call by an administrator, or by another. */
  const call = async (handle: Handler, method: "GET" | "POST" | "PUT", id: string, body?: unknown, cookie = admin) => {
    const answer = await handle(ask("/x", { method, cookie, ...(method === "GET" ? {} : { body: body ?? {} }) }), withId(id));
    return { status: answer.status, ...answerSchema.parse(await answer.json()) } as Record<string, unknown> & { status: number };
  };
  const somebody = async (role: Parameters<typeof createUser>[1]["role"] = "viewer", name: string = randomUUID()) =>
    createUser(test.database, { email: `${randomUUID()}@example.org`, name, role, scope: everything });
  const give = (user: string, role: string, scope: object, until: string | null = null, cookie = admin) =>
    call(giveGrant, "POST", user, { role, scope, until }, cookie);
  const grantsOf = async (user: string) => {
    const found = await test.database.owner.query<{ id: string; role: string; scope: unknown; ends: Date | null; over: boolean }>(
      "SELECT id, role, scope, ends_at AS ends, revoked_at IS NOT NULL AS over FROM app.role_grant WHERE user_id = $1 ORDER BY created_at, id",
      [user],
    );
    return found.rows;
  };
  const audited = async (subject: string) => {
    const found = await test.database.owner.query<{ action: string; actor: string; detail: Record<string, unknown> }>(
      "SELECT action, actor, detail FROM app.audit WHERE subject = $1 ORDER BY id",
      [subject],
    );
    return found.rows;
  };

  describe("invitations", () => {
    const wanted = {
      email: "lee@example.org",
      name: "Lee",
      role: "dean",
      scope: { kind: "org-units", orgUnits: ["eng"] },
      until: "2026-06-19",
      person: null,
    };

    it("make a user with a grant and a link that lets in once, and are in the audit without names", async () => {
      const made = await call(invite, "POST", "", wanted);
      expect(made).toMatchObject({ status: 201, path: expect.stringMatching(/^\/sign-in\/link\?token=[\w-]{43}$/), hours: 72 });
      const person = await call(getPerson, "GET", String(made.id));
      expect(person).toMatchObject({
        name: "Lee",
        state: "invited",
        grants: [
          {
            role: { id: "dean" },
            scope: { kind: "org-units", members: [{ id: "eng", name: "Engineering" }] },
            until: "2026-06-19",
            endsAt: "2026-06-19T15:00:00.000Z",
            givenBy: "Root",
            over: false,
          },
        ],
      });
      const rows = await audited(`user:${made.id}`);
      expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
        ["user.invited", `user:${adminId}`],
        ["grant.given", `user:${adminId}`],
      ]);
      expect(JSON.stringify(rows)).not.toMatch(/Lee|lee@/);
    });

    it.each([
      ["an address that is a user's already", { email: "LEE@example.org" }, 409, "email", "unique", "LEE@example.org"],
      ["an address that is none", { email: "lee" }, 400, "email", "format", "lee"],
      ["a role that is none", { email: "a@example.org", role: "king" }, 400, "role", "exists", "king"],
      [
        "a unit that is none",
        { email: "a@example.org", scope: { kind: "org-units", orgUnits: ["eng", "law"] } },
        400,
        "scope.orgUnits.1",
        "exists",
        "law",
      ],
      [
        "a course that is none",
        { email: "a@example.org", scope: { kind: "courses", courses: ["X"] } },
        400,
        "scope.courses.0",
        "exists",
        "X",
      ],
      [
        "a section that is none",
        { email: "a@example.org", scope: { kind: "sections", sections: ["X"] } },
        400,
        "scope.sections.0",
        "exists",
        "X",
      ],
      ["a day that is none", { email: "a@example.org", until: "9999-12-31" }, 400, "until", "date", "9999-12-31"],
      ["a day that is over", { email: "a@example.org", until: "2026-03-08" }, 400, "until", "future", "2026-03-08"],
      ["a person whom the records do not know", { email: "a@example.org", person: "i-99" }, 400, "person", "exists", "i-99"],
      ["a scope that follows nobody", { email: "a@example.org", scope: { kind: "instructor" } }, 400, "scope.kind", "bound", "instructor"],
    ])("%s is refused with field, rule and found, and nobody is made", async (_, change, status, field, rule, found) => {
      const users = 'SELECT count(*)::int AS n FROM app."user"';
      const before = (await test.database.owner.query(users)).rows;
      expect(await call(invite, "POST", "", { ...wanted, ...change })).toMatchObject({ status, field, rule, found });
      expect((await test.database.owner.query(users)).rows).toEqual(before);
    });

    it("bind to a person of the records: scopes follow", async () => {
      const made = await call(invite, "POST", "", {
        ...wanted,
        email: "i1@example.org",
        name: "Lecturer",
        role: "faculty",
        scope: { kind: "instructor" },
        person: "i-1",
      });
      expect(made.status).toBe(201);
      expect(await grantsOf(String(made.id))).toMatchObject([{ scope: { kind: "instructor", person: await at.person("i-1") } }]);
      expect(await call(getPerson, "GET", String(made.id))).toMatchObject({ boundTo: "i-1" });
    });

    it("a new link ends those before it; the demo's and disabled users get none", async () => {
      const user = await somebody();
      await call(renewLink, "POST", user);
      expect(await call(renewLink, "POST", user)).toMatchObject({ status: 200, hours: 72 });
      const open = await test.database.owner.query("SELECT FROM app.sign_in_link WHERE user_id = $1 AND used_at IS NULL", [user]);
      expect(open.rowCount).toBe(1);
      const demo = await createUser(test.database, {
        email: "viewer@demo.invalid",
        name: "D",
        role: "viewer",
        scope: everything,
        demo: true,
      });
      expect(await call(renewLink, "POST", demo)).toMatchObject({ status: 409, rule: "demo" });
      expect((await audited(`user:${user}`)).map(({ action }) => action)).toEqual(["user.linked", "user.linked"]);
    });
  });

  describe("grants", () => {
    it("are given, get another last day, and end; each is in the audit", async () => {
      const user = await somebody();
      const given = await give(user, "dean", { kind: "courses", courses: ["CS-101"] });
      expect(given.status).toBe(201);
      const grant = String(given.id);
      expect(await call(changeGrant, "PUT", grant, { seen: { endsAt: null }, until: "2026-03-31" })).toMatchObject({ status: 200 });
      expect((await grantsOf(user))[1]?.ends?.toISOString()).toBe("2026-03-31T15:00:00.000Z");
      expect(await call(endGrant, "POST", grant)).toMatchObject({ status: 200 });
      expect(await call(endGrant, "POST", grant)).toMatchObject({ status: 409, rule: "over" });
      expect(await call(changeGrant, "PUT", grant, { seen: { endsAt: null }, until: null })).toMatchObject({ status: 409, rule: "over" });
      const rows = await audited(`user:${user}`);
      expect(rows.map(({ action }) => action)).toEqual(["grant.given", "grant.changed", "grant.ended"]);
      expect(rows[0]?.detail).toEqual({ grant, role: "dean", scope: { kind: "courses", courses: ["CS-101"] }, endsAt: null });
      expect(rows[1]?.detail).toMatchObject({ grant, was: null, endsAt: "2026-03-31T15:00:00.000Z" });
    });

    it("name single students by pseudonym, found by the institution's id; readers of the page see who", async () => {
      expect(await call(findStudent, "POST", "", { number: "s-1" })).toMatchObject({ student: await at.person("s-1"), name: "Kim Min-ji" });
      for (const number of ["i-1", "s-99"]) {
        expect(await call(findStudent, "POST", "", { number })).toMatchObject({
          status: 404,
          field: "number",
          rule: "exists",
          found: number,
        });
      }
      const user = await somebody();
      const students = [await at.person("s-1")];
      expect(await give(user, "advisor", { kind: "students", students })).toMatchObject({ status: 201 });
      const person = await call(getPerson, "GET", user);
      expect(JSON.stringify(person)).toContain("Kim Min-ji (s-1)");
      const stranger = await at.person("i-1");
      expect(await give(user, "advisor", { kind: "students", students: [...students, stranger] })).toMatchObject({
        status: 400,
        field: "scope.students.1",
        rule: "exists",
        found: stranger,
      });
    });

    it("PII-1: a number that is looked up is in the audit, with whom it found and without the number, for who sees no student too", async () => {
      const clerkRole = await call(makeRole, "POST", "", {
        name: "Clerk of access",
        nameKo: null,
        home: "overview",
        permissions: ["access:manage"],
      });
      const clerk = await at.enter(String(clerkRole.id), everything, "Clerk");
      const entries = async () => {
        const found = await test.database.owner.query(
          `SELECT action, people::text[] AS people, detail FROM app.audit
           WHERE actor = $1 AND action LIKE 'people.%' ORDER BY id`,
          [`user:${clerk.userId}`],
        );
        return found.rows;
      };
      expect(await call(findStudent, "POST", "", { number: "s-1" }, clerk.cookie)).toMatchObject({ status: 200, name: null });
      const found = { action: "people.searched", people: [await at.person("s-1")], detail: { screen: "access", people: 1 } };
      expect(await entries()).toEqual([found]);
      // One is tried after the other: what finds nobody is written down as well.
      expect(await call(findStudent, "POST", "", { number: "s-99" }, clerk.cookie)).toMatchObject({ status: 404, field: "number" });
      expect(await entries()).toEqual([found, { action: "people.searched", people: [], detail: { screen: "access", people: 0 } }]);
      expect(JSON.stringify(await entries())).not.toMatch(/s-1"|s-99/);
      // Whoever may manage access counts as an administrator of those that the next tests are about.
      await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [clerk.userId]);
    });

    it("PII-1: who may not call students by name sees no name of a student whom a grant names", async () => {
      const role = await call(makeRole, "POST", "", {
        name: "Access officer",
        nameKo: null,
        home: "overview",
        permissions: ["access:manage"],
      });
      const officer = await somebody("viewer", "Officer");
      await give(officer, String(role.id), everything);
      const cookie = await sessionOf(officer);
      const user = await somebody();
      await give(user, "advisor", { kind: "students", students: [await at.person("s-1")] });
      expect(JSON.stringify(await call(getPerson, "GET", user, undefined, cookie))).not.toMatch(/Kim|s-1/);
      expect(await call(findStudent, "POST", "", { number: "s-1" }, cookie)).toMatchObject({ name: null });
    });

    it("the same twice is refused, in whatever order its parts stand", async () => {
      const user = await somebody();
      await give(user, "dean", { kind: "org-units", orgUnits: ["eng", "cs"] });
      expect(await give(user, "dean", { kind: "org-units", orgUnits: ["cs", "eng", "cs"] })).toMatchObject({ status: 409, rule: "unique" });
    });

    it("what follows the person follows another when the user is bound anew, and holds the binding", async () => {
      const user = await somebody();
      const seen = { name: (await call(getPerson, "GET", user)).name, boundTo: null, disabled: false };
      expect(await call(changePerson, "PUT", user, { seen, boundTo: "i-1" })).toMatchObject({ status: 200, boundTo: "i-1" });
      await give(user, "faculty", { kind: "instructor" });
      const bound = { ...seen, boundTo: "i-1" };
      expect(await call(changePerson, "PUT", user, { seen: bound, boundTo: null })).toMatchObject({
        status: 409,
        rule: "followed",
        found: "faculty",
      });
      expect(await call(changePerson, "PUT", user, { seen: bound, boundTo: "i-2" })).toMatchObject({ status: 200 });
      expect((await grantsOf(user))[1]?.scope).toEqual({ kind: "instructor", person: await at.person("i-2") });
    });
  });

  const sessionOf = async (user: string) => cookieOf(await at.services.sessions.start(user, { byLink: false }), "x".repeat(32));

  describe("guards", () => {
    it("nobody shuts themselves out", async () => {
      const [grant] = await grantsOf(adminId);
      expect(await call(endGrant, "POST", grant?.id ?? "")).toMatchObject({ status: 409, rule: "own-access" });
      const seen = { name: "Root", boundTo: null, disabled: false };
      expect(await call(changePerson, "PUT", adminId, { seen, disabled: true })).toMatchObject({ status: 409, rule: "own-access" });
      expect(await grantsOf(adminId)).toMatchObject([{ over: false }]);
    });

    it("the last administrator whose access does not end stays", async () => {
      const role = await call(makeRole, "POST", "", { name: "Keeper", nameKo: null, home: "overview", permissions: ["access:manage"] });
      const temporary = await somebody("viewer", "Temporary");
      await give(temporary, "admin", everything, "2026-12-31");
      const cookie = await sessionOf(temporary);
      const [root] = await grantsOf(adminId);
      // Others could administer, but only for a time.
      await test.database.owner.query(
        "UPDATE app.role_grant g SET revoked_at = $1 FROM app.\"user\" u WHERE u.id = g.user_id AND u.name = 'Officer'",
        [now],
      );
      const disable = { seen: { name: "Root", boundTo: null, disabled: false }, disabled: true };
      expect(await call(changePerson, "PUT", adminId, disable, cookie)).toMatchObject({ status: 409, rule: "last-administrator" });
      expect(await call(endGrant, "POST", root?.id ?? "", {}, cookie)).toMatchObject({ status: 409, rule: "last-administrator" });
      const toEnd = { seen: { endsAt: null }, until: "2026-12-31" };
      expect(await call(changeGrant, "PUT", root?.id ?? "", toEnd, cookie)).toMatchObject({ status: 409, rule: "last-administrator" });
      expect(await call(removeRole, "POST", String(role.id))).toMatchObject({ status: 200 });
    });

    it("nobody gives more than they hold, nor touches who may more", async () => {
      const role = await call(makeRole, "POST", "", {
        name: "Registrar",
        nameKo: "교무",
        home: "overview",
        permissions: ["access:manage", "audit:read"],
      });
      const registrar = await somebody("viewer", "Registrar");
      await give(registrar, String(role.id), everything);
      const cookie = await sessionOf(registrar);
      expect(await give(registrar, "dean", everything, null, cookie)).toMatchObject({
        status: 403,
        rule: "more-than-held",
        found: "dean",
        missing: ["students:see", "people:name", "rolls:record"],
      });
      expect(await give(await somebody(), "viewer", { kind: "org-units", orgUnits: ["cs"] }, null, cookie)).toMatchObject({ status: 201 });
      const wider = { name: "Wider", nameKo: null, home: "overview", permissions: ["policies:manage"] };
      expect(await call(makeRole, "POST", "", wider, cookie)).toMatchObject({ status: 403, rule: "more-than-held" });
      const own = { name: "Registrar", nameKo: "교무", home: "overview", permissions: ["access:manage", "audit:read"] };
      const widened = { seen: own, to: { ...own, permissions: [...own.permissions, "keys:manage"] } };
      expect(await call(changeRole, "PUT", String(role.id), widened, cookie)).toMatchObject({ status: 403, missing: ["keys:manage"] });
      // To be another lecturer is as good as being given what they see.
      await give(registrar, "faculty", { kind: "sections", sections: ["CS-101-2"] });
      await test.database.owner.query(`UPDATE app.role_grant SET scope = $2 WHERE user_id = $1 AND role = 'faculty'`, [
        registrar,
        JSON.stringify({ kind: "instructor", person: await at.person("i-2") }),
      ]);
      const bind = { seen: { name: "Registrar", boundTo: null, disabled: false }, boundTo: "i-1" };
      expect(await call(changePerson, "PUT", registrar, bind, cookie)).toMatchObject({
        status: 403,
        field: "boundTo",
        rule: "more-than-held",
      });
      // A link for an administrator is as good as being one.
      const touch: [Handler, "POST" | "PUT", unknown][] = [
        [renewLink, "POST", {}],
        [giveGrant, "POST", { role: "viewer", scope: everything, until: null }],
        [changePerson, "PUT", { seen: { name: "Root", boundTo: null, disabled: false }, disabled: true }],
      ];
      for (const [handle, method, body] of touch) {
        expect(await call(handle, method, adminId, body, cookie)).toMatchObject({ status: 403, rule: "holds-more" });
      }
      expect(await call(endGrant, "POST", (await grantsOf(adminId))[0]?.id ?? "", {}, cookie)).toMatchObject({
        status: 403,
        rule: "holds-more",
      });
    });
  });

  it("who is disabled is signed out, has no link left, and is enabled again without either", async () => {
    const user = await somebody("viewer", "Park");
    const cookie = await sessionOf(user);
    await call(renewLink, "POST", user);
    // The first factor was shown, and the second is waited for.
    await test.database.owner.query(
      "INSERT INTO app.sign_in_step (token_hash, user_id, begun, expires_at) VALUES ('\\x01', $1, '{}', now() + interval '9 minutes')",
      [user],
    );
    const seen = { name: "Park", boundTo: null, disabled: false };
    expect(await call(changePerson, "PUT", user, { seen, disabled: true })).toMatchObject({ status: 200, state: "disabled" });
    expect(await call(renewLink, "POST", user)).toMatchObject({ status: 409, rule: "disabled" });
    expect(await call(changePerson, "PUT", user, { seen: { ...seen, disabled: true }, disabled: false })).toMatchObject({
      status: 200,
      state: "active",
    });
    const left = await test.database.owner.query(
      `SELECT (SELECT count(*)::int FROM app.session WHERE user_id = $1 AND revoked_at IS NULL) AS sessions,
         (SELECT count(*)::int FROM app.sign_in_link WHERE user_id = $1 AND used_at IS NULL) AS links,
         (SELECT count(*)::int FROM app.sign_in_step WHERE user_id = $1) AS steps`,
      [user],
    );
    expect(left.rows).toEqual([{ sessions: 0, links: 0, steps: 0 }]);
    await expect.poll(async () => (await call(listRoles, "GET", "", undefined, cookie)).status).toBe(401);
    expect((await audited(`user:${user}`)).map(({ action }) => action)).toEqual([
      "user.linked",
      "user.disabled",
      "session.ended",
      "user.enabled",
    ]);
  });

  describe("two administrators at once", () => {
    it("a change of what was changed meanwhile is refused with what it is now, by whom and when; the second look may save", async () => {
      const user = await somebody("viewer", "Jung");
      const seen = { name: "Jung", boundTo: null, disabled: false };
      expect(await call(changePerson, "PUT", user, { seen, name: "Jung Ha-na" })).toMatchObject({ status: 200, name: "Jung Ha-na" });
      const refused = await call(changePerson, "PUT", user, { seen, name: "Jung H." });
      expect(refused).toMatchObject({
        status: 409,
        rule: "changed-meanwhile",
        changed: [{ field: "name", found: "Jung", now: "Jung Ha-na" }],
        by: "Root",
        at: expect.stringMatching(/^20/),
      });
      expect(await call(getPerson, "GET", user)).toMatchObject({ name: "Jung Ha-na" });
      expect(await call(changePerson, "PUT", user, { seen: { ...seen, name: "Jung Ha-na" }, name: "Jung H." })).toMatchObject({
        status: 200,
      });
    });

    it("the same of a grant's last day, and of a role", async () => {
      const user = await somebody();
      const grant = String((await give(user, "dean", { kind: "org-units", orgUnits: ["cs"] })).id);
      await call(changeGrant, "PUT", grant, { seen: { endsAt: null }, until: "2026-04-30" });
      expect(await call(changeGrant, "PUT", grant, { seen: { endsAt: null }, until: "2026-05-31" })).toMatchObject({
        status: 409,
        changed: [{ field: "endsAt", now: "2026-04-30T15:00:00.000Z" }],
      });
      const content = { name: "Auditor", nameKo: null, home: "overview", permissions: ["audit:read"] };
      const role = String((await call(makeRole, "POST", "", content)).id);
      await call(changeRole, "PUT", role, { seen: content, to: { ...content, nameKo: "감사" } });
      expect(await call(changeRole, "PUT", role, { seen: content, to: { ...content, permissions: [] } })).toMatchObject({
        status: 409,
        changed: [{ field: "nameKo", found: null, now: "감사" }],
      });
    });

    it("of two who give each other's last administration away at once, one is refused", async () => {
      const [one, other] = [await somebody("admin", "One"), await somebody("admin", "Other")];
      // Only these two are left.
      await test.database.owner.query(
        `UPDATE app.role_grant SET revoked_at = $2 WHERE revoked_at IS NULL AND NOT user_id = ANY($1::uuid[])
         AND role IN (SELECT id FROM app.role WHERE 'access:manage' = ANY (permissions)) AND id <> (SELECT min(id::text)::uuid FROM app.role_grant WHERE user_id = $3)`,
        [[one, other], now, adminId],
      );
      await test.database.owner.query("UPDATE app.role_grant SET revoked_at = $2 WHERE user_id = $1", [adminId, now]);
      const [mine, theirs] = [(await grantsOf(one))[0]?.id ?? "", (await grantsOf(other))[0]?.id ?? ""];
      const [asOne, asOther] = [await sessionOf(one), await sessionOf(other)];
      // Both are under way before either is done: nothing can be written to the audit until they wait.
      const lock = await test.database.owner.connect();
      await lock.query("BEGIN; LOCK TABLE app.audit IN EXCLUSIVE MODE");
      const both = Promise.all([call(endGrant, "POST", theirs, {}, asOne), call(endGrant, "POST", mine, {}, asOther)]);
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      await expect.poll(async () => (await test.database.owner.query(waiting)).rowCount, { timeout: 20_000 }).toBe(2);
      await lock.query("COMMIT");
      lock.release();
      const ended = await both;
      expect(ended.map(({ status }) => status).sort()).toEqual([200, expect.any(Number)]);
      expect(ended.filter(({ status }) => status === 200)).toHaveLength(1);
      await test.database.owner.query("UPDATE app.role_grant SET revoked_at = NULL WHERE user_id = $1", [adminId]);
      await expect.poll(async () => (await call(listRoles, "GET", "")).status).toBe(200);
    });
  });

  describe("roles", () => {
    const content = { name: "Head of Year", nameKo: "학년 주임", home: "sections", permissions: ["people:name", "students:see"] };

    it("are made with an id of their name, changed, and removed when nobody holds them", async () => {
      const made = await call(makeRole, "POST", "", content);
      expect(made).toMatchObject({ status: 201, id: "head-of-year" });
      expect(await call(makeRole, "POST", "", { ...content, name: "head of YEAR" })).toMatchObject({
        status: 409,
        field: "name",
        rule: "unique",
      });
      const user = await somebody("viewer", "Held");
      const grant = String((await give(user, "head-of-year", { kind: "org-units", orgUnits: ["cs"] })).id);
      expect(await call(removeRole, "POST", "head-of-year")).toMatchObject({
        status: 409,
        rule: "held",
        heldBy: { count: 1, first: [{ id: user, name: "Held" }] },
      });
      await call(endGrant, "POST", grant);
      expect(await call(removeRole, "POST", "head-of-year")).toMatchObject({ status: 200 });
      expect(await give(user, "head-of-year", { kind: "org-units", orgUnits: ["cs"] })).toMatchObject({
        status: 400,
        field: "role",
        rule: "exists",
      });
      // What was given goes on naming it, and its id is nobody else's.
      expect(JSON.stringify(await call(getPerson, "GET", user))).toContain("Head of Year");
      expect(await call(makeRole, "POST", "", content)).toMatchObject({ status: 201, id: "head-of-year-2" });
      expect((await audited("role:head-of-year")).map(({ action }) => action)).toEqual(["role.made", "role.removed"]);
      expect((await audited("role:head-of-year-2"))[0]?.detail).toEqual({ home: "sections", permissions: ["students:see", "people:name"] });
    });

    it("the administrator's stays; built-in ones keep their names and cannot be removed; unknown permissions are refused", async () => {
      const roles = z.object({
        roles: z.array(
          z.looseObject({
            id: z.string(),
            name: z.string(),
            nameKo: z.string().nullable(),
            home: z.string(),
            permissions: z.array(z.string()),
          }),
        ),
      });
      const listed = roles.parse(await call(listRoles, "GET", "")).roles;
      expect(listed.slice(0, 6).map(({ id }) => id)).toEqual(["admin", "dean", "faculty", "advisor", "engineer", "viewer"]);
      const seenOf = (id: string) => {
        const found = listed.find((role) => role.id === id);
        return { name: found?.name, nameKo: found?.nameKo, home: found?.home, permissions: found?.permissions ?? [] };
      };
      const [admins, viewers] = [seenOf("admin"), seenOf("viewer")];
      expect(await call(changeRole, "PUT", "admin", { seen: admins, to: { ...admins, permissions: [] } })).toMatchObject({
        status: 409,
        rule: "built-in",
      });
      expect(await call(changeRole, "PUT", "viewer", { seen: viewers, to: { ...viewers, name: "Guest" } })).toMatchObject({
        status: 409,
        rule: "built-in",
      });
      expect(await call(removeRole, "POST", "viewer")).toMatchObject({ status: 409, rule: "built-in" });
      expect(await call(changeRole, "PUT", "viewer", { seen: viewers, to: { ...viewers, home: "sections" } })).toMatchObject({
        status: 200,
      });
      expect(await call(makeRole, "POST", "", { ...content, name: "Odd", permissions: ["students:see", "everything"] })).toMatchObject({
        status: 400,
        field: "permissions.1",
        found: "everything",
      });
      expect(await call(changeRole, "PUT", "nothing-like-it", { seen: viewers, to: viewers })).toMatchObject({ status: 404 });
    });
  });

  it("what no text can hold is bad input, and no failure of ours", async () => {
    const nul = "a\u0000b";
    const user = await somebody();
    const asked: [Handler, "POST" | "PUT", string, unknown, number][] = [
      [searchPeople, "POST", "", { text: nul }, 400],
      [searchPeople, "POST", "", { role: nul }, 400],
      [searchPlaces, "POST", "", { text: nul }, 400],
      [findStudent, "POST", "", { number: nul }, 400],
      [giveGrant, "POST", user, { role: nul, scope: everything, until: null }, 400],
      [giveGrant, "POST", user, { role: "dean", scope: { kind: "courses", courses: [nul] }, until: null }, 400],
      [makeRole, "POST", "", { name: nul, nameKo: null, home: "overview", permissions: [] }, 400],
      [removeRole, "POST", nul, {}, 404],
    ];
    for (const [handle, method, id, body, status] of asked)
      expect([body, (await call(handle, method, id, body)).status]).toEqual([body, status]);
    const explain = (query: string) => explainAccess(ask(`/x?${query}`, { cookie: admin }), withId(user)).then((answer) => answer.status);
    expect(await Promise.all(["kind=sections&id=a%00b", "kind=rooms&id=a", "kind=sections", "id=a"].map(explain))).toEqual([
      400, 400, 400, 400,
    ]);
  });

  it("are searched by name and address, and filtered by role and state", async () => {
    await somebody("engineer", "Zoë 100%");
    const search = async (asked: object) => {
      const found = z
        .object({ people: z.array(z.looseObject({ name: z.string() })), total: z.number() })
        .parse(await call(searchPeople, "POST", "", asked));
      return [found.total, ...found.people.map(({ name }) => name)];
    };
    expect(await search({ text: "zoë" })).toEqual([1, "Zoë 100%"]);
    expect(await search({ text: "0%" })).toEqual([1, "Zoë 100%"]);
    expect(await search({ text: "lee@EXAMPLE" })).toEqual([1, "Lee"]);
    expect(await search({ role: "engineer" })).toEqual([1, "Zoë 100%"]);
    expect(await search({ text: "Lee", state: "invited" })).toEqual([1, "Lee"]);
    expect(await search({ text: "Lee", state: "disabled" })).toEqual([0]);
    expect(await call(searchPeople, "POST", "", { state: "gone" })).toMatchObject({ status: 400, field: "state", found: "gone" });
    expect(await call(searchPlaces, "POST", "", { text: "algo" })).toMatchObject({
      places: [
        { kind: "courses", id: "CS-101" },
        { kind: "sections", id: "CS-101-2" },
      ],
    });
  });
});
