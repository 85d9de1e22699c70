import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type AccessChanges, followAccessChanges } from "./access-changes";
import { changeSignInSetting } from "./change-sign-in-settings";
import type { Role } from "./roles";
import type { PlainScope } from "./scope";
import { Sessions } from "./sessions";
import { createUser, disableUser } from "./users";

const hour = 3_600_000;

describe("sessions", () => {
  const test = useTestDatabase();
  let changes: AccessChanges;
  let sessions: Sessions;
  let ahead = 0;

  beforeAll(async () => {
    changes = await followAccessChanges(test.url, (error) => {
      throw error;
    });
    sessions = new Sessions(test.database, changes, () => Date.now() + ahead);
  });
  afterAll(() => changes.stop());

  const begin = async (role: Role, scope: PlainScope = { kind: "institution" }) => {
    const userId = await createUser(test.database, { email: `${randomUUID()}@example.org`, name: "Kim", role, scope });
    return { userId, sessionId: await sessions.start(userId, { byLink: false }) };
  };
  const grant = (userId: string, role: Role, scope: PlainScope, endsIn: string | null = null) =>
    test.database.owner.query(
      "INSERT INTO app.role_grant (id, user_id, role, scope, ends_at) VALUES ($1, $2, $3, $4, now() + $5::interval)",
      [randomUUID(), userId, role, JSON.stringify(scope), endsIn],
    );

  it("is its user with the grants of now; an unknown or malformed id is nobody", async () => {
    const { userId, sessionId } = await begin("dean", { kind: "org-units", orgUnits: ["eng"] });
    expect(await sessions.principalOf(sessionId)).toMatchObject({
      kind: "user",
      userId,
      sessionId,
      roles: [{ id: "dean" }],
      scope: { kind: "org-units", orgUnits: ["eng"] },
    });
    expect(await sessions.principalOf(randomUUID())).toBeNull();
    expect(await sessions.principalOf("' OR true --")).toBeNull();
    expect([...(await sessions.verify([sessionId, "x", randomUUID()])).keys()]).toEqual([sessionId]);
  });

  const set = (name: string, value: string) => changeSignInSetting(test.database, "system", name, value);

  it("is over after as many hours as are set, used or not", async () => {
    await set("absoluteHours", "3");
    const { sessionId } = await begin("viewer");
    for (ahead = 0; ahead < 3 * hour; ahead += hour / 2) {
      expect(await sessions.principalOf(sessionId)).not.toBeNull();
      await sessions.touch(sessionId);
    }
    ahead = 3 * hour + 60_000;
    expect(await sessions.principalOf(sessionId)).toBeNull();
    ahead = 0;
    await set("absoluteHours", "12");
  });

  it("is over when it was not used for as long as is set; a change of that holds at once", async () => {
    const { sessionId } = await begin("viewer");
    ahead = hour - 60_000;
    expect(await sessions.principalOf(sessionId)).not.toBeNull(); // to be asked for is no use
    ahead = hour + 60_000;
    expect(await sessions.principalOf(sessionId)).toBeNull();
    await set("idleMinutes", "90");
    await expect.poll(() => sessions.principalOf(sessionId)).not.toBeNull();
    ahead = 0;
    await set("idleMinutes", "60");
  });

  it("use of a session is written at most once a minute, tells nobody, and counts in every process", async () => {
    const { sessionId } = await begin("viewer");
    const another = new Sessions(test.database, changes, () => Date.now() + ahead);
    const seen = async () =>
      (await test.database.owner.query("SELECT last_seen_at FROM app.session WHERE id = $1", [sessionId])).rows[0].last_seen_at.getTime();
    expect(await another.principalOf(sessionId)).not.toBeNull();
    const began = await seen();
    let told = 0;
    const stop = sessions.onChange(() => (told += 1));
    ahead = 30_000;
    await sessions.touch(sessionId);
    expect(await seen()).toBe(began);
    ahead = hour - 120_000;
    await sessions.touch(sessionId);
    const last = await seen();
    expect(last - began).toBeGreaterThan(hour - 180_000);
    ahead += 30_000;
    await Promise.all([sessions.touch(sessionId), another.touch(sessionId)]);
    expect(await seen()).toBe(last);
    ahead = hour + 60_000;
    expect(await another.principalOf(sessionId)).not.toBeNull(); // whose row of before said otherwise
    stop();
    expect(told).toBe(0);
    ahead = 0;
  });

  it("SCOPE-1: holds nothing while a role asks for a second factor that it was not given; asked for, it holds so at once", async () => {
    const { userId, sessionId } = await begin("dean");
    const given = await sessions.start(userId, { byLink: false, secondFactor: "totp" });
    const plain = await begin("viewer");
    expect(await sessions.principalOf(sessionId)).toMatchObject({ roles: [{ id: "dean" }] });
    await set("secondFactorRoles", "admin,dean");
    await expect.poll(() => sessions.principalOf(sessionId)).toMatchObject({ roles: [], scope: { kind: "none" }, lacksSecondFactor: true });
    expect(await sessions.principalOf(given)).toMatchObject({ roles: [{ id: "dean" }], scope: { kind: "institution" } });
    expect(await sessions.principalOf(plain.sessionId)).toMatchObject({ roles: [{ id: "viewer" }] });
    await set("secondFactorRoles", "");
    await expect.poll(() => sessions.principalOf(sessionId)).toMatchObject({ roles: [{ id: "dean" }] });
    await expect(set("secondFactorRoles", "king")).rejects.toMatchObject({ code: "not-found" });
    await expect(set("idleMinutes", "soon")).rejects.toMatchObject({ code: "bad-request", facts: { field: "idleMinutes" } });
    await expect(set("matchByEmail", "perhaps")).rejects.toMatchObject({ code: "bad-request" });
    await expect(set("everything", "on")).rejects.toMatchObject({ code: "bad-request", facts: { field: "name" } });
  });

  it("ends for good when it is signed out, and others of its user go on", async () => {
    const { userId, sessionId } = await begin("viewer");
    const second = await sessions.start(userId, { byLink: false });
    expect(await sessions.principalOf(sessionId)).not.toBeNull();
    await sessions.end(sessionId);
    await expect.poll(() => sessions.principalOf(sessionId)).toBeNull();
    expect(await sessions.principalOf(second)).not.toBeNull();
  });

  it("SCOPE-1: holds nothing of a grant that was revoked, or ended, or of a user who was disabled", async () => {
    const { userId, sessionId } = await begin("viewer");
    await set("idleMinutes", "1440");
    await grant(userId, "dean", { kind: "org-units", orgUnits: ["eng"] }, "1 hour");
    await expect.poll(async () => (await sessions.principalOf(sessionId))?.roles).toHaveLength(2);
    ahead = hour + 1_000;
    expect((await sessions.principalOf(sessionId))?.roles).toMatchObject([{ id: "viewer" }]);
    ahead = 0;
    const until = (await sessions.verify([sessionId])).get(sessionId)?.until ?? 0;
    expect(Math.abs(until - Date.now() - hour)).toBeLessThan(60_000); // to be looked at again when the grant ends
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [userId]);
    await expect.poll(() => sessions.principalOf(sessionId)).toMatchObject({ roles: [], scope: { kind: "none" } });
    await disableUser(test.database, userId);
    await expect.poll(() => sessions.principalOf(sessionId)).toBeNull();
  });
});
