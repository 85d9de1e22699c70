import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { personSessionsSchema } from "@/lib/access/administration/shapes";
import { insertSession } from "@/lib/access/session-rows";
import { cookieOf } from "@/lib/live/testing/live-process";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { ask, RouteHarness, secret, withId } from "@/lib/runtime/testing/routes";
import { POST as endAll } from "./people/[id]/sessions/end/route";
import { GET as list } from "./people/[id]/sessions/route";
import { POST as makeRole } from "./roles/route";
import { POST as endOne } from "./sessions/[id]/end/route";

const everything = { kind: "institution" } as const;
const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
const now = "2026-03-09T03:00:00Z";

describe("sessions of others", () => {
  const test = useTestDatabase();
  let at: RouteHarness;
  let admin: { userId: string; cookie: string };
  let person: { userId: string; cookie: string };

  beforeAll(async () => {
    at = await RouteHarness.open(test.url, now);
    admin = await at.enter("admin", everything, "Root");
  });
  afterAll(() => at.close());

  const begin = (userId: string, userAgent: string | null, began = now) =>
    insertSession(test.database.owner, userId, { byLink: false, userAgent, address: "10.1.2.3" }, 12, new Date(began));
  const sessionsOf = async (userId: string, cookie = admin.cookie) => {
    const answer = await list(ask("/x", { cookie }), withId(userId));
    return { status: answer.status, text: await answer.text() };
  };
  const listed = async (userId: string) => personSessionsSchema.parse(JSON.parse((await sessionsOf(userId)).text)).sessions;
  const post = async (handle: typeof endOne, id: string, cookie = admin.cookie) => {
    const answer = await handle(ask("/x", { method: "POST", cookie, body: {} }), withId(id));
    return { status: answer.status, ...z.record(z.string(), z.unknown()).parse(await answer.json()) };
  };
  const audited = async (userId: string) => {
    const found = await test.database.owner.query(
      "SELECT actor, detail FROM app.audit WHERE subject = $1 AND action = 'session.ended' ORDER BY id",
      [`user:${userId}`],
    );
    return found.rows;
  };

  it("are shown by browser and times and nothing more, those that hold only", async () => {
    person = await at.enter("viewer", everything, randomUUID());
    await test.database.owner.query("UPDATE app.session SET revoked_at = now() WHERE user_id = $1", [person.userId]);
    const id = await begin(person.userId, firefox, "2026-03-09T02:30:00Z");
    await begin(person.userId, null, "2026-03-09T01:59:00Z"); // idle for more than an hour
    const time = "2026-03-09T02:30:00.000Z";
    expect(await listed(person.userId)).toEqual([{ id, browser: "Firefox", beganAt: time, lastSeenAt: time, here: false }]);
    expect((await sessionsOf(person.userId)).text).not.toContain("10.1.2.3");
  });

  it("SCOPE-1: one is ended at once and in the audit, by whom; a second time it is not there", async () => {
    person = await at.enter("viewer", everything, randomUUID());
    const [id, other] = [await begin(person.userId, firefox), await begin(person.userId, firefox)];
    const cookie = await cookieOf(id, secret);
    const heard = new Promise<string>((resolve) => at.services.sessions.onChange(resolve));
    expect(await post(endOne, id)).toEqual({ status: 200, ended: 1 });
    expect(await heard).toBe(`user:${person.userId}`);
    expect((await sessionsOf(person.userId, cookie)).status).toBe(401);
    expect((await listed(person.userId)).map((session) => session.id)).toContain(other);
    expect(await audited(person.userId)).toEqual([{ actor: `user:${admin.userId}`, detail: { session: id, why: "by-administrator" } }]);
    expect(await post(endOne, id)).toMatchObject({ status: 404 });
    expect(await post(endOne, randomUUID())).toMatchObject({ status: 404 });
  });

  it("SCOPE-1: all are ended, one's own but the one that asks", async () => {
    person = await at.enter("viewer", everything, randomUUID());
    await begin(person.userId, firefox);
    await begin(person.userId, null);
    expect(await post(endAll, person.userId)).toEqual({ status: 200, ended: 3 });
    expect(await listed(person.userId)).toEqual([]);
    expect(await audited(person.userId)).toHaveLength(3);
    await begin(admin.userId, null);
    expect(await post(endAll, admin.userId)).toEqual({ status: 200, ended: 1 });
    expect((await listed(admin.userId)).map(({ here }) => here)).toEqual([true]);
  });

  it("SCOPE-1: of whoever may more than the editor none is ended", async () => {
    const clerkRole = await makeRole(
      ask("/x", {
        method: "POST",
        cookie: admin.cookie,
        body: { name: "Clerk", nameKo: null, home: "overview", permissions: ["access:manage"] },
      }),
    );
    const clerk = await at.enter(z.object({ id: z.string() }).parse(await clerkRole.json()).id, everything, "Clerk");
    const id = await begin(admin.userId, null);
    const refused = { status: 403, rule: "holds-more" };
    expect(await post(endOne, id, clerk.cookie)).toMatchObject(refused);
    expect(await post(endAll, admin.userId, clerk.cookie)).toMatchObject(refused);
    expect((await listed(admin.userId)).map((session) => session.id)).toContain(id);
  });
});
