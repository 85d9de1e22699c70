import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createUser } from "@/lib/access/users";
import { cookieOf } from "@/lib/live/testing/live-process";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { PUT as noteLook } from "./looks/route";
import { POST as noteContact } from "./students/[id]/contacts/route";
import { GET as readAdvisees } from "./students/route";

const at9 = (day: string) => `${day}T00:00:00Z`;

const campus = [
  sent("term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
  sent("course.defined", { course: "c", title: "Statics", orgUnit: "u" }),
  sent("section.defined", { section: "s", course: "c", term: "t", instructors: ["lee"], meetingsPlanned: 8 }),
  ...["anna", "boram", "stranger"].flatMap((student) => [
    sent("person.defined", { person: student, name: student.toUpperCase(), kind: "student" }),
    sent("student.defined", { student, advisor: student === "stranger" ? "other" : "advisor" }),
    sent("registration.changed", { student, term: "t", status: "enrolled", effectiveOn: "2026-03-02" }),
    sent("enrollment.changed", { section: "s", student, status: "enrolled", effectiveOn: "2026-03-02" }),
  ]),
  sent("assessment.defined", { assessment: "quiz", section: "s", title: "Quiz", weight: 20, maxScore: 100 }),
  ...["2026-03-04", "2026-03-11", "2026-03-18", "2026-03-19"].map((day) =>
    sent("meeting.changed", { meeting: `m-${day}`, section: "s", startsAt: at9(day), status: "held" }),
  ),
];
const roll = (day: string, student: string, status: string) =>
  sent("attendance.recorded", { meeting: `m-${day}`, student, status }, at9(day));

const listSchema = z.object({
  since: z.string().nullable(),
  students: z.array(
    z.object({
      student: z.string(),
      name: z.string(),
      reasons: z.array(z.looseObject({ kind: z.string() })),
      changes: z.array(z.looseObject({ kind: z.string() })),
      lastContact: z.object({ channel: z.string(), note: z.string().nullable(), by: z.string().nullable(), at: z.string() }).nullable(),
    }),
  ),
});

describe("an advisor's list", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let advisor = "";
  let lecturer = "";

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-17T09:00:00Z");
    await at.happen(...campus, roll("2026-03-04", "boram", "absent"), roll("2026-03-04", "anna", "present"));
    advisor = await at.signIn("advisor", { kind: "advisor", person: await at.person("advisor") }, "Advisor Park");
    lecturer = await at.signIn("faculty", { kind: "instructor", person: await at.person("lee") }, "Lee");
  });
  afterAll(() => at.close());

  const read = async (cookie = advisor) => {
    const list = listSchema.parse(await (await readAdvisees(ask("/students?term=t", { cookie }))).json());
    return { ...list, of: (name: string) => list.students.find((one) => one.name === name) };
  };
  const look = (cookie: string | null = advisor, body: unknown = { about: "advisees", term: "t" }) =>
    noteLook(ask("/looks", { method: "PUT", cookie, body }));

  it("says nothing of what is new before the first look, nor within the first visit", async () => {
    expect((await read()).since).toBeNull();
    expect((await look()).status).toBe(204);
    at.setNow("2026-03-17T09:20:00Z");
    await at.happen(roll("2026-03-11", "boram", "absent"));
    expect((await look()).status).toBe(204);
    expect(await read()).toMatchObject({ since: null });
  });

  it("tells what came since the visit before, however late it was written down, and goes on telling during the visit", async () => {
    at.setNow("2026-03-19T09:00:00Z");
    await at.happen(
      // From the day before the look, arriving after it: by time it would not be new.
      { ...roll("2026-03-18", "anna", "absent"), recordedtime: "2026-03-17T08:00:00Z" },
      roll("2026-03-19", "anna", "absent"),
      sent("score.recorded", { assessment: "quiz", student: "anna", score: 41 }, "2026-03-10T00:00:00Z"),
    );
    const expected = [
      { kind: "absences", more: 2 },
      { kind: "mark", title: "Quiz", score: 41, maxScore: 100, course: "Statics" },
    ];
    for (let turn = 0; turn < 3; turn += 1) {
      const list = await read();
      expect(list.since).toBe("2026-03-17T09:20:00.000Z");
      expect(list.of("ANNA")?.changes).toMatchObject(expected);
      expect(list.of("BORAM")?.changes).toEqual([]);
      expect((await look()).status).toBe(204);
      at.setNow(`2026-03-19T09:${30 + turn * 10}:00Z`);
    }
    at.setNow("2026-03-20T09:00:00Z");
    expect(await read()).toMatchObject({ since: "2026-03-19T09:40:00.000Z", students: [{ changes: [] }, { changes: [] }] });
  });

  it("puts whom to call first on top, with reasons", async () => {
    const { students } = await read();
    expect(students.map((one) => [one.name, one.reasons.map((reason) => reason.kind)])).toEqual([
      ["BORAM", ["near"]], // missed all that there was
      ["ANNA", ["near"]],
    ]);
  });

  it("single students who were given to somebody are on their list as advisees are; without the permission without names", async () => {
    const scope = { kind: "students" as const, students: [await at.person("stranger")] };
    const given = await at.signIn("advisor", scope);
    expect((await read(given)).students.map(({ name }) => name)).toEqual(["STRANGER"]);
    const { database, sessions } = at.services;
    await database.owner.query(
      "INSERT INTO app.role (id, name, home, permissions) VALUES ('mentor', 'Mentor', 'students', '{students:see}')",
    );
    const userId = await createUser(database, { email: "mentor@example.org", name: "Mentor", role: "mentor", scope });
    const cookie = await cookieOf(await sessions.start(userId, { byLink: false }), "x".repeat(32));
    const answer = await (await readAdvisees(ask("/students?term=t", { cookie }))).json();
    expect(answer).toMatchObject({ students: [{ student: scope.students[0], name: `Student ${scope.students[0]?.slice(0, 8)}` }] });
  });

  it("a contact is on the list with who and what was said; its note is in no table in the clear, and reading it is recorded", async () => {
    const [entry, student] = [randomUUID(), await at.person("anna")];
    const send = (note: string) =>
      noteContact(ask("/c", { method: "POST", cookie: advisor, body: { entry, channel: "call", note } }), withId(student));
    expect((await send("Is ill until Monday.")).status).toBe(200);
    expect((await send("Is ill until Monday.")).status).toBe(200);
    expect((await send("Something else")).status).toBe(409);
    await at.apply();
    expect((await read()).of("ANNA")?.lastContact).toEqual({
      channel: "call",
      note: "Is ill until Monday.",
      by: "Advisor Park",
      at: "2026-03-20T09:00:00.000Z",
    });
    const kept = await test.database.owner.query(
      `SELECT (SELECT string_agg(e::text, '') FROM log.event e WHERE e.type = 'contact.noted') || (SELECT string_agg(k::text, '') FROM warehouse.fact_contact k)
         || (SELECT string_agg(n::text, '') FROM app.entry n) AS text`,
    );
    expect(kept.rows[0]?.text).toContain(entry);
    expect(kept.rows[0]?.text).not.toContain("Monday");
    expect(kept.rows[0]?.text).not.toContain("Park");
    const audit = await test.database.owner.query("SELECT count(*)::int AS n FROM app.audit WHERE action = 'notes.revealed'");
    expect(audit.rows[0]?.n).toBe(1);
    expect((await at.services.database.owner.query("SELECT count(*)::int AS n FROM warehouse.fact_contact")).rows[0]?.n).toBe(1);
  });

  it.each([
    [{ entry: randomUUID(), channel: "pigeon", note: "" }, "channel", "enum"],
    [{ entry: "1", channel: "call", note: "" }, "entry", "format"],
    [{ entry: randomUUID(), channel: "call", note: "x".repeat(4_001) }, "note", "max"],
    [{ entry: randomUUID(), channel: "call" }, "note", "required"],
    [{ entry: randomUUID(), channel: "call", note: "\u0000" }, "note", "text"],
  ])("bad input names field and rule: %j", async (body, field, rule) => {
    const answer = await noteContact(ask("/c", { method: "POST", cookie: advisor, body }), withId(await at.person("anna")));
    expect([answer.status, await answer.json()]).toMatchObject([400, { field, rule }]);
  });

  it("SCOPE-1: whoever advises nobody has an empty list, and nothing is kept of their look", async () => {
    expect((await read(lecturer)).students).toEqual([]);
    const kept = async () => (await test.database.owner.query("SELECT about FROM app.look")).rows;
    const before = await kept();
    expect((await look(lecturer)).status).toBe(204);
    expect((await look(advisor, { about: "advisees", term: "no-such-term" })).status).toBe(404);
    expect(await kept()).toEqual(before);
    expect((await look(null)).status).toBe(401);
    expect((await readAdvisees(ask("/students?term=t"))).status).toBe(401);
    expect((await look(advisor, { about: "everything", term: "t" })).status).toBe(400);
  });
});
