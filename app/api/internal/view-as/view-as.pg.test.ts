import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeRole, removeRole } from "@/lib/access/administration/change-roles";
import type { Permission } from "@/lib/access/permissions";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent } from "@/lib/runtime/testing/routes";
import { GET as readKpi } from "../../v1/kpis/[id]/route";
import { GET as secondFactor } from "../account/second-factor/route";
import { GET as listSessions } from "../account/sessions/route";
import { POST as search } from "../places/route";
import { DELETE, GET, POST } from "./route";

const institution = { kind: "institution" } as const;
const unit = { kind: "org-units" as const, orgUnits: ["u1"] };
const kpiSchema = z.object({ n: z.number().optional(), suppressed: z.boolean() });

describe("seeing the product as somebody else", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  const begin = (cookie: string, body: unknown) => POST(ask("/api/internal/view-as", { method: "POST", cookie, body }));
  const end = (cookie: string | null) => DELETE(ask("/api/internal/view-as", { method: "DELETE", cookie }));
  const attendance = async (cookie: string) => {
    const answer = await readKpi(ask("/api/v1/kpis/attendance-rate?term=t1", { cookie }), {
      params: Promise.resolve({ id: "attendance-rate" }),
    });
    return kpiSchema.parse(await answer.json());
  };
  const code = async (answer: Response) => {
    const { status, ...facts } = z
      .object({ status: z.number(), code: z.string(), field: z.string().optional() })
      .parse(await answer.json());
    return [status, facts.code, facts.field];
  };

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, new Date().toISOString());
    const section = (id: string, course: string, instructor: string) =>
      sent("section.defined", { section: id, course, term: "t1", instructors: [instructor] });
    await harness.happen(
      sent("term.defined", { term: "t1", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
      sent("org-unit.defined", { orgUnit: "u1", name: "One", kind: "department" }),
      sent("org-unit.defined", { orgUnit: "u2", name: "Two", kind: "department" }),
      sent("course.defined", { course: "c1", title: "Mine", orgUnit: "u1" }),
      sent("course.defined", { course: "c2", title: "Foreign", orgUnit: "u2" }),
      section("s1", "c1", "teacher"),
      section("s2", "c2", "other"),
      ...["s1", "s2"].map((id) =>
        sent("meeting.changed", { meeting: `m-${id}`, section: id, startsAt: "2026-03-09T09:00:00Z", status: "held" }),
      ),
      ...["s1", "s2"].flatMap((id) =>
        Array.from({ length: id === "s1" ? 12 : 3 }, (_, n) => [
          sent("person.defined", { person: `${id}-${n}`, name: `Kim ${id} ${n}`, kind: "student" }),
          sent("student.defined", { student: `${id}-${n}` }),
          sent("enrollment.changed", { section: id, student: `${id}-${n}`, status: "enrolled", effectiveOn: "2026-03-02" }),
          sent("attendance.recorded", { meeting: `m-${id}`, student: `${id}-${n}`, status: "present" }),
        ]).flat(),
      ),
    );
  });
  afterAll(() => harness.close());

  it("SCOPE-1: a president sees as a lecturer what the lecturer sees, and the end brings all of it back", async () => {
    const teacher = await harness.person("teacher");
    const lecturer = await harness.enter("faculty", { kind: "instructor", person: teacher }, "Lee");
    const admin = await harness.enter("admin", institution, "Kim");
    expect(await attendance(admin.cookie)).toMatchObject({ n: 15 });
    const began = await begin(admin.cookie, { user: lecturer.userId });
    expect(began.status).toBe(201);
    await expect.poll(() => attendance(admin.cookie)).toMatchObject({ n: 12 });
    expect(await attendance(lecturer.cookie)).toMatchObject({ n: 12 });
    // A view within a view is refused like all that writes.
    expect(await code(await begin(admin.cookie, { user: lecturer.userId }))).toEqual([403, "read-only", undefined]);
    expect((await GET(ask("/api/internal/view-as", { cookie: admin.cookie }))).status).toBe(404);
    expect((await end(admin.cookie)).status).toBe(204);
    await expect.poll(() => attendance(admin.cookie)).toMatchObject({ n: 15 });
    expect((await end(admin.cookie)).status).toBe(404);
  });

  it("PII-1: names that are looked up in a view are recorded of who looked, with whom they looked as", async () => {
    const dean = await harness.enter("dean", unit);
    const admin = await harness.enter("admin", institution);
    const look = () => search(ask("/api/internal/places", { method: "POST", cookie: admin.cookie, body: { text: "Kim s" } }));
    const foundSchema = z.object({ people: z.object({ found: z.array(z.unknown()), by: z.string() }) });
    await begin(admin.cookie, { user: dean.userId });
    await expect.poll(() => attendance(admin.cookie)).toMatchObject({ n: 12 });
    expect(foundSchema.parse(await (await look()).json()).people).toMatchObject({ by: "names", found: { length: 6 } });
    const rows = await test.database.owner.query(
      "SELECT actor, detail FROM app.audit WHERE action = 'people.searched' ORDER BY id DESC LIMIT 1",
    );
    expect(rows.rows).toEqual([{ actor: `user:${admin.userId}`, detail: { people: 6, among: 12, viewedAs: `user:${dean.userId}` } }]);
  });

  it("as a role within a scope: figures of that unit, and small counts hidden from a viewer", async () => {
    const admin = await harness.enter("admin", institution);
    expect((await begin(admin.cookie, { role: "viewer", scope: { kind: "org-units", orgUnits: ["u2"] } })).status).toBe(201);
    await expect.poll(() => attendance(admin.cookie)).toMatchObject({ suppressed: true });
  });

  it("SCOPE-1: where the viewed person is signed in, and how, is not seen in a view", async () => {
    const dean = await harness.enter("dean", unit);
    const admin = await harness.enter("admin", institution);
    const asked = [
      [listSessions, "sessions"],
      [secondFactor, "second-factor"],
    ] as const;
    for (const [read, path] of asked)
      expect((await read(ask(`/api/internal/account/${path}`, { cookie: admin.cookie }))).status, path).toBe(200);
    await begin(admin.cookie, { user: dean.userId });
    await expect.poll(() => attendance(admin.cookie)).toMatchObject({ n: 12 });
    for (const [read, path] of asked)
      expect(await code(await read(ask(`/api/internal/account/${path}`, { cookie: admin.cookie }))), path).toEqual([
        404,
        "not-found",
        undefined,
      ]);
  });

  it("CELL-1: who may look, but not see every student, sees no scope that they chose: the whole less its parts would tell small counts", async () => {
    const { database } = harness.services;
    const by = { actor: "system", userId: null, now: new Date(), demo: false };
    const role = (name: string, ...permissions: Permission[]) =>
      makeRole(database, by, { name, nameKo: null, home: "overview", permissions });
    const support = await role("Support", "view-as:use");
    const looker = await harness.enter(support, institution);
    const parts = [unit, { kind: "courses", courses: ["c1"] }, { kind: "sections", sections: ["s1", "s2"] }];
    for (const scope of parts)
      for (const as of ["viewer", "dean"])
        expect(await code(await begin(looker.cookie, { role: as, scope }))).toEqual([403, "forbidden", "scope"]);
    const dean = await harness.enter("dean", unit);
    expect(await code(await begin(looker.cookie, { user: dean.userId }))).toEqual([403, "forbidden", "user"]);
    // What they see of a part counts for nothing.
    await test.database.owner.query("INSERT INTO app.role_grant (id, user_id, role, scope) VALUES ($1, $2, 'dean', $3)", [
      randomUUID(),
      looker.userId,
      JSON.stringify(unit),
    ]);
    expect(await code(await begin(looker.cookie, { role: "viewer", scope: unit }))).toEqual([403, "forbidden", "scope"]);

    // Over the whole they see what they see by themselves.
    const whole = await harness.enter("viewer", institution);
    expect((await begin(looker.cookie, { role: "viewer", scope: institution })).status).toBe(201);
    expect((await begin(await harness.signIn(support, institution), { user: whole.userId })).status).toBe(201);

    const registrar = await harness.enter(await role("Registrar", "view-as:use", "students:see"), institution);
    expect((await begin(registrar.cookie, { role: "viewer", scope: unit })).status).toBe(201);
  });

  it("CELL-1: nor where whom they look as comes to hold less, or they see students no more", async () => {
    const { database } = harness.services;
    const by = { actor: "system", userId: null, now: new Date(), demo: false };
    const role = (name: string, ...permissions: Permission[]) =>
      makeRole(database, by, { name, nameKo: null, home: "overview", permissions });
    const grant = (userId: string, set: string) =>
      test.database.owner.query(`UPDATE app.role_grant SET ${set} WHERE user_id = $1`, [userId]);
    // Its own list is what nobody has who is somebody else.
    const offered = async (cookie: string) => (await GET(ask("/api/internal/view-as", { cookie }))).status;
    const began = (cookie: string) => expect.poll(() => offered(cookie)).toBe(404);
    const ended = (cookie: string) => expect.poll(() => offered(cookie)).toBe(200);
    const looker = await harness.enter(await role("Help desk", "view-as:use"), institution);
    const viewer = await harness.enter("viewer", institution);
    expect((await begin(looker.cookie, { user: viewer.userId })).status).toBe(201);
    await began(looker.cookie);
    await grant(viewer.userId, `scope = '${JSON.stringify(unit)}'`);
    await ended(looker.cookie);
    const seeing = await role("Seeing", "view-as:use", "students:see");
    const registrar = await harness.enter(seeing, institution);
    expect((await begin(registrar.cookie, { role: "viewer", scope: unit })).status).toBe(201);
    await began(registrar.cookie);
    await grant(registrar.userId, `role = '${await role("Unseeing", "view-as:use")}'`);
    await ended(registrar.cookie);
  });

  it("as a role that was removed nothing is seen, and it is not offered", async () => {
    const admin = await harness.enter("admin", institution);
    const { database } = harness.services;
    const by = { actor: "system", userId: null, now: new Date(), demo: false };
    const role = await makeRole(database, by, { name: "Of before", nameKo: null, home: "overview", permissions: [] });
    const offered = async () => JSON.stringify(await (await GET(ask("/api/internal/view-as", { cookie: admin.cookie }))).json());
    expect(await offered()).toContain(role);
    await removeRole(database, by, role);
    expect(await offered()).not.toContain(role);
    expect(await code(await begin(admin.cookie, { role, scope: institution }))).toEqual([400, "bad-request", "role"]);
  });

  it("says which roles there are, and refuses by name what is none", async () => {
    const admin = await harness.signIn("admin", institution);
    const roles = z.object({ roles: z.array(z.object({ id: z.string() })) });
    const listed = await GET(ask("/api/internal/view-as", { cookie: admin }));
    expect(roles.parse(await listed.json()).roles.map(({ id }) => id)).toEqual(expect.arrayContaining(["admin", "dean", "viewer"]));
    expect(await code(await begin(admin, { role: "king", scope: institution }))).toEqual([400, "bad-request", "role"]);
    expect(await code(await begin(admin, { role: "dean", scope: { kind: "org-units", orgUnits: ["mars"] } }))).toEqual([
      400,
      "bad-request",
      "scope",
    ]);
    expect(await code(await begin(admin, { role: "dean" }))).toEqual([400, "bad-request", expect.any(String)]);
    expect(await code(await begin(admin, { role: "faculty", scope: { kind: "instructor", person: randomUUID() } }))).toEqual([
      400,
      "bad-request",
      expect.any(String),
    ]);
    expect(await code(await begin(admin, { user: randomUUID() }))).toEqual([404, "not-found", "user"]);
  });

  it.each([
    ["dean", institution],
    ["faculty", unit],
    ["advisor", unit],
    ["engineer", institution],
    ["viewer", institution],
    ["admin", unit],
  ] as const)("SCOPE-1: for a %s of %o there is nothing here", async (role, scope) => {
    const { userId } = await harness.enter("viewer", institution);
    const cookie = await harness.signIn(role, scope);
    expect((await begin(cookie, { user: userId })).status).toBe(404);
    expect((await begin(cookie, { role: "viewer", scope: institution })).status).toBe(404);
    expect((await GET(ask("/api/internal/view-as", { cookie }))).status).toBe(404);
    expect((await end(cookie)).status).toBe(404);
  });

  it("SCOPE-1: nor for who is not signed in", async () => {
    expect((await begin("", { role: "viewer", scope: institution })).status).toBe(401);
    expect((await GET(ask("/api/internal/view-as"))).status).toBe(401);
    expect((await end(null)).status).toBe(401);
  });
});
