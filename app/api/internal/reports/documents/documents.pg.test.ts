import { createHash, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { PlainScope } from "@/lib/access/scope";
import { beginView } from "@/lib/access/views";
import { cookieOf } from "@/lib/live/testing/live-process";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { archivePageSchema } from "@/lib/reports/archive/archive-shape";
import type { Eyes } from "@/lib/reports/ports";
import { type MadeReport, makeReport } from "@/lib/reports/testing/sent-report";
import { provideDeliveryServices } from "@/lib/runtime/delivery-services";
import { ask, RouteHarness, secret, sent } from "@/lib/runtime/testing/routes";
import { GET as list } from "../archive/route";
import { GET } from "./[delivery]/route";

const everywhere: PlainScope = { kind: "institution" };
const unit = (id: string): PlainScope => ({ kind: "org-units", orgUnits: [id] });
const at = new Date("2026-03-09T00:00:00Z");

/** As a lecturer, dean or administrator sees: students too. */
const whole = (scope: PlainScope): Eyes => ({ scope, studentScope: scope, nameScope: scope, studentLevel: true });
const figures = (scope: PlainScope): Eyes => ({ scope, studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false });

describe("reports that were sent", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  const stamped: { name: string; locale: string; paper: string }[] = [];
  const enter = (role: string, scope: PlainScope) => harness.enter(role, scope);
  const open = (id: string, cookie: string | null) =>
    GET(ask(`/api/internal/reports/documents/${id}`, { cookie }), { params: Promise.resolve({ delivery: id }) });
  const make = (report: Partial<MadeReport> & Pick<MadeReport, "owner" | "user" | "eyes">) =>
    makeReport(test.database, { dueAt: at, ...report });
  const archive = async (cookie: string, query = "") => {
    const answer = await list(ask(`/api/internal/reports/archive${query}`, { cookie }));
    return answer.status === 200 ? archivePageSchema.parse(await answer.json()) : answer.status;
  };
  const regrant = (user: string, scope: PlainScope, role = "dean") =>
    test.database.owner.query("UPDATE app.role_grant SET scope = $2, role = $3 WHERE user_id = $1", [user, JSON.stringify(scope), role]);
  const opened = async () =>
    (await test.database.owner.query("SELECT actor, subject, detail FROM app.audit WHERE action = 'report.opened' ORDER BY id")).rows;

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-10T00:00:00Z");
    provideDeliveryServices({
      stamp: async (pdf, reader) => {
        stamped.push(reader);
        return Buffer.concat([pdf, Buffer.from(` for ${reader.name}`)]);
      },
    });
    const at = "2026-02-01T00:00:00Z";
    await harness.happen(
      sent("person.defined", { person: "i-kim", name: "Kim", kind: "instructor" }, at),
      sent("person.defined", { person: "i-lee", name: "Lee", kind: "instructor" }, at),
      sent("org-unit.defined", { orgUnit: "u-eng", name: "Engineering", kind: "college" }, at),
      sent("org-unit.defined", { orgUnit: "u-cs", name: "Computing", kind: "department", parent: "u-eng" }, at),
      sent("org-unit.defined", { orgUnit: "u-arts", name: "Arts", kind: "college" }, at),
      sent("term.defined", { term: "t1", name: "2026-1", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }, at),
      sent("course.defined", { course: "c-os", title: "Operating systems", orgUnit: "u-cs" }, at),
      sent("section.defined", { section: "s-os", course: "c-os", term: "t1", instructors: ["i-kim"] }, at),
      sent("section.defined", { section: "s-net", course: "c-os", term: "t1", instructors: ["i-kim"] }, at),
      sent("person.defined", { person: "i-han", name: "Han", kind: "instructor" }, at),
      sent("person.defined", { person: "i-choi", name: "Choi", kind: "instructor" }, at),
      sent("section.defined", { section: "s-db", course: "c-os", term: "t1", instructors: ["i-han"] }, at),
      sent("program.defined", { program: "p-cs", name: "Computing", orgUnit: "u-cs" }, at),
      sent("person.defined", { person: "st-1", name: "Student", kind: "student" }, at),
      sent("person.defined", { person: "st-2", name: "Other", kind: "student" }, at),
      sent("student.defined", { student: "st-1", program: "p-cs", yearOfStudy: 1, advisor: "i-choi" }, at),
      sent("student.defined", { student: "st-2", program: "p-cs", yearOfStudy: 1, advisor: "i-choi" }, at),
    );
  });
  afterAll(() => harness?.close());
  beforeEach(() => {
    stamped.length = 0;
  });

  it("a recipient gets their own, with their name on it, to be saved and kept nowhere; each time it is in the audit", async () => {
    const [owner, dean] = [await enter("admin", everywhere), await enter("dean", unit("u-eng"))];
    const title = '출석 "보고서", 공과대학/2026';
    const { delivery, run } = await make({ owner: owner.userId, user: dean.userId, eyes: whole(unit("u-eng")), title, locale: "ko" });
    const answer = await open(delivery, dean.cookie);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(`%PDF of ${delivery} for dean`);
    expect(stamped).toEqual([{ name: "dean", locale: "ko", paper: "a4" }]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "application/pdf",
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": "sandbox; default-src 'none'",
    });
    const disposition = answer.headers.get("content-disposition") ?? "";
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? "")).toBe("출석 보고서 , 공과대학 2026 2026-03-09.pdf");
    await open(delivery, dean.cookie);
    const sha256 = createHash("sha256").update(`%PDF of ${delivery}`).digest("hex");
    const entry = { actor: `user:${dean.userId}`, subject: `report:${delivery}`, detail: { run, sha256 } };
    expect((await opened()).filter(({ subject }) => subject === entry.subject)).toEqual([entry, entry]);
    expect(await archive(dean.cookie)).toMatchObject({
      reports: [{ delivery, openedAt: "2026-03-10T00:00:00.000Z", checksum: sha256, document: "ready" }],
    });
  });

  it("SCOPE-1: for everybody else it is as if there were none: whose report it is, administrators, other recipients, views", async () => {
    const [owner, admin, dean, other] = [
      await enter("dean", everywhere),
      await enter("admin", everywhere),
      await enter("dean", unit("u-eng")),
      await enter("dean", unit("u-eng")),
    ];
    const { delivery } = await make({ owner: owner.userId, user: dean.userId, eyes: whole(unit("u-eng")) });
    const viewing = await enter("admin", everywhere);
    await beginView(
      test.database,
      { userId: viewing.userId, sessionId: await sessionOf(viewing.userId) },
      { user: dean.userId },
      new Date(),
    );
    const unknown = await (await open(randomUUID(), dean.cookie)).text();
    for (const { cookie } of [owner, admin, other, viewing]) {
      const answer = await open(delivery, cookie);
      expect([answer.status, await answer.text()]).toEqual([404, unknown]);
    }
    for (const id of ["no-uuid", "' OR ''='", ""]) expect((await open(id, dean.cookie)).status).toBe(404);
    expect((await open(delivery, null)).status).toBe(401);
    expect(await archive(owner.cookie)).toEqual({ reports: [], next: null, choices: [] });
    expect(await archive(viewing.cookie)).toBe(404);
    expect(stamped).toEqual([]);
  });
  const sessionOf = async (user: string) =>
    (await test.database.owner.query("SELECT id FROM app.session WHERE user_id = $1", [user])).rows[0].id;

  it("SCOPE-1: who lost a part of what it shows gets it no more, and who has more still does", async () => {
    const owner = await enter("admin", everywhere);
    const dean = await enter("dean", unit("u-eng"));
    const { delivery } = await make({ owner: owner.userId, user: dean.userId, eyes: whole(unit("u-cs")) });
    const status = async () => (await open(delivery, (await renewed(dean.userId)).cookie)).status;
    // The college holds its department, by the units as they are now.
    expect(await status()).toBe(200);
    for (const [scope, role, wanted] of [
      [unit("u-cs"), "dean", 200],
      [everywhere, "admin", 200],
      [unit("u-arts"), "dean", 404],
      [{ kind: "courses", courses: ["c-os"] }, "dean", 404],
      [unit("u-cs"), "viewer", 404], // figures only: small ones would be hidden
      [everywhere, "viewer", 404],
      [unit("u-cs"), "dean", 200],
    ] as const) {
      await regrant(dean.userId, scope as PlainScope, role);
      expect([scope, role, await status()]).toEqual([scope, role, wanted]);
    }
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [dean.userId]);
    expect(await status()).toBe(404);
  });
  /** A session that was not asked about before: its grants are read anew. */
  const renewed = async (userId: string) => ({
    cookie: await cookieOf(await harness.services.sessions.start(userId, { byLink: false }), secret),
  });

  it("SCOPE-1: a lecturer keeps the report of their sections until one of them is given to somebody else", async () => {
    const kim = await harness.person("i-kim");
    const lecturer = await enter("faculty", { kind: "instructor", person: kim });
    const { delivery } = await make({
      owner: lecturer.userId,
      user: lecturer.userId,
      eyes: whole({ kind: "instructor", person: kim }),
      dueAt: new Date(),
    });
    expect((await open(delivery, lecturer.cookie)).status).toBe(200);
    harness.setNow(new Date().toISOString());
    await harness.happen(
      sent("section.defined", { section: "s-net", course: "c-os", term: "t1", instructors: ["i-lee"] }, new Date().toISOString()),
    );
    expect((await open(delivery, lecturer.cookie)).status).toBe(404);
    harness.setNow("2026-03-10T00:00:00Z");
  });

  it("SCOPE-1: a head of a unit keeps its figures, and not the roll of a section that they teach no more", async () => {
    const han = await harness.person("i-han");
    const teaching: PlainScope = { kind: "instructor", person: han };
    const head = await enter("viewer", unit("u-cs"));
    await test.database.owner.query("INSERT INTO app.role_grant (id, user_id, role, scope) VALUES (gen_random_uuid(), $1, 'faculty', $2)", [
      head.userId,
      JSON.stringify(teaching),
    ]);
    const { cookie } = await renewed(head.userId);
    const of = { owner: head.userId, user: head.userId, dueAt: new Date() };
    const both: Eyes["scope"] = { kind: "union", scopes: [unit("u-cs"), teaching] };
    const roll = await make({ ...of, eyes: { scope: both, studentScope: teaching, nameScope: teaching, studentLevel: false } });
    const plain = await make({ ...of, eyes: { ...figures(unit("u-cs")), scope: both } });
    const states = async () => [(await open(roll.delivery, cookie)).status, (await open(plain.delivery, cookie)).status];
    expect(await states()).toEqual([200, 200]);
    harness.setNow(new Date().toISOString());
    await harness.happen(
      sent("section.defined", { section: "s-db", course: "c-os", term: "t1", instructors: ["i-lee"] }, new Date().toISOString()),
    );
    expect(await states()).toEqual([404, 200]);
    harness.setNow("2026-03-10T00:00:00Z");
  });

  it("SCOPE-1: an advisor keeps the report of their students until one of them moves to another advisor", async () => {
    const advisor: PlainScope = { kind: "advisor", person: await harness.person("i-choi") };
    const reader = await enter("advisor", advisor);
    const { delivery } = await make({ owner: reader.userId, user: reader.userId, eyes: whole(advisor), dueAt: new Date() });
    expect((await open(delivery, reader.cookie)).status).toBe(200);
    harness.setNow(new Date().toISOString());
    await harness.happen(
      sent("student.defined", { student: "st-1", program: "p-cs", yearOfStudy: 1, advisor: "i-lee" }, new Date().toISOString()),
    );
    expect((await open(delivery, reader.cookie)).status).toBe(404);
    harness.setNow("2026-03-10T00:00:00Z");
  });

  it("SCOPE-1: what a lecturer held then is kept no longer: the report is not theirs, as if there were none", async () => {
    const kim = await harness.person("i-kim");
    const lecturer = await enter("faculty", { kind: "instructor", person: kim });
    const eyes = whole({ kind: "instructor", person: kim });
    const { delivery } = await make({ owner: lecturer.userId, user: lecturer.userId, eyes, dueAt: new Date("2001-01-01T00:00:00Z") });
    expect((await open(delivery, lecturer.cookie)).status).toBe(404);
  });

  it("a preview is for whoever asked for it, while they may see as much themselves", async () => {
    const [admin, viewer, dean] = [await enter("admin", everywhere), await enter("viewer", everywhere), await enter("dean", unit("u-eng"))];
    const preview = (asker: string, eyes: Eyes) => make({ owner: asker, user: dean.userId, eyes, purpose: "preview" });
    const asDean = await preview(admin.userId, whole(unit("u-eng")));
    expect((await open(asDean.run, admin.cookie)).status).toBe(200);
    expect((await opened()).at(-1)).toMatchObject({ actor: `user:${admin.userId}`, subject: `report-preview:${asDean.run}` });
    expect((await open(asDean.run, dean.cookie)).status).toBe(404);
    expect((await open(asDean.rendering, admin.cookie)).status).toBe(404);
    const tooMuch = await preview(viewer.userId, whole(unit("u-eng")));
    expect((await open(tooMuch.run, viewer.cookie)).status).toBe(404);
    const own = await preview(viewer.userId, figures(everywhere));
    expect((await open(own.run, viewer.cookie)).status).toBe(200);
    expect(await archive(viewer.cookie)).toMatchObject({ reports: [] });
  });

  it("REPORT-1: what was withheld, cancelled or is not ready cannot be opened, nor what is kept no longer", async () => {
    const dean = await enter("dean", unit("u-eng"));
    const of = { owner: dean.userId, user: dean.userId, eyes: whole(unit("u-eng")) };
    for (const state of ["withheld", "cancelled"])
      expect((await open((await make({ ...of, state })).delivery, dean.cookie)).status).toBe(404);
    for (const state of ["refused", "failed", "bounced", "kept"])
      expect((await open((await make({ ...of, state })).delivery, dean.cookie)).status).toBe(200);
    const expired = await make({ ...of, pdf: null });
    expect((await open(expired.delivery, dean.cookie)).status).toBe(404);
    const unready = await make(of);
    await test.database.owner.query("UPDATE app.report_rendering SET state = 'failed' WHERE id = $1", [unready.rendering]);
    expect((await open(unready.delivery, dean.cookie)).status).toBe(404);
    const { reports } = archivePageSchema.parse(await archive(dean.cookie));
    const documentOf = (id: string) => reports.find(({ delivery }) => delivery === id)?.document;
    expect([documentOf(expired.delivery), documentOf(unready.delivery)]).toEqual(["expired", "none"]);
  });

  it("a document that is not what was rendered is not given out", async () => {
    const dean = await enter("dean", unit("u-eng"));
    const { delivery, rendering } = await make({ owner: dean.userId, user: dean.userId, eyes: whole(unit("u-eng")) });
    await test.database.owner.query("UPDATE app.report_document SET pdf = 'other' WHERE rendering = $1", [rendering]);
    expect((await open(delivery, dean.cookie)).status).toBe(500);
    expect(stamped).toEqual([]);
    expect((await opened()).filter(({ subject }) => subject === `report:${delivery}`)).toEqual([]);
  });

  it("the archive lists one's own, the newest first, by state, report and day, a page at a time", async () => {
    const viewer = await enter("viewer", everywhere);
    const of = { owner: viewer.userId, user: viewer.userId, eyes: figures(everywhere) };
    const made: string[] = [];
    for (let day = 1; day <= 30; day += 1)
      made.unshift(
        (
          await make({
            ...of,
            name: day % 2 === 0 ? "Even" : "Odd",
            state: day === 30 ? "bounced" : "sent",
            dueAt: new Date(Date.UTC(2026, 0, day, 15, 30)),
          })
        ).delivery,
      );
    const first = archivePageSchema.parse(await archive(viewer.cookie));
    const second = archivePageSchema.parse(await archive(viewer.cookie, `?before=${first.next}`));
    expect([...first.reports, ...second.reports].map(({ delivery }) => delivery)).toEqual(made);
    expect([first.reports.length, second.next, first.choices]).toEqual([25, null, ["Even", "Odd"]]);
    expect(first.reports[0]).toMatchObject({ state: "bounced", pages: 3, period: "term-to-date", detail: "250 Ok", sentAt: null });
    const count = async (query: string) => archivePageSchema.parse(await archive(viewer.cookie, query)).reports.length;
    expect([
      await count("?state=bounced"),
      await count("?report=Even"),
      await count(`?delivery=${made[3]}`),
      await count(`?delivery=${randomUUID()}`),
    ]).toEqual([1, 15, 1, 0]);
    // Half past midnight of the next day, where the institution is.
    expect([await count("?from=2026-01-02&to=2026-01-03"), await count("?from=2026-01-31")]).toEqual([2, 1]);
    for (const query of ["?state=lost", "?from=1.1.2026", "?before=x", "?user=1", "?state=sent&state=sent"])
      expect(await archive(viewer.cookie, query)).toBe(400);
  });
});
