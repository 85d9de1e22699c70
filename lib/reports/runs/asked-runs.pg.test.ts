import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { combine, type UserPrincipal } from "@/lib/access/principal";
import { builtInRoles, type Role } from "@/lib/access/roles";
import type { PlainScope } from "@/lib/access/scope";
import { withTransaction } from "@/lib/platform/database";
import { mailLease } from "@/lib/platform/mail/mail-times";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { waitsForLock } from "@/lib/platform/testing/waits-for-lock";
import { contentSchema, type ReportContent } from "../content-shape";
import type { DeliveryOutcome } from "../ports";
import type { Recipient } from "../recipients-shape";
import { makeCampus, makeUser, now, teaching, units, whole, zone } from "../testing/campus";
import { ReportProcess, rendered } from "../testing/report-process";
import { makeSchedule, runsOf, statesOf } from "../testing/schedules";
import { cancelRun } from "./cancel-run";
import { claimDeliveries } from "./claim-deliveries";
import { claimRenderings } from "./claim-renderings";
import { beginSending } from "./end-delivery";
import { giveRenderingUp } from "./end-rendering";
import { getPreview } from "./get-preview";
import { getRunProgress } from "./get-run-progress";
import { type AskedPreview, previewReport } from "./preview-report";
import { renderAnew } from "./render-anew";
import { runNow } from "./run-now";

const db = useTestDatabase();
let owner: string;
const clock = { now };
beforeAll(() => makeCampus(db.database));
beforeEach(async () => {
  await db.database.owner.query(`DELETE FROM app."user"`);
  owner = await makeUser(db.database, "admin", whole, "owner");
});

const refuse = (error: unknown) => {
  throw error;
};
const user = (id: string): Recipient & { to: "user" } => ({ to: "user", user: id });
const deans: Recipient = { to: "role", role: "dean", within: null };
const process = (ports: Partial<ConstructorParameters<typeof ReportProcess>[0]> = {}) =>
  new ReportProcess({ database: db.database, clock, ...ports });
const schedule = (recipients: readonly Recipient[]) => makeSchedule(db.database, { owner, recipients, since: now });
const inTransaction = <T>(run: Parameters<typeof withTransaction<T>>[1]) => withTransaction(db.database.owner, run);
const cancel = (run: string) => inTransaction((client) => cancelRun(client, run, now));
const runAtOnce = (id: string, recipients?: readonly Recipient[]) =>
  inTransaction((client) => runNow(client, id, { now, ...(recipients === undefined ? {} : { recipients }) }));

describe("run now", () => {
  it("sends it as it stands, to all or to whoever tries it, and leaves its times as they are", async () => {
    await makeUser(db.database, "dean", units("u-eng"), "dean");
    const id = await schedule([deans]);
    await db.database.owner.query("UPDATE app.report_schedule SET paused_at = $2 WHERE id = $1", [id, now]);
    await runAtOnce(id);
    await runAtOnce(id, [user(owner)]);
    const one = process();
    await one.turn();
    expect(one.reached).toEqual(["dean", "owner"]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["done", "done"]);
    const kept = await db.database.owner.query("SELECT decided_through FROM app.report_schedule WHERE id = $1", [id]);
    expect(kept.rows).toEqual([{ decided_through: now }]);
  });

  it("what is removed or unknown is not found", async () => {
    const id = await schedule([deans]);
    await db.database.owner.query("UPDATE app.report_schedule SET removed_at = $2 WHERE id = $1", [id, now]);
    await expect(runAtOnce(id)).rejects.toMatchObject({ code: "not-found" });
    await expect(runAtOnce("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("cancel", () => {
  it("before it begins: nothing is rendered", async () => {
    const id = await schedule([deans]);
    const run = await runAtOnce(id);
    expect(await cancel(run)).toBe(true);
    const one = process();
    await one.turn();
    expect(one.orders).toEqual([]);
    expect((await runsOf(db.database, id)).map(({ state }) => state)).toEqual(["cancelled"]);
    expect(await cancel(run)).toBe(false);
  });

  it("in its midst: what a server is being told goes its way, and nobody else is sent it", async () => {
    for (const name of ["a", "b", "c", "d", "e"]) await makeUser(db.database, "dean", units("u-eng"), name);
    const id = await schedule([deans]);
    const run = await runAtOnce(id);
    const one = process({
      deliveries: 1,
      deliver: async () => {
        if (one.sent.length === 2) expect(await cancel(run)).toBe(true);
        return { outcome: "sent", detail: "250 OK" };
      },
    });
    await one.turn();
    expect(one.sent).toHaveLength(2);
    expect(Object.values(await statesOf(db.database, id)).sort()).toEqual(["cancelled", "cancelled", "cancelled", "sent", "sent"]);
    expect(await getRunProgress(db.database, run)).toMatchObject({
      state: "cancelled",
      cancelAsked: true,
      deliveries: { sent: 2, cancelled: 3 },
    });
    expect(one.told).toEqual([]);
  });

  it("while a rendering is given up: neither waits for the other for ever", async () => {
    const run = await runAtOnce(await schedule([user(owner)]));
    const begun = Promise.withResolvers<void>();
    const failing = Promise.withResolvers<never>();
    const one = process({
      render: () => {
        begun.resolve();
        return failing.promise;
      },
    });
    const turning = one.turn();
    await begun.promise;
    const found = await db.database.owner.query<{ id: string; lease: number }>(
      "SELECT id, lease FROM app.report_rendering WHERE run = $1",
      [run],
    );
    const [claimed] = found.rows;
    if (claimed === undefined) throw new Error("Nothing is rendered.");
    let givingUp = Promise.resolve();
    await inTransaction(async (client) => {
      // As cancelRun does: the run, its deliveries, its renderings.
      await client.query("UPDATE app.report_run SET cancel_asked_at = $2 WHERE id = $1", [run, now]);
      await client.query("UPDATE app.report_delivery SET state = 'cancelled' WHERE run = $1", [run]);
      givingUp = giveRenderingUp(db.database, { ...claimed, run }, { message: "No figures.", facts: {} }, now);
      await waitsForLock(db.database);
      await client.query("UPDATE app.report_rendering SET state = 'cancelled' WHERE run = $1", [run]);
    });
    await givingUp;
    failing.reject(new Error("too late"));
    await turning;
    expect(await getRunProgress(db.database, run)).toMatchObject({
      state: "cancelled",
      renderings: { failed: 0 },
      deliveries: { cancelled: 1 },
    });
  });

  it("while a server asks to come again: whoever is first, it is over", async () => {
    const run = await runAtOnce(await schedule([user(owner)]));
    const begun = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<DeliveryOutcome>();
    const one = process({
      deliver: () => {
        begun.resolve();
        return answer.promise;
      },
    });
    const turning = one.turn();
    await begun.promise;
    await inTransaction(async (client) => {
      await cancelRun(client, run, now);
      answer.resolve({ outcome: "later", detail: "451" });
      await waitsForLock(db.database);
    });
    await turning;
    expect(await getRunProgress(db.database, run)).toMatchObject({ state: "cancelled", deliveries: { cancelled: 1, waiting: 0 } });
  });

  it("what waits in a cancelled run all the same is over with the next look", async () => {
    const run = await runAtOnce(await schedule([user(owner)]));
    await process({ deliver: async () => ({ outcome: "later", detail: "451" }) }).turn();
    await db.database.owner.query("UPDATE app.report_run SET cancel_asked_at = $2 WHERE id = $1", [run, now]);
    await db.database.owner.query("UPDATE app.report_delivery SET next_try_at = $2 WHERE run = $1", [run, now]);
    const one = process();
    await one.turn();
    expect(one.sent).toEqual([]);
    expect(await getRunProgress(db.database, run)).toMatchObject({ state: "cancelled", deliveries: { cancelled: 1, waiting: 0 } });
  });

  it("what is taken up again after its process ended, and cancelled by then, is not sent", async () => {
    const run = await runAtOnce(await schedule([user(owner)]));
    const begun = Promise.withResolvers<void>();
    const gone = process({
      deliver: () => {
        begun.resolve();
        return new Promise(() => undefined);
      },
    });
    void gone.turn();
    await begun.promise;
    const later = new Date(now.getTime() + mailLease);
    const [claimed] = await claimDeliveries(db.database, 1, { now: later, held: [], onError: refuse });
    if (claimed === undefined) throw new Error("Nothing is due.");
    expect(claimed.run.cancelAsked).toBe(false);
    await cancel(run);
    expect(await beginSending(db.database, claimed, later)).toBe(false);
    // Nor rendered anew, where its reader sees something else by then.
    await renderAnew({ database: db.database, now: () => later, onError: refuse }, claimed, { ...claimed.rendering, locale: "ko" });
    expect(await getRunProgress(db.database, run)).toMatchObject({ renderings: { waiting: 0 }, deliveries: { cancelled: 1, sending: 0 } });
  });

  it("while it is rendered, or waits for a server that is away: it is not tried again", async () => {
    const rendering = await runAtOnce(await schedule([user(owner)]));
    const whileRendered = process({
      render: async (order) => {
        await cancel(rendering);
        return rendered(order);
      },
    });
    await whileRendered.turn();
    const waiting = await runAtOnce(await schedule([user(owner)]));
    const whileSent = process({
      deliver: async () => {
        await cancel(waiting);
        return { outcome: "later", detail: "ECONNREFUSED" };
      },
    });
    await whileSent.turn();
    expect([whileRendered.sent.length, whileSent.sent.length]).toEqual([0, 1]);
    for (const run of [rendering, waiting])
      expect(await getRunProgress(db.database, run)).toMatchObject({ state: "cancelled", deliveries: { cancelled: 1, waiting: 0 } });
  });
});

it("what was being sent when its process ended is not sent again once it is cancelled", async () => {
  const id = await schedule([user(owner)]);
  const run = await runAtOnce(id);
  const begun = Promise.withResolvers<void>();
  const gone = process({
    deliver: () => {
      begun.resolve();
      return new Promise(() => undefined);
    },
  });
  void gone.turn();
  await begun.promise;
  await cancel(run);
  expect(await getRunProgress(db.database, run)).toMatchObject({ state: "working", cancelAsked: true, deliveries: { sending: 1 } });
  clock.now = new Date(now.getTime() + mailLease);
  const one = process();
  await one.turn();
  clock.now = now;
  expect(one.sent).toEqual([]);
  expect(await getRunProgress(db.database, run)).toMatchObject({ state: "cancelled", deliveries: { cancelled: 1 } });
});

describe("preview", () => {
  const principal = (userId: string, role: Role, scope: PlainScope): UserPrincipal => ({
    kind: "user",
    userId,
    sessionId: "00000000-0000-4000-8000-0000000000f2",
    name: role,
    email: `${role}@example.edu`,
    ...combine([{ role: builtInRoles[role], scope }]),
  });
  const asking = () => ({ database: db.database, now, timeZone: zone, demo: false });
  const asked = (as: AskedPreview["as"] = null, content: Partial<ReportContent> = {}): AskedPreview => ({
    name: "Attendance",
    schedule: null,
    content: contentSchema.parse({ kind: "institution", subject: { of: "own" }, ...content }),
    as,
  });
  const audited = async () =>
    (await db.database.owner.query("SELECT actor, subject FROM app.audit WHERE action = 'report.previewed'")).rows;

  it("as oneself: under one's own eyes, for whoever asked alone, and sent to nobody", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const run = await previewReport(asking(), principal(dean, "dean", units("u-eng")), asked());
    expect(await getPreview(db.database, run, dean)).toMatchObject({ state: "waiting" });
    const one = process();
    await one.turn();
    expect(one.orders).toMatchObject([{ eyes: { scope: units("u-eng"), studentLevel: true }, since: null }]);
    expect(one.sent).toEqual([]);
    const preview = await getPreview(db.database, run, dean);
    expect(preview).toMatchObject({ state: "ready", title: "Attendance and grades", pages: 3 });
    const kept = await db.database.owner.query<{ pdf: Buffer }>(
      "SELECT pdf FROM app.report_document JOIN app.report_rendering ON id = rendering WHERE run = $1",
      [run],
    );
    expect(kept.rows.map(({ pdf }) => pdf.toString())).toEqual([expect.stringContaining("u-eng")]);
    await expect(getPreview(db.database, run, owner)).rejects.toMatchObject({ code: "not-found" });
    expect(await audited()).toEqual([]);
  });

  it("SCOPE-1: as somebody else needs an administrator, shows what they see, and is in the audit", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    const admin = principal(owner, "admin", whole);
    await expect(previewReport(asking(), principal(dean, "dean", units("u-eng")), asked(user(owner)))).rejects.toMatchObject({
      code: "forbidden",
    });
    const one = process();
    await previewReport(asking(), admin, asked(user(dean)));
    await one.turn();
    await previewReport(
      asking(),
      admin,
      asked({ to: "address", address: "board@example.org", scope: { kind: "org-units", orgUnits: ["u-arts"] }, language: "ko" }),
    );
    await one.turn();
    expect(one.orders.find(({ locale }) => locale === "en")?.eyes).toMatchObject({ scope: units("u-eng"), studentLevel: true });
    expect(one.orders.find(({ locale }) => locale === "ko")?.eyes).toMatchObject({ scope: units("u-arts"), studentLevel: false });
    expect(await audited()).toEqual([
      { actor: `user:${owner}`, subject: `user:${dean}` },
      { actor: `user:${owner}`, subject: "outside:example.org" },
    ]);
  });

  it("however many are asked for: of each asker one waits, and one at a time is rendered, so that reports go on", async () => {
    const deans = await Promise.all(["one", "two"].map((name) => makeUser(db.database, "dean", units("u-eng"), `dean ${name}`)));
    const runs: string[] = [];
    for (const dean of deans)
      for (let times = 0; times < 2; times += 1) runs.push(await previewReport(asking(), principal(dean, "dean", units("u-eng")), asked()));
    const states = async () =>
      Promise.all(runs.map(async (run, index) => (await getPreview(db.database, run, deans[index < 2 ? 0 : 1] ?? "")).state));
    expect(await states()).toEqual(["cancelled", "waiting", "cancelled", "waiting"]);
    const claim = () => claimRenderings(db.database, 5, { now: clock.now, held: [], onError: refuse });
    expect((await Promise.all(Array.from({ length: 6 }, claim))).flat()).toHaveLength(1);
    expect(await claim()).toHaveLength(0);
    expect((await states()).sort()).toEqual(["cancelled", "cancelled", "rendering", "waiting"]);
  });

  it("SCOPE-1: of somebody else no more is shown than the asker may see", async () => {
    const dean = await makeUser(db.database, "dean", units("u-eng"), "dean");
    await db.database.owner.query(
      `INSERT INTO app.role (id, name, home, permissions) VALUES ('clerk', 'Clerk', 'overview', '{view-as:use,reports:manage}') ON CONFLICT DO NOTHING`,
    );
    const clerk = await makeUser(db.database, "clerk", whole, "clerk");
    const role = { ...builtInRoles.viewer, id: "clerk", permissions: ["view-as:use", "reports:manage"] as const };
    const asker = { ...principal(clerk, "viewer", whole), ...combine([{ role, scope: whole }]) };
    await previewReport(asking(), asker, asked(user(dean)));
    const one = process();
    await one.turn();
    expect(one.orders).toMatchObject([
      { eyes: { scope: units("u-eng"), studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false } },
    ]);
  });

  it("where there is nothing to see it says why", async () => {
    const park = await makeUser(db.database, "faculty", teaching("park"), "park");
    const asker = principal(park, "faculty", teaching("park"));
    await expect(previewReport(asking(), asker, asked(null, { kind: "section" }))).rejects.toMatchObject({
      code: "conflict",
      facts: { rule: "nothing-own" },
    });
    await expect(
      previewReport(asking(), asker, asked(null, { kind: "department", subject: { of: "org-unit", orgUnit: "u-cs" } })),
    ).rejects.toMatchObject({ facts: { rule: "out-of-scope" } });
  });

  it("goes before what is scheduled, and fails soon, without telling an owner", async () => {
    await runAtOnce(await schedule([user(owner)]));
    const run = await previewReport(asking(), principal(owner, "admin", whole), asked(null, { kind: "department" }));
    const one = process({
      renderings: 1,
      render: async (order) => {
        if (order.content.kind === "department") throw new Error("a fault of ours");
        return rendered(order);
      },
    });
    await one.turn();
    expect(one.orders.map(({ content }) => content.kind)).toEqual(["department", "institution"]);
    clock.now = new Date(now.getTime() + 2_000);
    await one.turn();
    clock.now = now;
    expect(await getPreview(db.database, run, owner)).toMatchObject({
      state: "failed",
      problem: { message: "Something failed on our side." },
    });
    expect((await getRunProgress(db.database, run)).state).toBe("failed");
    expect(one.told).toEqual([]);
  });
});

it("progress of an unknown run is not found", async () => {
  await expect(getRunProgress(db.database, "00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({ code: "not-found" });
});
