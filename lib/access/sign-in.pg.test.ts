import { beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "@/lib/platform/config";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { Vault } from "@/lib/privacy/vault";
import type { AccessServices } from "./access-services";
import { changePassword, needsCurrentPassword } from "./passwords";
import type { UserPrincipal } from "./principal";
import { Sessions } from "./sessions";
import { signIn } from "./sign-in";
import { createSignInLink } from "./sign-in-links";
import { mostForAccount, mostForAddress, SignInThrottle } from "./throttle";
import { createUser, disableUser, findActiveUser } from "./users";

const password = "correct horse battery";
const other = "staple horse battery";
const secret = "x".repeat(32);

describe("who signs in", () => {
  const test = useTestDatabase();
  let services: Pick<AccessServices, "database" | "vault" | "config" | "throttle">;
  let sessions: Sessions;

  beforeAll(async () => {
    const { database } = test;
    const config = loadConfig({ NODE_ENV: "test", BELLWETHER_DEMO: "off", NEXTAUTH_SECRET: secret });
    services = { database, config, vault: await Vault.open(database, testVaultKey), throttle: new SignInThrottle(database, secret) };
    sessions = new Sessions(database, { subscribe: () => () => undefined, stop: async () => undefined }, Date.now);
  });

  const newUser = (email: string) => createUser(test.database, { email, name: email, role: "viewer", scope: { kind: "institution" } });
  const came = async (userId: string, byLink: boolean): Promise<UserPrincipal> => {
    const principal = await sessions.principalOf(await sessions.start(userId, { byLink }));
    if (principal === null) throw new Error("The session holds.");
    return principal;
  };
  const withPassword = async (email: string) => {
    const userId = await newUser(email);
    await changePassword(services, await came(userId, true), { password });
    return userId;
  };
  /** The user's id, or null. */
  const tries = (username: string, word: string, address = "10.0.0.1") =>
    signIn(services, { username, password: word }, address).then((found) => found?.userId ?? null);

  it("by e-mail, however it is spelled, and password; nobody else, and no user without one", async () => {
    const userId = await withPassword("kim@example.org");
    expect(await signIn(services, { username: " Kim@Example.org", password }, "a")).toEqual({ userId, byLink: false });
    expect(await tries("kim@example.org", other)).toBeNull();
    expect(await tries("kim@example.org", "")).toBeNull();
    expect(await tries("kim@example.org", password.repeat(20))).toBeNull();
    expect(await tries("nobody@example.org", password)).toBeNull();
    await newUser("new@example.org");
    expect(await tries("new@example.org", "")).toBeNull();
    expect(await tries("new@example.org", "null")).toBeNull();
    await disableUser(test.database, userId);
    expect(await tries("kim@example.org", password)).toBeNull();
    await expect(findActiveUser(test.database, "kim@example.org")).rejects.toMatchObject({ code: "not-found" });
  });

  it("keeps no password, but an argon2id hash", async () => {
    const userId = await withPassword("hash@example.org");
    const kept = await test.database.owner.query(`SELECT to_jsonb(u)::text AS row FROM app."user" u WHERE id = $1`, [userId]);
    expect(kept.rows[0].row).toContain("$argon2id$v=19$m=19456,t=2,p=1$");
    expect(kept.rows[0].row).not.toContain(password);
  });

  it("by a link once, within its time, while its user is active; its token is not kept", async () => {
    const userId = await newUser("link@example.org");
    const token = await createSignInLink(test.database, userId);
    const kept = await test.database.owner.query("SELECT string_agg(to_jsonb(l)::text, '') AS rows FROM app.sign_in_link l");
    expect(kept.rows[0].rows).not.toContain(token);
    const all = await Promise.all(Array.from({ length: 5 }, () => signIn(services, { token }, "a")));
    expect(all.filter((found) => found !== null)).toEqual([{ userId, byLink: true }]);
    const late = await createSignInLink(test.database, userId);
    await test.database.owner.query("UPDATE app.sign_in_link SET expires_at = now() - interval '1 ms' WHERE used_at IS NULL");
    expect(await signIn(services, { token: late }, "a")).toBeNull();
    expect(await signIn(services, { token: "made up", username: "link@example.org" }, "a")).toBeNull();
    const last = await createSignInLink(test.database, userId);
    await disableUser(test.database, userId);
    expect(await signIn(services, { token: last }, "a")).toBeNull();
  });

  it.each(["admin", "dean", "faculty", "advisor", "engineer", "viewer"])("%s is a name in the demo alone", async (role) => {
    expect(await signIn(services, { username: role }, "a")).toBeNull();
    expect(await tries(`${role}@demo.invalid`, password)).toBeNull();
    const demo = { ...services, config: { ...services.config, demo: true } };
    const found = await signIn(demo, { username: role }, "a");
    const principal = await came(found?.userId ?? "", false);
    expect(principal.roles).toMatchObject([{ id: role }]);
    expect(await signIn(demo, { username: role }, "b")).toEqual(found); // made once
    await test.database.owner.query(`UPDATE app."user" SET email = id::text WHERE id = $1`, [found?.userId]);
    const both = await Promise.all([signIn(demo, { username: role }, "c"), signIn(demo, { username: role }, "d")]);
    expect(both[0]).not.toBeNull();
    expect(both[0]).toEqual(both[1]);
    await expect(changePassword(services, principal, { password })).rejects.toMatchObject({ code: "forbidden" });
    // Outside the demo a demo user that is still there is nobody, with whatever password.
    await test.database.owner.query(
      `UPDATE app."user" SET password_hash = (SELECT password_hash FROM app."user" WHERE email = 'hash@example.org') WHERE id = $1`,
      [found?.userId],
    );
    expect(await tries(`${role}@demo.invalid`, password, role)).toBeNull();
  });

  it("a password is chosen after a link or the first time, and else with the current one", async () => {
    const userId = await newUser("choose@example.org");
    const first = await came(userId, false);
    expect(await needsCurrentPassword(test.database, first)).toBe("nothing");
    await changePassword(services, first, { password });
    expect(await needsCurrentPassword(test.database, first)).toBe("current");
    await expect(changePassword(services, first, { password: other })).rejects.toMatchObject({
      code: "forbidden",
      facts: { field: "current" },
    });
    await changePassword(services, first, { password: other, current: password });
    expect(await tries("choose@example.org", password)).toBeNull();
    expect(await tries("choose@example.org", other)).toBe(userId);
    const byLink = await came(userId, true);
    await changePassword(services, byLink, { password });
    expect(await needsCurrentPassword(test.database, byLink)).toBe("current"); // the link was good for one
    const trail = await test.database.owner.query("SELECT action FROM app.audit WHERE actor = $1", [`user:${userId}`]);
    expect(trail.rows.map(({ action }) => action)).toEqual(Array(3).fill("password.changed"));
  });

  it("a new password ends the user's other sessions and open links, and nobody else's", async () => {
    const [userId, bystander] = [await newUser("theft@example.org"), await newUser("bystander@example.org")];
    const [mine, thief, theirs] = [await came(userId, true), await came(userId, false), await came(bystander, false)];
    const [token, another] = [await createSignInLink(test.database, userId), await createSignInLink(test.database, bystander)];
    await changePassword(services, mine, { password });
    const fresh = new Sessions(test.database, { subscribe: () => () => undefined, stop: async () => undefined }, Date.now);
    expect(await fresh.principalOf(thief.sessionId)).toBeNull();
    expect(await fresh.principalOf(mine.sessionId)).not.toBeNull();
    expect(await fresh.principalOf(theirs.sessionId)).not.toBeNull();
    expect(await signIn(services, { token }, "a")).toBeNull();
    expect(await signIn(services, { token: another }, "a")).not.toBeNull();
  });

  it.each([
    ["x".repeat(11), "min"],
    ["x".repeat(201), "max"],
  ])("a password of another length is refused by field and rule", async (word, rule) => {
    const user = await came(await newUser(`${rule}@example.org`), true);
    await expect(changePassword(services, user, { password: word })).rejects.toMatchObject({
      code: "bad-request",
      facts: { field: "password", rule },
    });
  });

  it("guesses are counted by account and address, many at once too; who knows the password is not", async () => {
    const userId = await withPassword("guess@example.org");
    for (let n = 0; n < mostForAccount * 2; n += 1) expect(await tries("guess@example.org", password, "home")).toBe(userId);
    await Promise.all(Array.from({ length: mostForAccount * 3 }, () => tries("guess@example.org", other, "attacker")));
    expect(await tries("guess@example.org", password, "attacker")).toBeNull();
    expect(await tries("Guess@example.org", password, "attacker")).toBeNull();
    expect(await tries("guess@example.org", password, "home")).toBe(userId); // nobody is locked out from elsewhere
    await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now()");
    expect(await tries("guess@example.org", password, "attacker")).toBe(userId);
  });

  it("many accounts from one address are counted together", async () => {
    const userId = await withPassword("spray@example.org");
    for (let n = 0; n < mostForAddress; n += 1) await tries(`someone-${n}@example.org`, other, "sprayer");
    expect(await tries("spray@example.org", password, "sprayer")).toBeNull();
    expect(await tries("spray@example.org", password, "elsewhere")).toBe(userId);
    const rows = async () => (await test.database.owner.query("SELECT FROM app.sign_in_attempt")).rowCount;
    const before = await rows();
    for (let n = 0; n < 20; n += 1) await tries(`anyone-${n}@example.org`, other, "sprayer");
    expect(await rows()).toBe(before); // whoever is refused leaves nothing behind
    await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now() - interval '1 s'");
    await tries("nobody@example.org", other, "later");
    expect(await rows()).toBe(2);
  });

  it("a session does not help to guess its user's password", async () => {
    const user = await came(await withPassword("session@example.org"), false);
    const guess = () => changePassword(services, user, { password: other, current: other }).catch(({ code }) => code);
    for (let n = 0; n < mostForAccount; n += 1) expect(await guess()).toBe("forbidden");
    expect(await guess()).toBe("too-many-requests");
  });
});
