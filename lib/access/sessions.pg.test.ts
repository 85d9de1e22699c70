import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { type AccessChanges, followAccessChanges } from "./access-changes";
import type { Role } from "./roles";
import type { PlainScope } from "./scope";
import { Sessions, sessionHours } from "./sessions";
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

  it(`is over after ${sessionHours} hours`, async () => {
    const { sessionId } = await begin("viewer");
    ahead = sessionHours * hour - 60_000;
    expect(await sessions.principalOf(sessionId)).not.toBeNull();
    ahead = sessionHours * hour + 60_000;
    expect(await sessions.principalOf(sessionId)).toBeNull();
    ahead = 0;
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
