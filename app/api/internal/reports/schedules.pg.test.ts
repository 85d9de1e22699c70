import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { makeRole } from "@/lib/access/administration/change-roles";
import type { Permission } from "@/lib/access/permissions";
import type { PlainScope } from "@/lib/access/scope";
import { beginView } from "@/lib/access/views";
import { hearFailures } from "@/lib/platform/errors";
import { useTestDatabase } from "@/lib/platform/testing/database";
import {
  addressesSchema,
  candidatesSchema,
  foreseenSchema,
  holidaysSchema,
  schedulesSchema,
  shownScheduleSchema,
} from "@/lib/reports/manage/schedule-shapes";
import { provideServices } from "@/lib/runtime/services";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { GET as listAddresses } from "./addresses/route";
import { POST as removeHoliday } from "./holidays/remove/route";
import { POST as addHoliday, GET as listHolidays } from "./holidays/route";
import { POST as findRecipients } from "./recipients/route";
import { POST as pause } from "./schedules/[id]/pause/route";
import { POST as remove } from "./schedules/[id]/remove/route";
import { POST as resume } from "./schedules/[id]/resume/route";
import { GET as getOne, PUT } from "./schedules/[id]/route";
import { POST as run } from "./schedules/[id]/run/route";
import { GET as listRuns } from "./schedules/[id]/runs/route";
import { POST as foresee } from "./schedules/next/route";
import { GET, POST } from "./schedules/route";

const institution = { kind: "institution" } as const;
const ofMine: PlainScope = { kind: "org-units", orgUnits: ["u1"] };
const problemSchema = z.object({ status: z.number(), code: z.string(), field: z.string().optional(), rule: z.string().optional() });
const madeSchema = z.object({ id: z.uuid(), version: z.number() });
type Person = { userId: string; cookie: string };

describe("the API of scheduled reports", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  let [admin, dean, other]: Person[] = [];
  const asked = (who: Person, more: object = {}) => ({
    name: "Mornings",
    content: { kind: "department", subject: { of: "org-unit", orgUnit: "u1" } },
    timing: { rule: { every: "weekday", at: "07:30" }, zone: "Asia/Seoul", startsOn: "2026-03-01" },
    recipients: [{ to: "user", user: who.userId }],
    delivery: {},
    ...more,
  });
  const known = (person: Person | undefined): Person => {
    if (person === undefined) throw new Error("Nobody has signed in yet.");
    return person;
  };
  const [theAdmin, theDean, theOther] = [() => known(admin), () => known(dean), () => known(other)];
  const post = (who: Person, body: unknown) => POST(ask("/api/internal/reports/schedules", { method: "POST", cookie: who.cookie, body }));
  const made = async (who: Person, more: object = {}) => {
    const answer = await post(who, asked(who, more));
    expect(answer.status).toBe(201);
    return madeSchema.parse(await answer.json()).id;
  };
  const on = (who: Person, id: string, method: "GET" | "PUT" | "POST" = "GET", body?: unknown) =>
    [ask(`/api/internal/reports/schedules/${id}`, { method, cookie: who.cookie, body }), withId(id)] as const;
  const read = async (who: Person, id: string) => shownScheduleSchema.parse(await (await getOne(...on(who, id))).json());
  const list = async (who: Person) =>
    schedulesSchema.parse(await (await GET(ask("/api/internal/reports/schedules", { cookie: who.cookie }))).json()).schedules;
  const problem = async (answer: Response | Promise<Response>) => {
    const { status, code, field, rule } = problemSchema.parse(await (await answer).json());
    return [status, code, field, rule];
  };
  const addresses = async (who: Person) =>
    addressesSchema.parse(await (await listAddresses(ask("/api/internal/reports/addresses", { cookie: who.cookie }))).json()).addresses;
  const didTo = async (id: string) => {
    const rows = await test.database.owner.query<{ action: string; actor: string }>(
      "SELECT action, actor FROM app.audit WHERE subject = $1 ORDER BY id",
      [`report:${id}`],
    );
    return rows.rows.map(({ action, actor }) => `${actor} ${action}`);
  };

  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-19T03:00:00Z", { BELLWETHER_REPORT_FOLDER: "/srv/reports" }); // Thursday noon in Seoul
    await harness.happen(
      sent("term.defined", { term: "t1", name: "Spring", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
      sent("org-unit.defined", { orgUnit: "u1", name: "Engineering", nameKo: "공학", kind: "department" }),
      sent("org-unit.defined", { orgUnit: "u2", name: "Arts", kind: "department" }),
      sent("program.defined", { program: "p2", name: "Painting", orgUnit: "u2" }),
      sent("course.defined", { course: "c2", title: "Colour", orgUnit: "u2" }),
      sent("section.defined", { section: "s2", course: "c2", term: "t1", instructors: [] }),
    );
    admin = await harness.enter("admin", institution, "Kim");
    dean = await harness.enter("dean", ofMine, "Dean Lee");
    other = await harness.enter("dean", ofMine, "Dean Park");
  });
  afterAll(() => harness.close());
  afterEach(() => hearFailures(() => undefined));

  it("whoever is signed in schedules a report for themselves, and finds it with what it names and when it is due next", async () => {
    const id = await made(theDean());
    expect(await read(theDean(), id)).toMatchObject({
      name: "Mornings",
      owner: { name: "Dean Lee", own: true, managesAll: false },
      content: { kind: "department", period: "term-to-date", compare: "previous-term", paper: "a4" },
      delivery: { email: "attached", store: false },
      called: { users: [{ name: "Dean Lee" }], places: [{ kind: "departments", id: "u1", name: "Engineering" }] },
      version: 1,
      pausedAt: null,
      next: "2026-03-19T22:30:00.000Z",
      last: null,
    });
    expect((await list(theDean())).map((one) => one.id)).toContain(id);
    expect(await didTo(id)).toEqual([`user:${theDean().userId} report.scheduled`]);
    expect((await (await listRuns(...on(theDean(), id))).json()).runs).toEqual([]);
  });

  it("SCOPE-1: what is somebody else's is not there, for reading and for changing, as what nobody has", async () => {
    const id = await made(theDean());
    const doors = [
      (one: string) => getOne(...on(theOther(), one)),
      (one: string) => PUT(...on(theOther(), one, "PUT", { ...asked(theOther()), version: 1 })),
      (one: string) => pause(...on(theOther(), one, "POST", {})),
      (one: string) => resume(...on(theOther(), one, "POST", {})),
      (one: string) => remove(...on(theOther(), one, "POST", {})),
      (one: string) => listRuns(...on(theOther(), one)),
    ];
    for (const door of doors) {
      const answers = await Promise.all(
        ["not-an-id", "00000000-0000-4000-8000-000000000000", id].map(async (one) => (await door(one)).text()),
      );
      expect(new Set(answers).size).toBe(1);
      expect(await problem(door(id))).toEqual([404, "not-found", "id", undefined]);
    }
    expect((await list(theOther())).map((one) => one.id)).not.toContain(id);
    expect(await didTo(id)).toHaveLength(1);
    // Who manages all sees whose it is.
    expect(await read(theAdmin(), id)).toMatchObject({ owner: { name: "Dean Lee", own: false } });
  });

  it("sending to others, to roles, outside and into the store needs the permission", async () => {
    const role = { to: "role", role: "dean" };
    const outside = { to: "address", address: "board@example.org", scope: ofMine, language: "en" };
    const own = { to: "user", user: theDean().userId };
    const refused = async (more: object) => problem(post(theDean(), asked(theDean(), more)));
    for (const one of [role, outside, { to: "user", user: theOther().userId }])
      expect(await refused({ recipients: [own, one] })).toEqual([403, "forbidden", "recipients.1", "reports:manage"]);
    expect(await refused({ delivery: { store: true } })).toEqual([403, "forbidden", "delivery.store", "reports:manage"]);
    const id = await made(theAdmin(), {
      recipients: [role, outside, { to: "role", role: "faculty", within: "u1" }],
      delivery: { store: true },
    });
    expect(await read(theAdmin(), id)).toMatchObject({
      called: { roles: [{ id: "dean" }, { id: "faculty" }], places: [{ id: "u1" }] },
      recipients: [{ to: "role", within: null }, { to: "address", scope: ofMine }, { within: "u1" }],
    });
    expect(await addresses(theAdmin())).toEqual([
      {
        address: "board@example.org",
        language: "en",
        scope: ofMine,
        places: [{ kind: "departments", id: "u1", name: "Engineering" }],
        schedule: { id, name: "Mornings", owner: "Kim", pausedAt: null },
        lastSentAt: null,
      },
    ]);
    // The institution has no store any more: what has copies put there is not saved so again, and is saved without.
    const { services } = harness;
    provideServices({ ...services, config: { ...services.config, reportStore: { folder: null, s3: null } } });
    expect(await problem(post(theAdmin(), asked(theAdmin(), { delivery: { store: true } })))).toEqual([
      400,
      "bad-request",
      "delivery.store",
      "no-store",
    ]);
    const again = (store: boolean) => ({ ...asked(theAdmin(), { recipients: [role, outside], delivery: { store } }), version: 1 });
    expect(await problem(PUT(...on(theAdmin(), id, "PUT", again(true))))).toEqual([400, "bad-request", "delivery.store", "no-store"]);
    expect((await PUT(...on(theAdmin(), id, "PUT", again(false)))).status).toBe(200);
    provideServices(services);
    // The audit keeps for ever that it goes outside, and not to whom.
    const audit = await test.database.owner.query<{ detail: unknown }>("SELECT detail FROM app.audit WHERE subject = $1", [`report:${id}`]);
    expect(JSON.stringify(audit.rows)).toContain("outside:example.org");
    expect(JSON.stringify(audit.rows)).not.toContain("board@");
    // Whose own right does not reach so far gets no more by an editor who has it.
    const theirs = await made(theDean());
    const change = { ...asked(theDean(), { recipients: [own, role] }), version: 1 };
    expect(await problem(PUT(...on(theAdmin(), theirs, "PUT", change)))).toEqual([403, "forbidden", "recipients.1", "owner"]);
  });

  it("CELL-1: an address outside gets no scope that whoever schedules it may not be shown, whoever's report it is", async () => {
    const by = { actor: "system", userId: null, now: new Date(), demo: false };
    const role = (name: string, ...permissions: Permission[]) =>
      makeRole(test.database, by, { name, nameKo: null, home: "overview", permissions });
    const sender = await harness.enter(await role("Sender", "reports:manage"), institution, "Sender");
    const outside = (scope: PlainScope) => ({ to: "address", address: "board@example.org", scope, language: "en" });
    const own = { to: "user", user: sender.userId };
    const whole = { content: { kind: "institution", subject: { of: "own" } } };
    const refused = [403, "forbidden", "recipients.1.scope", "students:see"];
    expect(await problem(post(sender, asked(sender, { ...whole, recipients: [own, outside(ofMine)] })))).toEqual(refused);
    const id = await made(sender, { ...whole, recipients: [own, outside(institution)] });
    expect(await read(sender, id)).toMatchObject({ owner: { managesAll: true, choosesScope: false } });
    // Neither by an editor who sees more, nor in a report of somebody who does.
    const change = (who: Person, of: string) =>
      problem(PUT(...on(who, of, "PUT", { ...asked(who, { ...whole, recipients: [own, outside(ofMine)] }), version: 1 })));
    expect(await change(theAdmin(), id)).toEqual(refused);
    expect(await change(sender, await made(theAdmin(), whole))).toEqual(refused);
    const registrar = await harness.enter(await role("Registrar", "reports:manage", "students:see"), institution);
    expect(await read(registrar, await made(registrar, { recipients: [outside(ofMine)] }))).toMatchObject({
      owner: { choosesScope: true },
    });
  });

  it("SCOPE-1: a report names what its owner may see, whoever edits it, and says at which field it does not", async () => {
    const refused = async (content: object) => problem(post(theDean(), asked(theDean(), { content })));
    const foreign = { kind: "department", subject: { of: "org-unit", orgUnit: "u2" } };
    expect(await refused(foreign)).toEqual([400, "bad-request", "content.subject", "known"]);
    expect(await refused({ kind: "department", subject: { of: "org-unit", orgUnit: "u9" } })).toEqual(await refused(foreign));
    expect(await refused({ kind: "course", subject: { of: "course", course: "c2" } })).toEqual(await refused(foreign));
    expect(await refused({ kind: "section", subject: { of: "section", section: "s2" } })).toEqual(await refused(foreign));
    const own = { kind: "department", subject: { of: "own" } };
    expect(await refused({ ...own, term: "t9" })).toEqual([400, "bad-request", "content.term", "known"]);
    expect(await refused({ ...own, program: "p2" })).toEqual([400, "bad-request", "content.program", "known"]);
    expect(await refused({ kind: "course", subject: { of: "org-unit", orgUnit: "u1" } })).toEqual([
      400,
      "bad-request",
      "content.subject",
      "fits-kind",
    ]);
    const id = await made(theDean());
    const change = { ...asked(theDean(), { content: foreign }), version: 1 };
    expect(await problem(PUT(...on(theAdmin(), id, "PUT", change)))).toEqual([400, "bad-request", "content.subject", "known"]);
    expect((await post(theAdmin(), asked(theAdmin(), { content: foreign }))).status).toBe(201);
  });

  it("says at its field what is wrong with a timing or a recipient", async () => {
    const timing = asked(theDean()).timing;
    const refused = async (more: object) => (await problem(post(theAdmin(), asked(theAdmin(), more))))[2];
    expect(await refused({ timing: { ...timing, zone: "Asia/Nowhere" } })).toBe("timing.zone");
    expect(await refused({ timing: { ...timing, endsOn: "2026-02-01" } })).toBe("timing.endsOn");
    expect(await refused({ timing: { ...timing, rule: { every: "day", at: "25:00" } } })).toBe("timing.rule.at");
    const mondayTwice = { timing: { ...timing, rule: { every: "week", on: [1, 3, 1], at: "07:30" } } };
    expect(await problem(post(theDean(), asked(theDean(), mondayTwice)))).toEqual([400, "bad-request", "timing.rule.on", "once"]);
    const next = foresee(ask("/api/internal/reports/schedules/next", { method: "POST", cookie: theDean().cookie, body: mondayTwice }));
    expect(await problem(next)).toEqual([400, "bad-request", "timing.rule.on", "once"]);
    expect(await refused({ recipients: [{ to: "user", user: "00000000-0000-4000-8000-000000000000" }] })).toBe("recipients.0");
    expect(await refused({ recipients: [{ to: "role", role: "king" }] })).toBe("recipients.0");
    expect(await refused({ recipients: [{ to: "role", role: "dean", within: "u9" }] })).toBe("recipients.0.within");
    const twice = { to: "role", role: "dean" };
    expect(await refused({ recipients: [twice, twice] })).toBe("recipients.1");
    const outside = { to: "address", address: "a@example.org", scope: { kind: "courses", courses: ["c9"] }, language: "en" };
    expect(await refused({ recipients: [outside] })).toBe("recipients.0.scope");
    const known = { ...outside, scope: ofMine };
    for (const email of ["link", "none"]) expect(await refused({ recipients: [known], delivery: { email } })).toBe("delivery.email");
    expect(await refused({ name: " " })).toBe("name");
  });

  it("of two who edit one version the second is told by whom and when it was changed", async () => {
    const id = await made(theDean());
    const change = (name: string, version: number) => ({ ...asked(theDean(), { name }), version });
    expect(await (await PUT(...on(theAdmin(), id, "PUT", change("Theirs", 1)))).json()).toEqual({ id, version: 2 });
    const stale = await PUT(...on(theDean(), id, "PUT", change("Mine", 1)));
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ rule: "changed-meanwhile", field: "version", found: 1, now: 2, by: "Kim" });
    expect(await (await PUT(...on(theDean(), id, "PUT", change("Mine", 2)))).json()).toEqual({ id, version: 3 });
    // What changes nothing is no version.
    expect(await (await PUT(...on(theDean(), id, "PUT", change("Mine", 3)))).json()).toEqual({ id, version: 3 });
    expect(await didTo(id)).toEqual([
      `user:${theDean().userId} report.scheduled`,
      `user:${theAdmin().userId} report.changed`,
      `user:${theDean().userId} report.changed`,
    ]);
  });

  it("REPORT-2: nothing of before a new timing or of a pause is due any more", async () => {
    const id = await made(theDean());
    const decided = async () => {
      const rows = await test.database.owner.query<{ at: Date }>(`SELECT decided_through AS at FROM app.report_schedule WHERE id = $1`, [
        id,
      ]);
      return rows.rows[0]?.at.toISOString();
    };
    expect(await decided()).toBe("2026-03-19T03:00:00.000Z");
    harness.setNow("2026-03-20T03:00:00Z");
    await PUT(...on(theDean(), id, "PUT", { ...asked(theDean(), { name: "Only its name" }), version: 1 }));
    expect(await decided()).toBe("2026-03-19T03:00:00.000Z");
    const later = { ...asked(theDean()).timing, rule: { every: "weekday", at: "07:00" } };
    await PUT(...on(theDean(), id, "PUT", { ...asked(theDean(), { timing: later }), version: 2 }));
    expect(await decided()).toBe("2026-03-20T03:00:00.000Z");
    await pause(...on(theDean(), id, "POST", {}));
    expect(await read(theDean(), id)).toMatchObject({ pausedAt: "2026-03-20T03:00:00.000Z", next: null });
    harness.setNow("2026-03-27T03:00:00Z");
    await pause(...on(theDean(), id, "POST", {}));
    await resume(...on(theDean(), id, "POST", {}));
    expect(await decided()).toBe("2026-03-27T03:00:00.000Z");
    // A clock that was set back decides nothing anew.
    harness.setNow("2026-03-24T03:00:00Z");
    expect(await read(theDean(), id)).toMatchObject({ pausedAt: null, next: "2026-03-29T22:00:00.000Z" });
    await pause(...on(theDean(), id, "POST", {}));
    await resume(...on(theDean(), id, "POST", {}));
    expect(await decided()).toBe("2026-03-27T03:00:00.000Z");
    harness.setNow("2026-03-19T03:00:00Z");
    expect((await didTo(id)).map((did) => did.split(" ")[1])).toEqual([
      "report.scheduled",
      "report.changed",
      "report.changed",
      "report.paused",
      "report.resumed",
      "report.paused",
      "report.resumed",
    ]);
  });

  it("a removed report is not there any more, and its row stays for the archive", async () => {
    const id = await made(theDean());
    expect((await remove(...on(theAdmin(), id, "POST", {}))).status).toBe(200);
    expect((await getOne(...on(theDean(), id))).status).toBe(404);
    expect((await remove(...on(theDean(), id, "POST", {}))).status).toBe(404);
    expect((await list(theAdmin())).map((one) => one.id)).not.toContain(id);
    expect((await test.database.owner.query("SELECT FROM app.report_schedule WHERE id = $1", [id])).rowCount).toBe(1);
    expect((await didTo(id)).at(-1)).toBe(`user:${theAdmin().userId} report.removed`);
  });

  it("a report that cannot be read hides no other, and its owner can pause and remove it", async () => {
    const [broken, other] = [await made(theOther(), { name: "Broken" }), await made(theOther())];
    await test.database.owner.query(`UPDATE app.report_schedule SET content = content || '{"kind":"secret"}' WHERE id = $1`, [broken]);
    const told: unknown[] = [];
    hearFailures((error) => told.push(error));
    const both = async (who: Person) => schedulesSchema.parse(await (await GET(ask("/", { cookie: who.cookie }))).json());
    const seen = { id: broken, name: "Broken", owner: { name: "Dean Park", own: true }, pausedAt: null };
    expect(await both(theOther())).toMatchObject({ schedules: [{ id: other }], unreadable: [seen] });
    expect(told).toMatchObject([{ code: "internal", facts: { schedule: broken } }]);
    expect((await both(theAdmin())).unreadable).toMatchObject([{ ...seen, owner: { own: false } }]);
    expect((await both(theDean())).unreadable).toEqual([]);
    told.length = 0;
    const rest = { status: 409, code: "conflict", field: "content.kind", rule: "unreadable", parts: ["content.kind"] };
    for (const way of [
      () => getOne(...on(theOther(), broken)),
      () => PUT(...on(theOther(), broken, "PUT", { ...asked(theOther()), version: 1 })),
      () => run(...on(theOther(), broken, "POST", {})),
    ])
      expect(await (await way()).json()).toMatchObject({ ...rest, title: 'What was kept of "Broken" cannot be read: content.kind.' });
    expect(told).toMatchObject([1, 2, 3].map(() => ({ code: "internal", facts: { schedule: broken } })));
    expect((await getOne(...on(theDean(), broken))).status).toBe(404);
    const outside = await addresses(theAdmin());
    await test.database.owner.query(`UPDATE app.report_schedule SET recipients = '[{"to":"address","address":1}]' WHERE id = $1`, [broken]);
    expect(await addresses(theAdmin())).toEqual(outside);
    expect((await remove(...on(theDean(), broken, "POST", {}))).status).toBe(404);
    expect((await pause(...on(theOther(), broken, "POST", {}))).status).toBe(200);
    expect((await both(theOther())).unreadable).toMatchObject([{ pausedAt: "2026-03-19T03:00:00.000Z" }]);
    expect((await listRuns(...on(theOther(), broken))).status).toBe(200);
    expect((await remove(...on(theOther(), broken, "POST", {}))).status).toBe(200);
    expect(await both(theOther())).toMatchObject({ schedules: [{ id: other }], unreadable: [] });
    expect((await didTo(broken)).map((did) => did.split(" ")[1])).toEqual(["report.scheduled", "report.paused", "report.removed"]);
    await remove(...on(theOther(), other, "POST", {}));
  });

  it("foresees the next five runs with what rests then", async () => {
    const holiday = (day: string, name: string) =>
      addHoliday(ask("/api/internal/reports/holidays", { method: "POST", cookie: theAdmin().cookie, body: { day, name } }));
    expect((await holiday("2026-03-20", "Founding day")).status).toBe(201);
    expect(await problem(holiday("2026-03-20", "Again"))).toEqual([409, "conflict", "day", "unique"]);
    expect(await problem(holiday("2026-02-30", "No day"))).toEqual([400, "bad-request", "day", "date"]);
    const timing = { ...asked(theDean()).timing, holidays: "next-working-day" };
    const answer = await foresee(
      ask("/api/internal/reports/schedules/next", { method: "POST", cookie: theDean().cookie, body: { timing } }),
    );
    const { runs, leftOut } = foreseenSchema.parse(await answer.json());
    expect(runs.map(({ day }) => day)).toEqual(["2026-03-23", "2026-03-24", "2026-03-25", "2026-03-26", "2026-03-27"]);
    expect(leftOut.holidays).toEqual([{ day: "2026-03-20", holiday: "Founding day" }]);
    const away = (day: string) =>
      removeHoliday(ask("/api/internal/reports/holidays/remove", { method: "POST", cookie: theAdmin().cookie, body: { day } }));
    expect((await away("2026-03-20")).status).toBe(200);
    expect((await away("2026-03-20")).status).toBe(404);
    const { holidays } = holidaysSchema.parse(
      await (await listHolidays(ask("/api/internal/reports/holidays", { cookie: theAdmin().cookie }))).json(),
    );
    expect(holidays).toEqual([]);
    const did = await test.database.owner.query<{ action: string }>(
      "SELECT action FROM app.audit WHERE subject = 'holiday:2026-03-20' ORDER BY id",
    );
    expect(did.rows.map(({ action }) => action)).toEqual(["holiday.added", "holiday.removed"]);
  });

  it("who manages reports finds users who hold something; for others there is no such search", async () => {
    const find = (who: Person, text: string) =>
      findRecipients(ask("/api/internal/reports/recipients", { method: "POST", cookie: who.cookie, body: { text } }));
    const gone = await harness.enter("dean", ofMine, "Dean Gone");
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [gone.userId]);
    const { users } = candidatesSchema.parse(await (await find(theAdmin(), "dean ")).json());
    expect(users.map(({ name }) => name)).toEqual(["Dean Lee", "Dean Park"]);
    expect((await find(theDean(), "dean")).status).toBe(404);
  });

  it("SCOPE-1: a view shows whose reports are viewed, and changes nothing", async () => {
    const id = await made(theDean());
    const looker = await harness.enter("admin", institution, "Looker");
    const session = await test.database.owner.query<{ id: string }>("SELECT id FROM app.session WHERE user_id = $1", [looker.userId]);
    await beginView(test.database, { userId: looker.userId, sessionId: session.rows[0]?.id ?? "" }, { user: theDean().userId }, new Date());
    await expect.poll(async () => (await list(looker)).every(({ owner }) => owner.own)).toBe(true);
    expect((await list(looker)).map((one) => one.id)).toContain(id);
    expect(await problem(post(looker, asked(theDean())))).toEqual([403, "read-only", undefined, "view-as"]);
    expect((await remove(...on(looker, id, "POST", {}))).status).toBe(403);
  });
});
