import { verify } from "@node-rs/argon2";
import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Caller, Entry } from "./caller";
import { changePassword, needsCurrentPassword } from "./passwords";
import { signIn } from "./sign-in";
import { createSignInLink } from "./sign-in-links";
import { SignInHarness, stranger } from "./testing/sign-in-services";
import { most } from "./throttle";
import { createUser, disableUser, findActiveUser } from "./users";

const password = "correct horse battery";
const other = "staple horse battery";

describe("who signs in", () => {
  const test = useTestDatabase();
  let harness: SignInHarness;
  beforeAll(async () => {
    harness = await SignInHarness.open(test.database);
  });

  const newUser = (email: string) => createUser(test.database, { email, name: email, role: "viewer", scope: { kind: "institution" } });
  const withPassword = async (email: string) => {
    const userId = await newUser(email);
    await changePassword(harness.services, await harness.came(userId, true), { password });
    return userId;
  };
  /** The user whose session began; null where nobody's did. */
  const userOf = async (entry: Entry) =>
    entry.kind === "signed-in" ? ((await harness.principalOf(entry.sessionId))?.userId ?? null) : null;
  const tries = async (username: string, word: string, caller: string | Caller = "10.0.0.1") =>
    userOf(await signIn(harness.services, { username, password: word }, typeof caller === "string" ? stranger(caller) : caller));
  const byLink = (token: string) => signIn(harness.services, { token }, stranger("a"));
  const refused = { kind: "refused" };

  it("by e-mail, however it is spelled, and password; nobody else, and no user without one", async () => {
    const userId = await withPassword("kim@example.org");
    expect(await tries(" Kim@Example.org", password)).toBe(userId);
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

  it("nothing tells whether there is an account: the same answer, after the same work", async () => {
    const known = await withPassword("there@example.org");
    await newUser("without@example.org");
    const disabled = await withPassword("disabled@example.org");
    await disableUser(test.database, disabled);
    await withPassword("locked@example.org");
    for (let n = 0; n < most.accountAtAddress; n += 1) await tries("locked@example.org", other, "locker");
    const answers: { entry: Entry; work: string[] }[] = [];
    const cases = [
      ["there@example.org", other, "e1"],
      ["nobody@example.org", other, "e2"],
      ["without@example.org", other, "e3"],
      ["disabled@example.org", password, "e4"],
      ["locked@example.org", password, "locker"],
    ] as const;
    for (const [username, word, address] of cases) {
      const work: string[] = [];
      const count = (hash: string, tried: string) => {
        work.push(hash.split("$").slice(1, 4).join("$"));
        return verify(hash, tried);
      };
      answers.push({ entry: await signIn(harness.services, { username, password: word }, stranger(address), count), work });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ entry: refused, work: ["argon2id$v=19$m=19456,t=2,p=1"] })]),
    );
    expect(await tries("there@example.org", password, "e1")).toBe(known);
  });

  it("refusals are in the audit by a keyed hash of what was typed and a class, never by the address itself", async () => {
    const before = (await harness.audit("session.refused")).length;
    await tries("audited@example.org", other, "audit-1");
    await tries("Audited@example.org", other, "audit-2");
    await byLink("made up");
    const [first, second, third] = (await harness.audit("session.refused")).slice(before);
    expect(first).toEqual({ how: "password", reason: "wrong", account: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(second).toEqual(first);
    expect(third).toEqual({ how: "link", reason: "link" });
    for (let n = 0; n < 20; n += 1) await byLink("made up");
    expect((await harness.audit("session.refused")).length - before).toBe(2 + most.device); // who tries links does not fill it
    const all = await test.database.owner.query("SELECT string_agg(to_jsonb(a)::text, '') AS rows FROM app.audit a");
    expect(all.rows[0].rows).not.toMatch(/audited@/i);
  });

  it("by a link once, within its time, while its user is active; its token is not kept", async () => {
    const userId = await newUser("link@example.org");
    const token = await createSignInLink(test.database, userId);
    const kept = await test.database.owner.query("SELECT string_agg(to_jsonb(l)::text, '') AS rows FROM app.sign_in_link l");
    expect(kept.rows[0].rows).not.toContain(token);
    const all = await Promise.all(Array.from({ length: 5 }, () => byLink(token)));
    const came = all.filter(({ kind }) => kind === "signed-in");
    expect(came).toHaveLength(1);
    expect(await Promise.all(came.map(userOf))).toEqual([userId]);
    expect(await byLink(token)).toEqual(refused);
    const late = await createSignInLink(test.database, userId);
    await test.database.owner.query("UPDATE app.sign_in_link SET expires_at = now() - interval '1 ms' WHERE used_at IS NULL");
    expect(await byLink(late)).toEqual(refused);
    expect(await signIn(harness.services, { token: "made up", username: "link@example.org" }, stranger("a"))).toEqual(refused);
    const last = await createSignInLink(test.database, userId);
    await disableUser(test.database, userId);
    expect(await byLink(last)).toEqual(refused);
  });

  it.each(["admin", "dean", "faculty", "advisor", "engineer", "viewer"])("%s is a name in the demo alone", async (role) => {
    const { services } = harness;
    expect(await signIn(services, { username: role }, stranger("a"))).toEqual(refused);
    expect(await tries(`${role}@demo.invalid`, password)).toBeNull();
    const demo = { ...services, config: { ...services.config, demo: true } };
    const come = async () => userOf(await signIn(demo, { username: role }, stranger("a")));
    const userId = await come();
    const principal = await harness.came(userId ?? "", false);
    expect(principal.roles).toMatchObject([{ id: role }]);
    expect(await come()).toBe(userId); // made once
    await test.database.owner.query(`UPDATE app."user" SET email = id::text WHERE id = $1`, [userId]);
    const both = await Promise.all([come(), come()]);
    expect(both[0]).not.toBeNull();
    expect(both[0]).toBe(both[1]);
    await expect(changePassword(services, principal, { password })).rejects.toMatchObject({ code: "forbidden" });
    // Outside the demo a demo user that is still there is nobody, with whatever password.
    await test.database.owner.query(
      `UPDATE app."user" SET password_hash = (SELECT password_hash FROM app."user" WHERE email = 'hash@example.org') WHERE id = $1`,
      [userId],
    );
    expect(await tries(`${role}@demo.invalid`, password, role)).toBeNull();
  });

  it("a password is chosen after a link or the first time, and else with the current one", async () => {
    const userId = await newUser("choose@example.org");
    const first = await harness.came(userId, false);
    expect(await needsCurrentPassword(test.database, first)).toBe("nothing");
    await changePassword(harness.services, first, { password });
    expect(await needsCurrentPassword(test.database, first)).toBe("current");
    await expect(changePassword(harness.services, first, { password: other })).rejects.toMatchObject({
      code: "forbidden",
      facts: { field: "current" },
    });
    await changePassword(harness.services, first, { password: other, current: password });
    expect(await tries("choose@example.org", password)).toBeNull();
    expect(await tries("choose@example.org", other)).toBe(userId);
    const linked = await harness.came(userId, true);
    await changePassword(harness.services, linked, { password });
    expect(await needsCurrentPassword(test.database, linked)).toBe("current"); // the link was good for one
    const trail = await test.database.owner.query("SELECT FROM app.audit WHERE actor = $1 AND action = 'password.changed'", [
      `user:${userId}`,
    ]);
    expect(trail.rowCount).toBe(3);
  });

  it("a new password ends the user's other sessions and open links, and nobody else's", async () => {
    const [userId, bystander] = [await newUser("theft@example.org"), await newUser("bystander@example.org")];
    const [mine, thief, theirs] = [
      await harness.came(userId, true),
      await harness.came(userId, false),
      await harness.came(bystander, false),
    ];
    const [token, another] = [await createSignInLink(test.database, userId), await createSignInLink(test.database, bystander)];
    await changePassword(harness.services, mine, { password });
    expect(await harness.principalOf(thief.sessionId)).toBeNull();
    expect(await harness.principalOf(mine.sessionId)).not.toBeNull();
    expect(await harness.principalOf(theirs.sessionId)).not.toBeNull();
    expect(await byLink(token)).toEqual(refused);
    expect(await byLink(another)).toMatchObject({ kind: "signed-in" });
    expect(await harness.audit("session.ended", userId)).toEqual([{ session: thief.sessionId, why: "new-password" }]);
  });

  it.each([
    ["x".repeat(11), "min"],
    ["x".repeat(201), "max"],
  ])("a password of another length is refused by field and rule", async (word, rule) => {
    const user = await harness.came(await newUser(`${rule}@example.org`), true);
    await expect(changePassword(harness.services, user, { password: word })).rejects.toMatchObject({
      code: "bad-request",
      facts: { field: "password", rule },
    });
  });

  it("each sign-in has a session of its own, and ends the one that the browser had", async () => {
    const userId = await withPassword("fixed@example.org");
    const before = await harness.came(userId, false);
    const entry = await signIn(
      harness.services,
      { username: "fixed@example.org", password },
      stranger("f", { session: { id: before.sessionId, userId }, userAgent: "A browser" }),
    );
    expect(entry).toMatchObject({ kind: "signed-in" });
    const sessionId = entry.kind === "signed-in" ? entry.sessionId : "";
    expect(sessionId).not.toBe(before.sessionId);
    expect(await harness.principalOf(before.sessionId)).toBeNull();
    expect(await harness.audit("session.ended", userId)).toContainEqual({ session: before.sessionId, why: "replaced" });
    expect(await harness.audit("session.began", userId)).toContainEqual({ session: sessionId, how: "password", secondFactor: null });
  });

  describe("guesses are counted", () => {
    it("by account and address, many at once too; who knows the password is not", async () => {
      const userId = await withPassword("guess@example.org");
      for (let n = 0; n < most.accountAtAddress * 2; n += 1) expect(await tries("guess@example.org", password, "home")).toBe(userId);
      await Promise.all(Array.from({ length: most.accountAtAddress * 3 }, () => tries("guess@example.org", other, "attacker")));
      expect(await tries("guess@example.org", password, "attacker")).toBeNull();
      expect(await tries("Guess@example.org", password, "attacker")).toBeNull();
      expect(await tries("guess@example.org", password, "home")).toBe(userId); // from one place nobody is locked out elsewhere
      await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now()");
      expect(await tries("guess@example.org", password, "attacker")).toBe(userId);
    });

    it("from everywhere together for strangers, and apart for a device that its user has signed in from", async () => {
      const account = "owner@example.org";
      const userId = await withPassword(account);
      const home = await signIn(harness.services, { username: account, password }, stranger("home-2"));
      const device = home.kind === "signed-in" && home.device !== null ? home.device : "";
      const known = (more: Partial<Caller> = {}) => stranger("home-2", { deviceCookie: device, ...more });
      for (let n = 0; n <= most.account; n += 1) await tries(account, other, `botnet-${n}`);
      expect(await tries(account, password, "fresh address")).toBeNull(); // strangers are locked out, wherever they are
      expect(await tries(account, password, known())).toBe(userId);
      expect(await tries("OWNER@example.org", password, known({ address: "travelling" }))).toBe(userId);
      // Nor can somebody else's cookie, or one that was made up, be used.
      const [name = "", nonce = "", signature = ""] = device.split(".");
      for (const forged of [
        `${name}.${nonce}x.${signature}`,
        `${name}.${nonce}.${"A".repeat(signature.length)}`,
        `x.${nonce}.${signature}`,
      ])
        expect(await tries(account, password, known({ deviceCookie: forged }))).toBeNull();
      await withPassword("neighbour@example.org");
      const neighbour = await signIn(harness.services, { username: "neighbour@example.org", password }, stranger("n"));
      const theirs = neighbour.kind === "signed-in" && neighbour.device !== null ? neighbour.device : "";
      expect(await tries(account, password, known({ deviceCookie: theirs }))).toBeNull();
      // And a known device is held to its own count.
      for (let n = 0; n < most.device; n += 1) await tries(account, other, known());
      expect(await tries(account, password, known())).toBeNull();
    });

    it("a lock-out is in the audit once a window", async () => {
      const before = (await harness.audit("session.refused")).length;
      for (let n = 0; n < most.accountAtAddress + 10; n += 1) await tries("flood@example.org", other, "flooder");
      const reasons = (await harness.audit("session.refused")).slice(before).map(({ reason }) => reason);
      expect(reasons).toEqual([...Array(most.accountAtAddress).fill("wrong"), "throttled"]);
    });

    it("many accounts from one address together, IPv6 by its network", async () => {
      const userId = await withPassword("spray@example.org");
      for (let n = 0; n < most.address; n += 1) await tries(`someone-${n}@example.org`, other, `2001:db8::${n.toString(16)}`);
      expect(await tries("spray@example.org", password, "2001:db8::ffff:1")).toBeNull();
      expect(await tries("spray@example.org", password, "2001:db8:0:1::1")).toBe(userId);
      const rows = async () => (await test.database.owner.query("SELECT FROM app.sign_in_attempt")).rowCount;
      const before = await rows();
      for (let n = 0; n < 20; n += 1) await tries(`anyone-${n}@example.org`, other, "2001:db8::1");
      expect(await rows()).toBe(before); // whoever is refused leaves nothing behind
      await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now() - interval '1 s'");
      await tries("nobody@example.org", other, "later");
      expect(await rows()).toBe(3);
    });

    it("a session does not help to guess its user's password", async () => {
      const user = await harness.came(await withPassword("session@example.org"), false);
      const guess = () => changePassword(harness.services, user, { password: other, current: other }).catch(({ code }) => code);
      for (let n = 0; n < most.device; n += 1) expect(await guess()).toBe("forbidden");
      expect(await guess()).toBe("too-many-requests");
    });
  });
});
