import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { administer } from "@/lib/access/administration/administer";
import { endGrant } from "@/lib/access/administration/change-grant";
import { setDisabled } from "@/lib/access/administration/change-person";
import { changeRole, makeRole } from "@/lib/access/administration/change-roles";
import { giveGrant } from "@/lib/access/administration/give-grant";
import { changeSignInSetting } from "@/lib/access/change-sign-in-settings";
import type { PlainScope } from "@/lib/access/scope";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { campus, happen, lecturer, studentOf, zone } from "../testing/campus";
import { LiveProcess, type SignedIn } from "../testing/live-process";

const attendance = { kpi: "attendance-rate" } as const;
const everything: PlainScope = { kind: "institution" };

describe("SCOPE-1: what an administrator changes, on open sockets", () => {
  const test = useTestDatabase();
  let web: LiveProcess;
  let clock = 0;
  const now = () => new Date(Date.now() + clock);
  const by = () => ({ actor: "system", userId: null, now: now(), demo: false });

  beforeAll(async () => {
    // No session is idle where the clock jumps.
    await changeSignInSetting(test.database, "system", "idleMinutes", "1440");
    await happen(test.database, ...campus());
    web = await LiveProcess.open(test.database, { now });
    await web.signIn("admin", everything); // somebody remains
  });
  afterAll(() => web.close());

  const grantOf = async (who: SignedIn) => {
    const found = await test.database.owner.query<{ id: string }>(
      "SELECT id FROM app.role_grant WHERE user_id = $1 AND revoked_at IS NULL",
      [who.userId],
    );
    return found.rows[0]?.id ?? "";
  };

  it("a grant that is ended takes its figures off the socket; one that is given brings them", async () => {
    const who = await web.signIn("dean", { kind: "org-units", orgUnits: ["u-mine"] });
    const viewer = await web.connect(who);
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(12);
    let from = viewer.heard.length;
    await endGrant(test.database, by(), await grantOf(who));
    expect((await viewer.next("snapshot", "v", from)).answer).toMatchObject({ value: null, n: 0 });
    from = viewer.heard.length;
    const students = { role: "advisor", scope: { kind: "students", students: [studentOf("foreign", 3)] }, until: null } as const;
    await giveGrant(
      test.database,
      by(),
      who.userId,
      { ...students, scope: { ...students.scope, students: [...students.scope.students] } },
      zone,
    );
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(1);
    viewer.close();
  });

  it("a grant with a last day ends at the midnight after it, without a notice", async () => {
    const who = await web.signIn("viewer", { kind: "sections", sections: ["s-mine"] });
    await endGrant(test.database, by(), await grantOf(who));
    const today = new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(now());
    await giveGrant(
      test.database,
      by(),
      who.userId,
      { role: "dean", scope: { kind: "sections", sections: ["s-mine"] }, until: today },
      zone,
    );
    // Midnight may be further away than a session lasts.
    await test.database.owner.query("UPDATE app.session SET expires_at = now() + interval '2 days' WHERE id = $1", [who.sessionId]);
    const viewer = await web.connect(who);
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(12);
    const from = viewer.heard.length;
    const midnight = Date.parse(`${today}T24:00:00+09:00`);
    clock = midnight - Date.now() + 1;
    expect((await viewer.next("snapshot", "v", from)).answer.n).toBe(0);
    clock = 0;
    viewer.close();
  });

  it("a role that changes changes what its holders see, at once", async () => {
    const content = { name: `Counsellor ${randomUUID()}`, nameKo: null, home: "students", permissions: ["students:see"] } as const;
    const wanted = { ...content, permissions: [...content.permissions] };
    const role = await makeRole(test.database, by(), wanted);
    const who = await web.signIn("viewer", { kind: "sections", sections: ["s-mine"] });
    await endGrant(test.database, by(), await grantOf(who));
    await giveGrant(test.database, by(), who.userId, { role, scope: { kind: "sections", sections: ["s-mine"] }, until: null }, zone);
    const viewer = await web.connect(who);
    viewer.socket.emit("watch", { id: "w", section: "s-mine" });
    await viewer.next("touched", "w");
    const from = viewer.heard.length;
    await changeRole(test.database, by(), role, { seen: wanted, to: { ...wanted, permissions: [] } });
    expect((await viewer.next("closed", "w", from)).problem.code).toBe("not-found");
    viewer.close();
  });

  it("says goodbye to who is disabled", async () => {
    const who = await web.signIn("faculty", { kind: "instructor", person: lecturer });
    const viewer = await web.connect(who);
    expect((await viewer.subscribe("v", attendance)).answer.n).toBe(12);
    await administer(test.database, by(), (client) => setDisabled(client, by(), { id: who.userId }, true));
    expect((await viewer.next("goodbye")).code).toBe("unauthenticated");
    viewer.close();
  });
});
