import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { userOf } from "@/lib/access/authenticate";
import type { UserPrincipal } from "@/lib/access/principal";
import { revealPeople } from "@/lib/access/reveal";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { POST as findPlaces } from "./places/route";
import { GET as readRows } from "./rows/[kpi]/route";
import { GET as readSection } from "./sections/[id]/students/route";

const campus = [
  sent("org-unit.defined", { orgUnit: "u", name: "U", kind: "department" }),
  sent("org-unit.defined", { orgUnit: "v", name: "V", kind: "department" }),
  sent("term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
  ...["u", "v"].flatMap((unit) => [
    sent("course.defined", { course: `c-${unit}`, title: "Statics", orgUnit: unit }),
    sent("section.defined", { section: `s-${unit}`, course: `c-${unit}`, term: "t", instructors: ["lee"] }),
    sent("meeting.changed", { meeting: `m-${unit}`, section: `s-${unit}`, startsAt: "2026-03-04T00:00:00Z", status: "held" }),
    ...[1, 2].flatMap((n) => {
      const student = `20260${n}-${unit}`;
      return [
        sent("person.defined", {
          person: student,
          name: `Kim ${unit}${n}`,
          email: `kim.${unit}${n}@school.example`,
          birthDate: `2004-0${n}-11`,
          kind: "student",
        }),
        sent("student.defined", { student, advisor: unit === "u" ? "advisor" : null }),
        sent("registration.changed", { student, term: "t", status: "enrolled", effectiveOn: "2026-03-02" }),
        sent("enrollment.changed", { section: `s-${unit}`, student, status: "enrolled", effectiveOn: "2026-03-02" }),
        sent("attendance.recorded", { meeting: `m-${unit}`, student, status: "absent" }, "2026-03-04T00:00:00Z"),
      ];
    }),
  ]),
];
const institution = { kind: "institution" } as const;
const listSchema = z.object({ students: z.array(z.object({ student: z.string(), name: z.string().nullable() })) });

describe("persons on their way to a screen", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-17T09:00:00Z");
    await at.happen(...campus);
    await test.database.owner.query(`INSERT INTO app.role (id, name, home, permissions) VALUES
      ('counter', 'Counter', 'overview', '{students:see}'), ('nameless', 'Nameless', 'overview', '{people:name,people:contact}')`);
    cookies.dean = await at.signIn("dean", institution, "Dean");
    cookies.counter = await at.signIn("counter", institution, "Counter");
    cookies.nameless = await at.signIn("nameless", institution, "Nameless");
    cookies.viewer = await at.signIn("viewer", institution, "Viewer");
    cookies.advisor = await at.signIn("advisor", { kind: "advisor", person: await at.person("advisor") }, "Advisor");
    cookies.lecturer = await at.signIn("faculty", { kind: "instructor", person: await at.person("lee") }, "Lee");
  });
  afterAll(() => at.close());

  const principalOf = async (who: string): Promise<UserPrincipal> => {
    const found = await userOf(at.services, cookies[who] ?? "");
    if (found === null) throw new Error(`${who} is not signed in.`);
    return found;
  };
  const everybody = () => Promise.all(["202601-u", "202602-u", "202601-v", "202602-v"].map((id) => at.person(id)));
  const shownTo = async (who: string) =>
    revealPeople(at.services, await principalOf(who), await everybody(), { at: { screen: "students" }, locale: "en" });
  const section = async (who: string, headers: Record<string, string> = {}) => {
    const request = ask("/section", { cookie: cookies[who] ?? null });
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    return readSection(request, withId("s-u"));
  };

  it("PII-1: name and number by people:name, address and birth date by people:contact, each within its own scope", async () => {
    const [u1, , v1] = await everybody();
    const dean = await shownTo("dean");
    expect(dean.size).toBe(4);
    expect(dean.get(u1 ?? "")).toEqual({ label: "Kim u1", name: "Kim u1", id: "202601-u", email: null, birthDate: null });
    const advisor = await shownTo("advisor");
    expect([...advisor.values()].map(({ label }) => label).sort()).toEqual(["Kim u1", "Kim u2"]);
    expect(advisor.get(u1 ?? "")).toMatchObject({ email: "kim.u1@school.example", birthDate: "2004-01-11" });
    expect(advisor.get(v1 ?? "")).toBeUndefined();
  });

  it("PII-1: who may see students and not their names sees a label that stays the same and says nothing", async () => {
    const people = await everybody();
    const shown = await shownTo("counter");
    for (const person of people)
      expect(shown.get(person)).toEqual({
        label: `Student ${person.slice(0, 8)}`,
        name: null,
        id: null,
        email: null,
        birthDate: null,
      });
    expect(new Set([...shown.values()].map(({ label }) => label)).size).toBe(4);
    const listed = await section("counter");
    const text = await listed.clone().text();
    expect(listed.status).toBe(200);
    for (const secret of ["Kim", "school.example"]) expect(text).not.toContain(secret);
    expect(listSchema.parse(await listed.json()).students[0]?.name).toMatch(/^Student [0-9a-f]{8}$/);
    const korean = listSchema.parse(await (await section("counter", { "accept-language": "ko" })).json());
    expect(korean.students[0]?.name).toMatch(/^학생 [0-9a-f]{8}$/);
    const rows = await readRows(ask("/rows?groupBy=date", { cookie: cookies.counter ?? null }), {
      params: Promise.resolve({ kpi: "attendance-rate" }),
    });
    expect(await rows.text()).not.toContain("Kim");
  });

  it("SCOPE-1: a right to names is no right to see students", async () => {
    expect((await shownTo("nameless")).size).toBe(0);
    expect((await shownTo("viewer")).size).toBe(0);
    expect((await section("nameless")).status).toBe(404);
    expect((await section("viewer")).status).toBe(404);
  });

  it("PII-1: who may not see names finds nobody by them, nor by number", async () => {
    const search = async (who: string, text: string) =>
      z
        .object({ people: z.object({ found: z.array(z.object({ id: z.string() })) }) })
        .parse(await (await findPlaces(ask("/places", { method: "POST", cookie: cookies[who] ?? null, body: { text } }))).json()).people
        .found;
    for (const text of ["Kim", "202601-u"]) {
      expect(await search("counter", text)).toEqual([]);
      expect(await search("nameless", text)).toEqual([]);
      expect((await search("dean", text)).length).toBeGreaterThan(0);
    }
  });

  it("each look says who, where and at whom; the same again within minutes is the same; another session's is another", async () => {
    const looks = async () =>
      (
        await test.database.owner.query(
          "SELECT actor, subject, people::text[], detail FROM app.audit WHERE action = 'people.revealed' ORDER BY id",
        )
      ).rows;
    const before = (await looks()).length;
    await section("lecturer");
    await section("lecturer");
    const made = (await looks()).slice(before);
    const { userId } = await principalOf("lecturer");
    expect(made).toEqual([
      {
        actor: `user:${userId}`,
        subject: "section:s-u",
        people: [await at.person("202601-u"), await at.person("202602-u")].sort(),
        detail: { screen: "section", people: 2 },
      },
    ]);
    await section("dean");
    expect((await looks()).length).toBe(before + 2);
  });
});
