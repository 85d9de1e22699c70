import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { PUT as recordRoll } from "./meetings/[id]/roll/route";
import { PUT as changeMeeting } from "./meetings/[id]/route";
import { POST as planMeeting } from "./sections/[id]/meetings/route";
import { GET as readSection } from "./sections/[id]/students/route";
import { POST as noteContact } from "./students/[id]/contacts/route";

/** Thursday noon in Seoul; the meeting of today began at nine. */
const now = "2026-03-19T03:00:00Z";
const starts = "2026-03-19T00:00:00Z";

const campus = [
  sent("term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
  sent("org-unit.defined", { orgUnit: "u", name: "U", kind: "department" }),
  sent("org-unit.defined", { orgUnit: "v", name: "V", kind: "department" }),
  sent("course.defined", { course: "c", title: "Statics", orgUnit: "u" }),
  sent("course.defined", { course: "d", title: "Poetry", orgUnit: "v" }),
  sent("section.defined", { section: "s", course: "c", term: "t", instructors: ["lee"], meetingsPlanned: 8 }),
  sent("section.defined", { section: "foreign", course: "d", term: "t", instructors: ["kim"], meetingsPlanned: 8 }),
  ...["anna", "boram"].map((student) => sent("person.defined", { person: student, name: student.toUpperCase(), kind: "student" })),
  ...["anna", "boram", "chan"].flatMap((student) => [
    sent("student.defined", { student, advisor: student === "anna" ? "advisor" : null }),
    sent("enrollment.changed", { section: "s", student, status: "enrolled", effectiveOn: "2026-03-02" }),
  ]),
  sent("student.defined", { student: "dara" }),
  sent("enrollment.changed", { section: "foreign", student: "dara", status: "enrolled", effectiveOn: "2026-03-02" }),
  ...["s", "foreign"].map((section) =>
    sent("meeting.changed", { meeting: `m-${section}`, section, startsAt: starts, status: "planned" }, "2026-03-10T00:00:00Z"),
  ),
  sent("meeting.changed", { meeting: "m-next", section: "s", startsAt: "2026-03-26T00:00:00Z", status: "planned" }),
];

const problemSchema = z.looseObject({
  code: z.string(),
  field: z.string().optional(),
  rule: z.string().optional(),
  found: z.unknown().optional(),
});
const entrySchema = z.object({ id: z.string(), at: z.string(), recordedAt: z.string() });
const change = z.object({ status: z.string(), by: z.string().nullable(), at: z.string().nullable() });
const sectionSchema = z.object({
  mayRecord: z.boolean(),
  roll: z.object({
    meeting: z.object({ id: z.string(), status: z.string(), hasRoll: z.boolean(), rolls: z.number().nullable() }).nullable(),
  }),
  students: z.array(
    z.object({
      student: z.string(),
      last: z.string().nullable(),
      entry: z.string().nullable(),
      marks: z.string(),
      changes: z.array(change),
    }),
  ),
});

describe("what is entered on the screens", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let lecturer = "";
  const students: Record<string, string> = {};
  const who: Record<string, string> = {};

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, now);
    await at.happen(...campus);
    for (const name of ["anna", "boram", "chan", "dara"]) students[name] = await at.person(name);
    lecturer = await at.signIn("faculty", { kind: "instructor", person: await at.person("lee") }, "Lee");
    who.admin = await at.signIn("admin", { kind: "institution" }, "President");
    who.dean = await at.signIn("dean", { kind: "org-units", orgUnits: ["u"] }, "Dean");
    who.foreign = await at.signIn("faculty", { kind: "instructor", person: await at.person("kim") });
    who["foreign dean"] = await at.signIn("dean", { kind: "org-units", orgUnits: ["v"] });
    who.advisor = await at.signIn("advisor", { kind: "advisor", person: await at.person("advisor") });
    who["advisor of a unit"] = await at.signIn("advisor", { kind: "org-units", orgUnits: ["u"] });
    who.viewer = await at.signIn("viewer", { kind: "institution" });
    who.engineer = await at.signIn("engineer", { kind: "institution" });
  });
  afterAll(() => at.close());

  const idOf = (name: string) => students[name] ?? "";
  const mark = (name: string, status: string) => ({ student: idOf(name), status });
  const roll = (marks: unknown[], entry: string = randomUUID()) => ({ entry, marks });
  const save = (body: unknown, meeting = "m-s", cookie: string | null = lecturer) =>
    recordRoll(ask(`/roll`, { method: "PUT", cookie, body }), withId(meeting));
  const read = async (cookie = lecturer) => {
    const response = await readSection(ask("/students", { cookie }), withId("s"));
    const section = sectionSchema.parse(await response.json());
    return { ...section, row: (name: string) => section.students.find((one) => one.student === idOf(name)) };
  };
  const problemOf = async (response: Response) => ({ status: response.status, ...problemSchema.parse(await response.json()) });
  const eventsOf = async (entry: string) =>
    (
      await test.database.owner.query<{ type: string; recordedAt: Date; occurredAt: Date }>(
        `SELECT type, recorded_at AS "recordedAt", occurred_at AS "occurredAt" FROM log.event WHERE event_id LIKE $1 || '/%' ORDER BY event_id`,
        [entry],
      )
    ).rows;

  it("a roll says that the meeting was held, is dated by its start, and is counted once however often it is sent", async () => {
    const body = roll([mark("anna", "absent"), mark("boram", "present")]);
    const first = await save(body);
    expect(first.status).toBe(200);
    const entry = entrySchema.parse(await first.json());
    at.setNow("2026-03-19T03:05:00Z"); // a retry, minutes later
    expect(entrySchema.parse(await (await save(body)).json())).toEqual(entry);
    await at.apply();
    expect(entrySchema.parse(await (await save(body)).json())).toEqual(entry);
    const events = await eventsOf(body.entry);
    expect(events.map((one) => one.type)).toEqual(["attendance.recorded", "attendance.recorded", "meeting.changed"]);
    expect(new Set(events.map((one) => one.occurredAt.toISOString()))).toEqual(new Set(["2026-03-19T00:00:00.000Z"]));
    expect(new Set(events.map((one) => one.recordedAt.toISOString()))).toEqual(new Set([new Date(now).toISOString()]));
    const section = await read();
    expect(section).toMatchObject({ mayRecord: true, roll: { meeting: { id: "m-s", status: "held", rolls: 2 } } });
    expect(section.row("anna")).toMatchObject({
      last: "absent",
      entry: body.entry,
      marks: "a",
      changes: [{ status: "absent", by: "Lee", at: entry.at }],
    });
    expect(section.row("chan")).toMatchObject({ last: null, entry: null, marks: "", changes: [] });
  });

  it("a correction shows what was before, who made it and when, and the log names nobody (PII-1)", async () => {
    at.setNow("2026-03-19T06:00:00Z");
    const entry = entrySchema.parse(await (await save(roll([mark("anna", "excused")]), "m-s", who.dean)).json());
    await at.apply();
    const section = await read();
    expect(section.row("anna")).toMatchObject({
      last: "excused",
      entry: entry.id,
      changes: [
        { status: "absent", by: "Lee" },
        { status: "excused", by: "Dean", at: "2026-03-19T06:00:00.000Z" },
      ],
    });
    const logged = await test.database.owner.query(
      "SELECT source, event_id, data::text AS data FROM log.event WHERE source LIKE '%entries'",
    );
    const text = JSON.stringify(logged.rows);
    for (const name of ["Lee", "Dean", "anna", "boram", "ANNA"]) expect(text).not.toContain(name);
  });

  it("what another system said before is kept, and a clock that is ahead does not win over who corrects it", async () => {
    const roll1 = sent("attendance.recorded", { meeting: "m-s", student: "chan", status: "absent" }, "2026-03-19T00:00:00Z");
    await at.happen({ ...roll1, recordedtime: "2026-03-19T23:00:00Z" });
    const entry = entrySchema.parse(await (await save(roll([mark("chan", "late")]))).json());
    expect(entry).toMatchObject({ at: "2026-03-19T06:00:00.000Z", recordedAt: "2026-03-19T23:00:00.001Z" });
    await at.apply();
    expect((await read()).row("chan")).toMatchObject({
      last: "late",
      changes: [
        { status: "absent", by: null },
        { status: "late", by: "Lee" },
      ],
    });
    await at.happen({ ...roll1, id: randomUUID(), recordedtime: "2026-03-20T01:00:00Z", data: { ...roll1.data, status: "present" } });
    expect((await read()).row("chan")).toMatchObject({
      entry: null,
      changes: [{ status: "absent" }, { status: "late" }, { status: "present", by: null }],
    });
  });

  it("two who correct at once: the later holds, and both are told", async () => {
    at.setNow("2026-03-19T07:00:00Z");
    await save(roll([mark("boram", "late")]), "m-s", who.admin);
    at.setNow("2026-03-19T07:00:01Z");
    await save(roll([mark("boram", "absent")]));
    await at.apply();
    expect((await read()).row("boram")?.changes.map((one) => [one.status, one.by])).toEqual([
      ["present", "Lee"],
      ["late", "President"],
      ["absent", "Lee"],
    ]);
  });

  it("the same entry with other content, or another's, is a conflict and changes nothing", async () => {
    const body = roll([mark("anna", "late")]);
    expect((await save(body)).status).toBe(200);
    expect(await problemOf(await save({ ...body, marks: [mark("anna", "present")] }))).toMatchObject({
      status: 409,
      code: "conflict",
      field: "entry",
    });
    expect(await problemOf(await save(body, "m-s", who.dean))).toMatchObject({ status: 409, code: "conflict" });
    expect(await eventsOf(body.entry)).toHaveLength(1);
  });

  it("no client may send under the name of the screens, and the quarantine lets none in later", async () => {
    const forged = {
      ...sent("attendance.recorded", { meeting: "m-s", student: "anna", status: "present" }),
      source: "urn:bellwether:entries",
    };
    const { database, vault } = at.services;
    const { Ingest } = await import("@/lib/ingest/ingest");
    const ingest = new Ingest(database, vault);
    async function* body() {
      yield Buffer.from(JSON.stringify(forged));
    }
    const answer = await ingest.receive(body(), {
      contentType: "application/cloudevents+json",
      contentEncoding: undefined,
      keyId: randomUUID(),
    });
    expect(answer).toMatchObject({ accepted: 0, rejected: 1, items: [{ errors: [{ path: "source", rule: "reserved" }] }] });
    expect(await ingest.replay({ rule: "reserved" })).toMatchObject({ tried: 1, accepted: 0, rejected: 1 });
  });

  it.each([
    ["no entry", { marks: [] }, "entry", "required"],
    ["no marks", { entry: randomUUID(), marks: [] }, "marks", "min"],
    ["a status that is none", { entry: randomUUID(), marks: [{ student: randomUUID(), status: "prezent" }] }, "marks.0.status", "enum"],
    ["a name in place of a pseudonym", { entry: randomUUID(), marks: [{ student: "anna", status: "late" }] }, "marks.0.student", "format"],
  ])("bad input names field, rule and what was found: %s", async (_, body, field, rule) => {
    expect(await problemOf(await save(body))).toMatchObject({ status: 400, code: "bad-request", field, rule });
  });

  it("bad input: a student of elsewhere, the same twice, a meeting to come", async () => {
    expect(await problemOf(await save(roll([mark("anna", "late"), mark("dara", "late")])))).toMatchObject({
      status: 400,
      field: "marks.1.student",
      rule: "enrolled",
      found: idOf("dara"),
    });
    expect(await problemOf(await save(roll([mark("anna", "late"), mark("anna", "late")])))).toMatchObject({
      field: "marks.1.student",
      rule: "unique",
    });
    expect(await problemOf(await save(roll([mark("anna", "late")]), "m-next"))).toMatchObject({
      status: 400,
      field: "meeting",
      rule: "begun",
      found: "2026-03-26",
    });
  });

  it("only JSON is read, and no more than a screen sends: a form of another site cannot send it", async () => {
    const sendRaw = (raw: string, contentType: string) =>
      recordRoll(ask("/roll", { method: "PUT", cookie: lecturer, raw, contentType }), withId("m-s"));
    const good = JSON.stringify(roll([mark("anna", "absent")]));
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
      expect((await sendRaw(good, type)).status).toBe(415);
    expect(await problemOf(await sendRaw("{", "application/json"))).toMatchObject({ status: 400, field: "body", rule: "json" });
    expect((await sendRaw(`"${"x".repeat(600 * 1024)}"`, "application/json")).status).toBe(413);
  });

  describe("SCOPE-1: by whom", () => {
    type Send = (cookie: string | null, id: string) => Promise<Response>;
    const contact = () => ({ entry: randomUUID(), channel: "call", note: "spoke" });
    const routes: [string, Send, string, string][] = [
      ["a roll", (cookie, id) => save(roll([mark("anna", "late")]), id, cookie), "m-s", "no-such-meeting"],
      [
        "a meeting's status",
        (cookie, id) => changeMeeting(ask("/m", { method: "PUT", cookie, body: { entry: randomUUID(), status: "held" } }), withId(id)),
        "m-s",
        "no-such-meeting",
      ],
      [
        "a new meeting",
        (cookie, id) =>
          planMeeting(ask("/m", { method: "POST", cookie, body: { entry: randomUUID(), startsAt: "2026-04-01T10:00" } }), withId(id)),
        "s",
        "no-such-section",
      ],
    ];

    it.each(routes)("%s: refused to whoever does not teach or lead the section, as an unknown id is", async (_, send, id, unknown) => {
      const missing = await problemOf(await send(lecturer, unknown));
      expect(missing.status).toBe(404);
      for (const name of ["foreign", "foreign dean", "advisor", "advisor of a unit", "viewer", "engineer"]) {
        expect(await problemOf(await send(who[name] ?? "", id)), name).toEqual(missing);
        expect(await problemOf(await send(who[name] ?? "", unknown)), name).toEqual(missing);
      }
      expect((await send(null, id)).status).toBe(401);
      expect((await send("next-auth.session-token=forged", id)).status).toBe(401);
    });

    it("a contact: noted by whoever may see the student, else as an unknown one", async () => {
      const send = (cookie: string | null, id: string) => noteContact(ask("/c", { method: "POST", cookie, body: contact() }), withId(id));
      const missing = await problemOf(await send(lecturer, randomUUID()));
      expect(missing.status).toBe(404);
      for (const [cookie, id] of [
        [who.foreign, idOf("anna")],
        [who["foreign dean"], idOf("anna")],
        [who.advisor, idOf("boram")],
        [who.viewer, idOf("anna")],
        [who.engineer, idOf("anna")],
        [lecturer, idOf("dara")],
        [lecturer, "anna"],
      ]) {
        expect(await problemOf(await send(cookie ?? "", id ?? ""))).toEqual(missing);
      }
      expect((await send(null, idOf("anna"))).status).toBe(401);
      for (const cookie of [who.advisor, lecturer, who.dean, who.admin]) expect((await send(cookie ?? "", idOf("anna"))).status).toBe(200);
    });

    it("an advisor reads the own student's row of a roll, not how many are on it, and may not record it", async () => {
      await at.apply();
      const section = await read(who.advisor);
      expect(section.mayRecord).toBe(false);
      expect(section.roll.meeting).toMatchObject({ id: "m-s", hasRoll: true, rolls: null });
      for (const name of ["dean", "admin", "advisor of a unit"])
        expect((await read(who[name])).roll.meeting, name).toMatchObject({ id: "m-s", hasRoll: true, rolls: expect.any(Number) });
      expect(section.students.map((one) => one.student)).toEqual([idOf("anna")]);
      expect(section.row("anna")?.changes.map((one) => one.by)).toContain("Dean");
    });

    it("a viewer reads no roll at all", async () => {
      for (const name of ["viewer", "engineer", "foreign"])
        expect((await readSection(ask("/students", { cookie: who[name] ?? "" }), withId("s"))).status, name).toBe(404);
    });
  });

  it("a meeting is planned, cancelled and takes place after all; its roll counts only while it is held", async () => {
    at.setNow("2026-03-20T02:00:00Z");
    const entry = randomUUID();
    const plan = (startsAt: string, id: string = randomUUID()) =>
      planMeeting(ask("/m", { method: "POST", cookie: lecturer, body: { entry: id, startsAt } }), withId("s"));
    const planned = await plan("2026-03-20T10:30", entry);
    const { meeting } = z.object({ meeting: z.string() }).parse(await planned.json());
    await at.apply();
    expect((await plan("2026-03-20T10:30", entry)).status).toBe(200); // tried again
    expect(await problemOf(await plan("2026-03-20T10:30"))).toMatchObject({ status: 409, field: "startsAt", rule: "unique" });
    expect(await problemOf(await plan("2026-07-20T10:30"))).toMatchObject({
      status: 400,
      field: "startsAt",
      rule: "term",
      found: "2026-07-20T10:30",
    });
    expect(await problemOf(await plan("2026-02-30T10:30"))).toMatchObject({ status: 400, field: "startsAt" });
    const found = await read();
    expect(found.roll.meeting).toMatchObject({ id: meeting, status: "planned" });

    await save(roll([mark("anna", "absent")]), meeting);
    await at.apply();
    const absences = async () =>
      (
        await test.database.owner.query<{ n: number }>(
          "SELECT sum(absent)::int AS n FROM warehouse.cell_attendance_student WHERE student = $1",
          [idOf("anna")],
        )
      ).rows[0]?.n;
    const before = await absences();
    const set = (status: string, id = meeting) =>
      changeMeeting(ask("/m", { method: "PUT", cookie: lecturer, body: { entry: randomUUID(), status } }), withId(id));
    expect((await set("cancelled")).status).toBe(200);
    await at.apply();
    expect(await absences()).toBe((before ?? 0) - 1);
    expect((await set("held")).status).toBe(200);
    await at.apply();
    expect(await absences()).toBe(before);
    expect(await problemOf(await set("held", "m-next"))).toMatchObject({ status: 400, field: "status", rule: "begun" });
  });
});
