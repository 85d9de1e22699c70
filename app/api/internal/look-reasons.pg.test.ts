import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listLooks } from "@/lib/access/audit/list-looks";
import { userOf } from "@/lib/access/authenticate";
import { isForeign, reasonGiven } from "@/lib/access/look-reasons";
import { revealPeople } from "@/lib/access/reveal";
import { policySchema } from "@/lib/kpis/policy";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { PUT as give } from "./students/[id]/reason/route";

const campus = [
  sent("org-unit.defined", { orgUnit: "u", name: "U", kind: "department" }),
  sent("term.defined", { term: "t", name: "T", academicYear: "2026", startsOn: "2026-03-02", endsOn: "2026-06-19" }),
  sent("course.defined", { course: "c", title: "Statics", orgUnit: "u" }),
  sent("section.defined", { section: "s", course: "c", term: "t", instructors: ["lee"] }),
  sent("person.defined", { person: "anna", name: "Anna", kind: "student" }),
  sent("student.defined", { student: "anna", advisor: "park" }),
  sent("registration.changed", { student: "anna", term: "t", status: "enrolled", effectiveOn: "2026-03-02" }),
  sent("enrollment.changed", { section: "s", student: "anna", status: "enrolled", effectiveOn: "2026-03-02" }),
];

describe("the reason for a look", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  const cookies: Record<string, string> = {};

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-17T09:00:00Z");
    await at.happen(...campus);
    cookies.dean = await at.signIn("dean", { kind: "org-units", orgUnits: ["u"] }, "Dean Choi");
    cookies.lecturer = await at.signIn("faculty", { kind: "instructor", person: await at.person("lee") });
    cookies.advisor = await at.signIn("advisor", { kind: "advisor", person: await at.person("park") });
    cookies.stranger = await at.signIn("dean", { kind: "org-units", orgUnits: ["elsewhere"] });
    cookies.viewer = await at.signIn("viewer", { kind: "institution" });
  });
  afterAll(() => at.close());

  const who = async (name: string) => {
    const user = await userOf(at.services, cookies[name] ?? "");
    if (user === null) throw new Error(`${name} is not signed in.`);
    return user;
  };
  const send = async (name: string | null, body: unknown, student?: string) =>
    give(
      ask("/reason", { method: "PUT", cookie: name === null ? null : (cookies[name] ?? null), body }),
      withId(student ?? (await at.person("anna"))),
    );

  it("is not asked for unless the institution wants it", () => {
    expect(policySchema.shape.privacy.parse(undefined)).toEqual({ lookUpReason: "none" });
  });

  it("a student is foreign to who neither teaches nor advises them", async () => {
    const anna = await at.person("anna");
    const foreign = async (name: string) => isForeign(at.services, await who(name), anna);
    expect([await foreign("dean"), await foreign("lecturer"), await foreign("advisor")]).toEqual([true, false, false]);
  });

  it("holds for the session and the student, is recorded with the look, and its words are sealed", async () => {
    const anna = await at.person("anna");
    const dean = await who("dean");
    expect(await reasonGiven(at.services, dean, anna)).toBeNull();
    expect((await send("dean", { reason: "complaint", note: " Her mother called. " })).status).toBe(204);
    const given = await reasonGiven(at.services, dean, anna);
    expect(given).toEqual({ reason: "complaint", note: expect.any(String) });
    expect(await reasonGiven(at.services, await who("lecturer"), anna)).toBeNull();
    await revealPeople(at.services, dean, [anna], { at: { screen: "student", detail: given ?? {} }, locale: "en" });
    const kept = await test.database.owner.query(
      "SELECT string_agg(a::text, '') || (SELECT string_agg(l::text, '') FROM app.look_reason l) AS text FROM app.audit a",
    );
    expect(kept.rows[0]?.text).toContain("complaint");
    expect(kept.rows[0]?.text).not.toContain("mother");
    const looks = [];
    for await (const look of listLooks(at.services.database, at.services.vault, anna)) looks.push(look);
    expect(looks[0]).toMatchObject({
      name: "Dean Choi",
      action: "people.revealed",
      screen: "student",
      people: 1,
      because: { reason: "complaint", note: "Her mother called." },
    });
  });

  it.each([
    [{ reason: "curiosity", note: "" }, "reason"],
    [{ reason: "other", note: "  " }, "note"],
    [{ reason: "duty", note: "x".repeat(501) }, "note"],
    [{ reason: "duty", note: "\u0000" }, "note"],
    [{ reason: "duty" }, "note"],
    [{ note: "secret words" }, "reason"],
  ])("is one of the list, in words where it is another, and is not said back: %j", async (body, field) => {
    const answer = await send("dean", body);
    const text = await answer.text();
    expect([answer.status, JSON.parse(text)]).toMatchObject([400, { field }]);
    expect(text).not.toContain("secret words");
  });

  it("SCOPE-1: nobody gives one for whom they may not see", async () => {
    const said = { reason: "duty", note: "" };
    expect((await send(null, said)).status).toBe(401);
    for (const name of ["stranger", "viewer"]) expect((await send(name, said)).status).toBe(404);
    expect((await send("dean", said, "00000000-0000-4000-8000-000000000000")).status).toBe(404);
    expect((await send("dean", said, "anna")).status).toBe(404);
  });
});
