import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type AccessChanges, followAccessChanges } from "./access-changes";
import { endSession } from "./end-sessions";
import type { Role } from "./roles";
import type { PlainScope } from "./scope";
import { Sessions } from "./sessions";
import { createUser, disableUser } from "./users";
import { beginView, endView, viewMinutes } from "./views";

const institution: PlainScope = { kind: "institution" };
const unit: PlainScope = { kind: "org-units", orgUnits: ["eng"] };

describe("sessions that are viewed as somebody", () => {
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
  beforeEach(() => {
    ahead = 0;
  });

  const person = async (role: Role, scope: PlainScope = institution) => {
    const userId = await createUser(test.database, { email: `${randomUUID()}@example.org`, name: role, role, scope });
    return { userId, sessionId: await sessions.start(userId, { byLink: false }) };
  };
  const now = () => new Date(Date.now() + ahead);
  const who = (one: { sessionId: string }) => sessions.principalOf(one.sessionId);
  const grant = (userId: string, role: Role, scope: PlainScope = institution) =>
    test.database.owner.query("INSERT INTO app.role_grant (id, user_id, role, scope) VALUES ($1, $2, $3, $4)", [
      randomUUID(),
      userId,
      role,
      JSON.stringify(scope),
    ]);
  const revoke = (userId: string) => test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [userId]);
  const recorded = async (view: string) => {
    const rows = await test.database.owner.query(
      "SELECT actor, action, subject, detail FROM app.audit WHERE detail->>'view' = $1 ORDER BY id",
      [view],
    );
    return rows.rows;
  };
  /** A president who sees the product as a dean does. */
  const looking = async () => {
    const [admin, dean] = [await person("admin"), await person("dean", unit)];
    expect(await who(admin)).toMatchObject({ userId: admin.userId }); // and it is remembered
    const { id } = await beginView(test.database, admin, { user: dean.userId }, now());
    await expect.poll(() => who(admin)).toMatchObject({ userId: dean.userId, viewedBy: { userId: admin.userId, view: id } });
    return { admin, dean, view: id };
  };

  it("SCOPE-1: is the other at once, by the grants that they have now, and only in that session", async () => {
    const { admin, dean } = await looking();
    expect(await who(admin)).toMatchObject({ name: "dean", roles: [{ id: "dean" }], scope: unit, sessionId: admin.sessionId });
    expect((await who(admin))?.may.size).toBe(0);
    const second = await sessions.start(admin.userId, { byLink: false });
    expect(await sessions.principalOf(second)).toMatchObject({ userId: admin.userId });
    expect(await who(dean)).not.toHaveProperty("viewedBy");
    const other: PlainScope = { kind: "courses", courses: ["c1"] };
    await grant(dean.userId, "viewer", other);
    await expect.poll(async () => (await who(admin))?.scope).toEqual({ kind: "union", scopes: [unit, other] });
    await revoke(dean.userId);
    await expect.poll(async () => (await who(admin))?.scope).toEqual({ kind: "none" });
  });

  it("ends by itself after half an hour, to the millisecond of its row, and that is in the audit", async () => {
    const { admin, dean, view } = await looking();
    const row = await test.database.owner.query<{ at: Date }>("SELECT ends_at AS at FROM app.view_as WHERE id = $1", [view]);
    const until = (await sessions.verify([admin.sessionId])).get(admin.sessionId)?.until ?? 0;
    expect(until).toBe(row.rows[0]?.at.getTime());
    expect(Math.abs(until - Date.now() - viewMinutes * 60_000)).toBeLessThan(60_000);
    ahead = until - Date.now() + 1;
    expect(await who(admin)).toMatchObject({ userId: admin.userId, roles: [{ id: "admin" }] });
    const fresh = new Sessions(test.database, changes, () => Date.now() + ahead);
    expect(await fresh.principalOf(admin.sessionId)).toMatchObject({ userId: admin.userId });
    expect(await recorded(view)).toMatchObject([
      { actor: `user:${admin.userId}`, action: "view-as.began", subject: `user:${dean.userId}` },
      { actor: "system", action: "view-as.ended", subject: `user:${dean.userId}`, detail: { by: `user:${admin.userId}`, why: "time" } },
    ]);
  });

  it("SCOPE-1: ends at once when the looker loses the permission, and does not come back with it", async () => {
    const { admin, view } = await looking();
    await revoke(admin.userId);
    await grant(admin.userId, "viewer", unit);
    await expect.poll(() => who(admin)).toMatchObject({ userId: admin.userId, roles: [{ id: "viewer" }], scope: unit });
    expect(await recorded(view)).toMatchObject([{}, { detail: { why: "permission" } }]);
    await grant(admin.userId, "admin");
    await expect.poll(async () => (await who(admin))?.roles.length).toBe(2);
    expect(await who(admin)).not.toHaveProperty("viewedBy");
  });

  it("SCOPE-1: is nobody once the looker is disabled, and oneself once the other is", async () => {
    const one = await looking();
    await disableUser(test.database, one.dean.userId);
    await expect.poll(() => who(one.admin)).toMatchObject({ userId: one.admin.userId });
    expect(await recorded(one.view)).toMatchObject([{}, { detail: { why: "viewed-disabled" } }]);
    const two = await looking();
    await disableUser(test.database, two.admin.userId);
    await expect.poll(() => who(two.admin)).toBeNull();
  });

  it("is ended by the looker, once, and by signing out", async () => {
    const one = await looking();
    await endView(test.database, { view: one.view }, "ended", now());
    await endView(test.database, { view: one.view }, "ended", now());
    await expect.poll(() => who(one.admin)).toMatchObject({ userId: one.admin.userId });
    expect(await recorded(one.view)).toMatchObject([{}, { actor: `user:${one.admin.userId}`, action: "view-as.ended" }]);
    const two = await looking();
    await sessions.end(two.admin.sessionId);
    await expect.poll(() => who(two.admin)).toBeNull();
    expect(await recorded(two.view)).toMatchObject([{}, { action: "view-as.ended", detail: { why: "signed-out" } }]);
  });

  it("ends with its session by whoever ends that, and says so", async () => {
    const { admin, view } = await looking();
    const other = await person("admin");
    const ended = { actor: `user:${other.userId}`, why: "by-administrator", now: now() } as const;
    await withTransaction(test.database.owner, (client) => endSession(client, admin.sessionId, admin.userId, ended));
    expect(await recorded(view)).toMatchObject([{}, { actor: `user:${other.userId}`, detail: { why: "by-administrator" } }]);
  });

  it("is a role within a scope, which is nobody", async () => {
    const admin = await person("admin");
    const { id } = await beginView(test.database, admin, { role: "dean", scope: { kind: "org-units", orgUnits: ["eng"] } }, now());
    await expect.poll(() => who(admin)).toMatchObject({ userId: id, name: "", roles: [{ id: "dean" }], scope: unit, studentScope: unit });
    expect(await recorded(id)).toMatchObject([{ subject: "role:dean", detail: { scope: unit } }]);
  });

  it("is not begun as oneself, as nobody, as who is disabled, or as a role that is not there", async () => {
    const [admin, gone] = [await person("admin"), await person("viewer")];
    await disableUser(test.database, gone.userId);
    const begin = (asked: Parameters<typeof beginView>[2]) => beginView(test.database, admin, asked, now());
    await expect(begin({ user: admin.userId })).rejects.toMatchObject({ code: "bad-request", facts: { field: "user" } });
    await expect(begin({ user: gone.userId })).rejects.toMatchObject({ code: "not-found" });
    await expect(begin({ user: randomUUID() })).rejects.toMatchObject({ code: "not-found" });
    await expect(begin({ role: "king", scope: { kind: "institution" } })).rejects.toMatchObject({
      code: "bad-request",
      facts: { field: "role" },
    });
    expect(await who(admin)).not.toHaveProperty("viewedBy");
    const began = await test.database.owner.query("SELECT FROM app.view_as WHERE user_id = $1", [admin.userId]);
    expect(began.rowCount).toBe(0);
  });
});
