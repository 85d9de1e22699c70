import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { showSignIn } from "@/lib/access/administration/show-sign-in";
import { signInSchema } from "@/lib/access/administration/sign-in-shapes";
import { addMapping, listMappings } from "@/lib/access/oidc/mappings";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, sent, withId } from "@/lib/runtime/testing/routes";
import { POST as makeRole } from "../roles/route";
import { POST as remove } from "./mappings/[id]/remove/route";
import { POST as add } from "./mappings/route";
import { GET as show } from "./route";

const everything = { kind: "institution" } as const;
const units = (...ids: string[]) => ({ kind: "org-units", ids });
const wanted = { claim: "groups", value: "deans", role: "dean", scope: units("{college}", "eng") };

describe("sign-in as administration has it", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let admin: { userId: string; cookie: string };
  let clerk: string;
  beforeAll(async () => {
    at = await RouteHarness.open(test.url, "2026-03-09T03:00:00Z");
    await at.happen(sent("org-unit.defined", { orgUnit: "eng", name: "Engineering", nameKo: "공과대학", kind: "college" }));
    admin = await at.enter("admin", everything, "Root");
    const content = { name: "Clerk", nameKo: null, home: "overview", permissions: ["access:manage"] };
    const role = await makeRole(ask("/x", { method: "POST", cookie: admin.cookie, body: content }));
    clerk = await at.signIn(z.object({ id: z.string() }).parse(await role.json()).id, everything, "Clerk");
  });
  afterAll(() => at.close());

  const answered = async (answer: Response): Promise<Record<string, unknown>> => ({
    status: answer.status,
    ...z.record(z.string(), z.unknown()).parse(await answer.json()),
  });
  const adding = async (body: unknown, cookie = admin.cookie) => answered(await add(ask("/x", { method: "POST", cookie, body })));
  const removing = async (id: string, cookie = admin.cookie) =>
    answered(await remove(ask("/x", { method: "POST", cookie, body: {} }), withId(id)));
  const shown = async () => signInSchema.parse(await (await show(ask("/x", { cookie: admin.cookie }))).json());
  const audited = async () => {
    const found = await test.database.owner.query(
      "SELECT actor, action, detail FROM app.audit WHERE action LIKE 'claim-mapping.%' ORDER BY id",
    );
    return found.rows;
  };

  it("a mapping is added, shown with what its places are called, and removed; the audit says both, and by whom", async () => {
    const added = await adding(wanted);
    expect(added).toMatchObject({ status: 201, id: expect.any(String) });
    const members = [
      { id: "eng", name: "Engineering" },
      { id: "{college}", name: "{college}" },
    ];
    const mapping = { claim: "groups", value: "deans", scope: { kind: "org-units", members } };
    expect((await shown()).mappings).toMatchObject([{ ...mapping, role: { id: "dean" } }]);
    // The sign-in reads the same rows.
    expect(await listMappings(test.database.owner)).toMatchObject([{ ...wanted, scope: units("eng", "{college}") }]);
    expect(await removing(String(added.id))).toMatchObject({ status: 200 });
    expect((await shown()).mappings).toEqual([]);
    const detail = { claim: "groups", value: "deans", role: "dean", scope: units("eng", "{college}") };
    const actor = `user:${admin.userId}`;
    expect(await audited()).toEqual([
      { actor, action: "claim-mapping.added", detail },
      { actor, action: "claim-mapping.removed", detail },
    ]);
    expect(await removing(String(added.id))).toMatchObject({ status: 404 });
  });

  it.each([
    [{ ...wanted, claim: "" }, { field: "claim" }],
    [{ ...wanted, value: "  " }, { field: "value" }],
    [
      { ...wanted, role: "king" },
      { field: "role", rule: "exists", found: "king" },
    ],
    [
      { ...wanted, scope: units("{college}", "nowhere") },
      { field: "scope.ids.1", rule: "exists", found: "nowhere" },
    ],
    [
      { ...wanted, scope: units("a{college}") },
      { field: "scope.ids.0", rule: "placeholder", found: "a{college}" },
    ],
    [{ ...wanted, scope: units() }, { field: "scope.ids" }],
    [{ ...wanted, scope: { kind: "students", students: [] } }, { field: "scope.kind" }],
    [{ ...wanted, scope: { kind: "advisor" } }, { field: "scope.personClaim" }],
    [{ ...wanted, more: 1 }, { field: "body" }],
  ])("%j is refused with field, rule and what was found", async (body, refusal) => {
    const answer = await adding(body);
    expect(answer).toMatchObject({ status: 400, code: "bad-request", rule: expect.any(String), ...refusal });
    expect((await shown()).mappings).toEqual([]);
  });

  it("the same is there once, however its places are ordered", async () => {
    const added = await adding(wanted);
    const again = await adding({ ...wanted, scope: units("eng", "{college}", "eng") });
    expect(again).toMatchObject({ status: 409, field: "claim", rule: "unique", found: "groups" });
    await removing(String(added.id));
  });

  it("SCOPE-1: nobody maps more than they hold, nor takes away what gives more", async () => {
    const refused = { status: 403, field: "role", rule: "more-than-held", found: "dean" };
    expect(await adding(wanted, clerk)).toMatchObject(refused);
    const { id } = await addMapping(test.database, "system", { claim: "groups", value: null, role: "dean", scope: everything });
    expect(await removing(id, clerk)).toMatchObject(refused);
    await removing(id);
  });

  it("shows the provider by the names of its settings, and never its secret", async () => {
    expect(await shown()).toMatchObject({ provider: null, settings: { idleMinutes: 60, secondFactorRoles: [] } });
    const oidc = { issuer: "https://idp.example", clientId: "bellwether", clientSecret: "hush", name: "Example", scopes: "openid" };
    const config = { oidc, nextAuthUrl: "https://kpi.example" };
    const answer = await showSignIn({ database: test.database, config }, false);
    expect(answer.provider).toEqual({
      name: "Example",
      issuer: "https://idp.example",
      returnsTo: "https://kpi.example/api/auth/callback/oidc",
    });
    expect(answer.environment).toContainEqual({ name: "BELLWETHER_OIDC_CLIENT_SECRET", set: true, value: null });
    expect(answer.environment).toContainEqual({ name: "BELLWETHER_OIDC_ISSUER", set: true, value: "https://idp.example" });
    expect(JSON.stringify(answer)).not.toContain("hush");
  });
});
