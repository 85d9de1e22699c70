import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import type { Entry } from "../caller";
import { changePassword } from "../passwords";
import type { UserPrincipal } from "../principal";
import { signIn } from "../sign-in";
import { createSignInLink } from "../sign-in-links";
import { SignInHarness, stranger } from "../testing/sign-in-services";
import { most } from "../throttle";
import { createUser, disableUser } from "../users";
import {
  beginSecondFactor,
  confirmSecondFactor,
  dropSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
  secondFactorState,
} from "./second-factors";
import { codeAt } from "./totp";

const password = "correct horse battery";
const step = 30_000;
let made = 0;

describe("a second factor", () => {
  const test = useTestDatabase();
  let harness: SignInHarness;
  let email = "";
  let user: UserPrincipal;
  beforeAll(async () => {
    harness = await SignInHarness.open(test.database);
  });
  beforeEach(async () => {
    harness.clock.ahead = 0;
    harness.clock.still = Date.now(); // else a time step may pass in the middle of a test
    made += 1;
    email = `user-${made}@example.org`;
    const userId = await createUser(test.database, { email, name: "Kim", role: "viewer", scope: { kind: "institution" } });
    user = await harness.came(userId, true);
    await changePassword(harness.services, user, { password });
  });

  const now = () => harness.services.now();
  /** Codes of time steps after the last that was taken. */
  const nextCode = (secret: string) => {
    harness.clock.ahead += 2 * step;
    return codeAt(secret, now());
  };
  const set = async () => {
    const { secret } = await beginSecondFactor(harness.services, user, password);
    return { secret, codes: await confirmSecondFactor(harness.services, user, codeAt(secret, now())) };
  };
  let address = 0;
  const withPassword = (word = password) => {
    address += 1;
    return signIn(harness.services, { username: email, password: word }, stranger(`10.1.0.${address}`));
  };
  const stepOf = (entry: Entry) => (entry.kind === "code-needed" ? entry.step : "");
  const withCode = (token: string, code: string) => {
    address += 1;
    return signIn(harness.services, { code }, stranger(`10.2.0.${address}`, { stepCookie: token }));
  };
  const come = async (code: string) => withCode(stepOf(await withPassword()), code);
  const refused = { kind: "refused" };

  it("is set by a code of it and the password; its secret is sealed, for its user alone", async () => {
    await expect(beginSecondFactor(harness.services, user, "wrong horse battery")).rejects.toMatchObject({ code: "forbidden" });
    const setup = await beginSecondFactor(harness.services, user, password);
    expect(setup.address).toMatch(/^otpauth:\/\/totp\/Bellwether:user-\d+%40example\.org\?/);
    expect(setup.qr.path).toMatch(/^M\d+ \d+h1v1h-1z/);
    await expect(confirmSecondFactor(harness.services, user, "000000x")).rejects.toMatchObject({
      code: "forbidden",
      facts: { field: "code" },
    });
    expect(await withPassword()).toMatchObject({ kind: "signed-in" }); // not set yet
    const codes = await confirmSecondFactor(harness.services, user, codeAt(setup.secret, now()));
    expect(new Set(codes).size).toBe(10);
    await expect(beginSecondFactor(harness.services, user, password)).rejects.toMatchObject({ code: "conflict" });
    const kept = await test.database.owner.query<{ sealed_secret: Buffer }>(
      "SELECT sealed_secret FROM app.second_factor WHERE user_id = $1",
      [user.userId],
    );
    const sealed = kept.rows[0]?.sealed_secret ?? Buffer.alloc(0);
    expect(sealed.includes(setup.secret)).toBe(false);
    expect(() => harness.services.vault.openSignInSecret("another", sealed)).toThrow("another user's");
    const rows = await test.database.owner.query("SELECT string_agg(to_jsonb(c)::text, '') AS rows FROM app.recovery_code c");
    for (const code of codes) expect(rows.rows[0].rows).not.toContain(code.replaceAll("-", ""));
  });

  it("is asked for after the password and after a link; before it there is no session", async () => {
    const { secret } = await set();
    const sessions = async () =>
      (await test.database.owner.query("SELECT FROM app.session WHERE user_id = $1 AND revoked_at IS NULL", [user.userId])).rowCount;
    expect(await sessions()).toBe(1); // the one that set it; those without it ended
    const waiting = await withPassword();
    expect(waiting).toEqual({ kind: "code-needed", step: expect.any(String) });
    const linked = await signIn(harness.services, { token: await createSignInLink(test.database, user.userId) }, stranger("l"));
    expect(linked).toMatchObject({ kind: "code-needed" });
    expect(await sessions()).toBe(1);
    expect(await withPassword("wrong horse battery")).toEqual(refused);
    const came = await withCode(stepOf(waiting), nextCode(secret));
    expect(came).toMatchObject({ kind: "signed-in", device: expect.any(String) });
    expect(await sessions()).toBe(2);
    expect(await harness.audit("session.began", user.userId)).toContainEqual(
      expect.objectContaining({ how: "password", secondFactor: "totp" }),
    );
    const byLink = await withCode(stepOf(linked), nextCode(secret));
    const session = byLink.kind === "signed-in" ? byLink.sessionId : "";
    const row = await test.database.owner.query("SELECT how, by_link, second_factor FROM app.session WHERE id = $1", [session]);
    expect(row.rows).toEqual([{ how: "link", by_link: true, second_factor: "totp" }]);
  });

  it("a code is taken once, of the time step now or beside it, and none of before one that was taken", async () => {
    const { secret } = await set();
    expect(await come(codeAt(secret, now()))).toEqual(refused); // taken when it was set
    harness.clock.ahead = 10 * step;
    const at = (steps: number) => codeAt(secret, new Date(now().getTime() + steps * step));
    expect(await come(at(2))).toEqual(refused);
    expect(await come(at(-2))).toEqual(refused);
    const token = stepOf(await withPassword());
    const both = await Promise.all([withCode(token, at(0)), come(at(0))]);
    expect(both.filter(({ kind }) => kind === "signed-in")).toHaveLength(1);
    expect(await come(at(-1))).toEqual(refused);
    expect(await come(at(0))).toEqual(refused);
    expect(await come(at(1))).toMatchObject({ kind: "signed-in" });
  });

  it("a step is good for one session, for five tries and ten minutes, and for an active user", async () => {
    const { secret } = await set();
    const used = stepOf(await withPassword());
    expect(await withCode(used, nextCode(secret))).toMatchObject({ kind: "signed-in" });
    expect(await withCode(used, nextCode(secret))).toEqual(refused);
    expect(await withCode("made up", nextCode(secret))).toEqual(refused);
    const tried = stepOf(await withPassword());
    for (let n = 0; n < 5; n += 1) expect(await withCode(tried, "abc")).toEqual(refused);
    expect(await withCode(tried, nextCode(secret))).toEqual(refused);
    await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now()");
    const late = stepOf(await withPassword());
    await test.database.owner.query("UPDATE app.sign_in_step SET expires_at = now() WHERE user_id = $1", [user.userId]);
    expect(await withCode(late, nextCode(secret))).toEqual(refused);
    const left = stepOf(await withPassword());
    await changePassword(harness.services, user, { password: "staple horse battery", current: password });
    expect(await withCode(left, nextCode(secret))).toEqual(refused); // its password is another now
    const disabled = stepOf(await withPassword("staple horse battery"));
    await disableUser(test.database, user.userId);
    expect(await withCode(disabled, nextCode(secret))).toEqual(refused);
  });

  it("guesses are counted by account across steps and addresses; a known device is counted by itself", async () => {
    const { secret } = await set();
    const first = await come(nextCode(secret));
    const device = first.kind === "signed-in" ? (first.device ?? undefined) : undefined;
    for (let n = 0; n <= most.account; n += 1) {
      const token = stepOf(await withPassword());
      await signIn(harness.services, { code: "000000" }, stranger(`10.3.0.${n}`, { stepCookie: token }));
    }
    const token = stepOf(await withPassword());
    expect(await signIn(harness.services, { code: nextCode(secret) }, stranger("10.4.0.1", { stepCookie: token }))).toEqual(refused);
    const known = stranger("10.4.0.1", { stepCookie: stepOf(await withPassword()), deviceCookie: device });
    expect(await signIn(harness.services, { code: nextCode(secret) }, known)).toMatchObject({ kind: "signed-in" });
    expect(await harness.audit("session.refused")).toContainEqual(expect.objectContaining({ reason: "throttled", how: "password" }));
  });

  it("a recovery code is taken once, however it is typed; new ones take the place of the old", async () => {
    const { secret, codes } = await set();
    const [first = "", second = "", third = ""] = codes;
    expect(await come(` ${first.toUpperCase().replaceAll("-", " ")}`)).toMatchObject({ kind: "signed-in" });
    expect(await come(first)).toEqual(refused);
    expect(await secondFactorState(harness.services, user.userId)).toEqual({ set: true, codesLeft: 9 });
    expect(await harness.audit("recovery-code.used", user.userId)).toHaveLength(1);
    const renewed = await renewRecoveryCodes(harness.services, user, nextCode(secret));
    expect(await come(second)).toEqual(refused);
    expect(await come(renewed[0] ?? "")).toMatchObject({ kind: "signed-in" });
    await expect(renewRecoveryCodes(harness.services, user, third)).rejects.toMatchObject({ code: "forbidden" });
    expect(await harness.audit("recovery-codes.made", user.userId)).toHaveLength(2);
  });

  it("is removed by a code and not by a session alone; who only guesses is slowed down", async () => {
    const { codes } = await set();
    const remove = (code: string) => removeSecondFactor(harness.services, user, code).catch(({ code: problem }) => problem);
    for (let n = 0; n < most.device; n += 1) expect(await remove("000000")).toBe("forbidden");
    expect(await remove(codes[0] ?? "")).toBe("too-many-requests");
    await test.database.owner.query("UPDATE app.sign_in_attempt SET window_ends_at = now()");
    await remove(codes[0] ?? "");
    expect(await secondFactorState(harness.services, user.userId)).toEqual({ set: false, codesLeft: 0 });
    expect(await withPassword()).toMatchObject({ kind: "signed-in" });
    expect(await harness.audit("second-factor.removed", user.userId)).toHaveLength(1);
    expect(
      (await test.database.owner.query("SELECT FROM app.session WHERE user_id = $1 AND second_factor IS NOT NULL", [user.userId])).rowCount,
    ).toBe(0);
  });

  it("is taken away by an administrator; where there is none nothing happens", async () => {
    await set();
    const { owner } = test.database;
    expect(await dropSecondFactor(owner, user.userId, "system")).toBe(true);
    expect(await dropSecondFactor(owner, user.userId, "system")).toBe(false);
    expect(await withPassword()).toMatchObject({ kind: "signed-in" });
  });

  it("is none of the demo's users, who are everybody's", async () => {
    const userId = await createUser(test.database, {
      email: `demo-${made}@x.org`,
      name: "D",
      role: "viewer",
      scope: { kind: "institution" },
      demo: true,
    });
    await expect(beginSecondFactor(harness.services, await harness.came(userId, false), "")).rejects.toMatchObject({ code: "forbidden" });
  });
});
