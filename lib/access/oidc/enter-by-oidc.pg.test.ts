import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { changeSignInSetting } from "../change-sign-in-settings";
import { changePassword } from "../passwords";
import { signIn } from "../sign-in";
import { SignInHarness, stranger } from "../testing/sign-in-services";
import { createUser, disableUser } from "../users";
import { enterByOidc } from "./enter-by-oidc";
import { addMapping, listMappings, removeMapping } from "./mappings";

const issuer = "https://idp.example.org";
const hour = 3_600_000;
let made = 0;

describe("sign-in by the institution's provider", () => {
  const test = useTestDatabase();
  let harness: SignInHarness;
  let subject = "";
  let email = "";
  beforeAll(async () => {
    harness = await SignInHarness.open(test.database, {
      NEXTAUTH_URL: "https://bellwether.example.org",
      BELLWETHER_OIDC_ISSUER: `${issuer}/`,
      BELLWETHER_OIDC_CLIENT_ID: "bellwether",
      BELLWETHER_OIDC_CLIENT_SECRET: "secret",
    });
    const add = (role: string, scope: Parameters<typeof addMapping>[2]["scope"]) =>
      addMapping(test.database, "system", { claim: "groups", value: role, role, scope });
    await add("viewer", { kind: "institution" });
    await add("dean", { kind: "org-units", ids: ["{college}"] });
    await add("faculty", { kind: "instructor", personClaim: "employee" });
  });
  beforeEach(async () => {
    harness.clock.ahead = 0;
    made += 1;
    subject = `subject-${made}`;
    email = `person-${made}@example.org`;
    for (const [name, value] of [
      ["matchByEmail", "no"],
      ["withoutGrant", "admit"],
      ["providerFactor", "asked"],
      ["secondFactorRoles", ""],
    ] as const)
      await changeSignInSetting(test.database, "system", name, value);
  });

  const claims = (more: Record<string, unknown> = {}) => ({ iss: issuer, sub: subject, email, email_verified: true, name: "Kim", ...more });
  const come = (more: Record<string, unknown> = {}) => enterByOidc(harness.services, claims(more), stranger("10.0.0.1"));
  const principal = async (more: Record<string, unknown> = {}) => {
    const entry = await come(more);
    return entry.kind === "signed-in" ? harness.principalOf(entry.sessionId) : null;
  };
  const users = async () => (await test.database.owner.query(`SELECT FROM app."user" WHERE lower(email) = lower($1)`, [email])).rowCount;
  const lastRefusal = async () => (await harness.audit("session.refused")).at(-1)?.reason;
  const refused = { kind: "refused" };

  it("makes a user at the first sign-in, and finds it by issuer and subject whatever else changes", async () => {
    const first = await principal();
    expect(first).toMatchObject({ name: "Kim", email, roles: [], scope: { kind: "none" } });
    const again = await principal({ email: `other-${email}`, name: "Another" });
    expect(again?.userId).toBe(first?.userId);
    expect(await harness.audit("identity.linked", first?.userId)).toEqual([{ issuer, how: "made" }]);
    expect(await harness.audit("session.began", first?.userId)).toEqual([
      { session: first?.sessionId, how: "oidc", secondFactor: null },
      { session: again?.sessionId, how: "oidc", secondFactor: null },
    ]);
  });

  it("who is known by the provider alone chooses no password, unless an administrator's link says so", async () => {
    const first = await principal();
    if (first === null) throw new Error("They come in.");
    const choose = (user: typeof first) => changePassword(harness.services, user, { password: "correct horse battery" });
    await expect(choose(first)).rejects.toMatchObject({ code: "forbidden" });
    await choose(await harness.came(first.userId, true));
    const signed = { username: email, password: "correct horse battery" };
    expect(await signIn(harness.services, signed, stranger("10.0.0.2"))).toMatchObject({ kind: "signed-in" });
  });

  it("many tabs at once make one user", async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => principal()));
    expect(new Set(all.map((one) => one?.userId)).size).toBe(1);
    expect(await users()).toBe(1);
  });

  it.each([
    ["no issuer", { iss: undefined }, "claims"],
    ["no subject", { sub: undefined }, "claims"],
    ["another issuer", { iss: "https://evil.example.org" }, "issuer"],
    ["an issuer that only begins alike", { iss: `${issuer}.evil.example` }, "issuer"],
    ["no e-mail", { email: undefined }, "claims"],
    ["an e-mail that the provider says is not verified", { email_verified: false }, "claims"],
  ])("%s is refused, and leaves nobody behind", async (_, more, reason) => {
    expect(await come(more)).toEqual(refused);
    expect(await lastRefusal()).toBe(reason);
    expect(await users()).toBe(0);
  });

  it("SCOPE-1: grants are those of the claims now; what was given by hand stays", async () => {
    const first = await principal({ groups: ["viewer", "faculty"], employee: "i-9" });
    expect(first?.roles.map(({ id }) => id)).toEqual(["faculty", "viewer"]);
    const userId = first?.userId ?? "";
    await test.database.owner.query(
      "INSERT INTO app.role_grant (id, user_id, role, scope) VALUES (gen_random_uuid(), $1, 'engineer', $2)",
      [userId, { kind: "institution" }],
    );
    const second = await principal({ groups: "dean", college: "eng" });
    expect(second?.roles.map(({ id }) => id)).toEqual(["dean", "engineer"]);
    expect(second?.scope).toEqual({
      kind: "union",
      scopes: expect.arrayContaining([{ kind: "org-units", orgUnits: ["eng"] }, { kind: "institution" }]),
    });
    const third = await principal({ groups: "dean", college: ["law", "eng"] });
    expect(third?.scope).toMatchObject({ scopes: expect.arrayContaining([{ kind: "org-units", orgUnits: ["eng", "law"] }]) });
    expect((await principal())?.roles.map(({ id }) => id)).toEqual(["engineer"]);
    const told = await harness.audit("grant.from-claim", userId);
    expect(told.map(({ what, role }) => `${what} ${role}`)).toEqual([
      "given viewer",
      "given faculty",
      "given dean",
      "ended viewer",
      "ended faculty",
      "given dean",
      "ended dean",
      "ended dean",
    ]);
  });

  it("SCOPE-1: a grant of claims lasts as long as the sign-in that brought it, and is renewed by the next", async () => {
    const first = await principal({ groups: "viewer" });
    harness.clock.ahead = 11 * hour;
    const second = await principal({ groups: "viewer" });
    harness.clock.ahead = 11 * hour + 50 * 60_000;
    await harness.sessions().touch(second?.sessionId ?? "");
    harness.clock.ahead = 12 * hour + 40 * 60_000;
    expect(await harness.principalOf(first?.sessionId ?? "")).toBeNull();
    expect((await harness.principalOf(second?.sessionId ?? ""))?.roles).toMatchObject([{ id: "viewer" }]);
    harness.clock.ahead = 30 * hour;
    const byHand = await harness.came(first?.userId ?? "", true);
    expect(byHand.roles).toEqual([]); // who comes in another way has nothing of the provider's word
    const grants = await test.database.owner.query("SELECT origin FROM app.role_grant WHERE user_id = $1", [first?.userId]);
    expect(grants.rows).toEqual([{ origin: "claim" }]);
  });

  it("a user of before is found by e-mail where that is allowed, of a verified address, and once", async () => {
    const userId = await createUser(test.database, {
      email: email.toUpperCase(),
      name: "Old",
      role: "viewer",
      scope: { kind: "institution" },
    });
    expect(await come()).toEqual(refused);
    expect(await lastRefusal()).toBe("email-taken");
    await changeSignInSetting(test.database, "system", "matchByEmail", "yes");
    for (const email_verified of [false, undefined]) expect(await come({ email_verified })).toEqual(refused);
    expect((await principal())?.userId).toBe(userId);
    expect(await harness.audit("identity.linked", userId)).toEqual([{ issuer, how: "email" }]);
    expect(await come({ sub: "another subject of this address" })).toEqual(refused);
    await changeSignInSetting(test.database, "system", "matchByEmail", "no");
    expect((await principal())?.userId).toBe(userId); // linked is linked
  });

  it("the demo's users are nobody's, whatever the provider says", async () => {
    await createUser(test.database, { email, name: "Demo", role: "admin", scope: { kind: "institution" }, demo: true });
    await changeSignInSetting(test.database, "system", "matchByEmail", "yes");
    expect(await come()).toEqual(refused);
  });

  it("without a role one comes in with nothing, or not at all and without a trace, as it is set", async () => {
    await changeSignInSetting(test.database, "system", "withoutGrant", "refuse");
    expect(await come()).toEqual(refused);
    expect(await lastRefusal()).toBe("no-grant");
    expect(await users()).toBe(0);
    expect((await principal({ groups: "viewer" }))?.roles).toMatchObject([{ id: "viewer" }]);
    expect(await come()).toEqual(refused); // the claim is gone
    const left = await test.database.owner.query(
      `SELECT FROM app.role_grant g JOIN app."user" u ON u.id = g.user_id WHERE u.email = $1 AND g.revoked_at IS NULL`,
      [email],
    );
    expect(left.rowCount).toBe(0);
  });

  it("a disabled user stays out, and is given nothing", async () => {
    const first = await principal();
    await disableUser(test.database, first?.userId ?? "");
    expect(await come({ groups: "viewer" })).toEqual(refused);
    expect(await lastRefusal()).toBe("disabled");
    expect((await test.database.owner.query("SELECT FROM app.role_grant WHERE user_id = $1", [first?.userId])).rowCount).toBe(0);
  });

  it("SCOPE-1: two factors at the provider count where it says so, or where it is trusted", async () => {
    await changeSignInSetting(test.database, "system", "secondFactorRoles", "viewer");
    const groups = "viewer";
    expect(await principal({ groups })).toMatchObject({ lacksSecondFactor: true, roles: [] });
    expect(await principal({ groups, amr: ["pwd"] })).toMatchObject({ lacksSecondFactor: true });
    expect(await principal({ groups, amr: "mfa" })).toMatchObject({ lacksSecondFactor: true }); // no list, no word
    expect(await principal({ groups, amr: ["pwd", "mfa"] })).toMatchObject({ roles: [{ id: "viewer" }] });
    await changeSignInSetting(test.database, "system", "providerFactor", "trusted");
    expect(await principal({ groups })).toMatchObject({ roles: [{ id: "viewer" }] });
  });

  it("a second factor of one's own is asked for after the provider as well", async () => {
    const first = await principal();
    await test.database.owner.query("INSERT INTO app.second_factor (user_id, sealed_secret, confirmed_at) VALUES ($1, $2, now())", [
      first?.userId,
      harness.services.vault.sealSignInSecret(first?.userId ?? "", "JBSWY3DPEHPK3PXP"),
    ]);
    expect(await come()).toMatchObject({ kind: "code-needed" });
    expect(await come({ amr: ["mfa"] })).toMatchObject({ kind: "signed-in" });
  });

  it("mappings are listed, refused twice or of no role, and taken away", async () => {
    const mapping = { claim: "groups", value: "x", role: "viewer", scope: { kind: "institution" } } as const;
    const { id } = await addMapping(test.database, "user:1", mapping);
    expect(await listMappings(test.database.owner)).toContainEqual({ id, ...mapping });
    await expect(addMapping(test.database, "user:1", mapping)).rejects.toMatchObject({ code: "conflict" });
    await expect(addMapping(test.database, "user:1", { ...mapping, role: "king" })).rejects.toMatchObject({ code: "not-found" });
    await removeMapping(test.database, "user:1", id);
    for (const gone of [id, "x"]) await expect(removeMapping(test.database, "user:1", gone)).rejects.toMatchObject({ code: "not-found" });
  });
});
