import { createHmac, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { eyesOf, principalOfUser } from "@/lib/access/principal-of-user";
import { zone } from "@/lib/live/testing/campus";
import { withTransaction } from "@/lib/platform/database";
import { hearFailures } from "@/lib/platform/errors";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { waitsForLock } from "@/lib/platform/testing/waits-for-lock";
import { Vault } from "@/lib/privacy/vault";
import type { DeliveryOutcome } from "@/lib/reports/ports";
import { listEvents } from "../manage/list-events";
import { listNotifications } from "../notices/list-notifications";
import { type Notifying, notify } from "../notices/notify";
import { saveNoticeSettings } from "../notices/settings";
import type { NoticeTiming } from "../notices/timing-shape";
import { enter, putRule } from "../testing/alert-process";
import { watchOf } from "../testing/watches";
import { changeWebhook, makeWebhook } from "../webhooks/manage-webhooks";
import { claimDelivery } from "./claim";
import { deliverMail } from "./deliver-mail";
import { deliverPost } from "./deliver-post";
import type { Mail } from "./ports";
import { startNoticeDelivery } from "./start-delivery";

const baseUrl = "https://bellwether.example.org";
const everywhere = { kind: "institution" } as const;
const rule = { id: "00000000-0000-4000-8000-000000000001", name: "Low attendance" };

/** What can be read in mails: an id is by chance of any digits. */
const saidIn = (mails: readonly Mail[]): string => JSON.stringify(mails.map(({ messageId: _, ...said }) => said));

describe("delivery of notifications", () => {
  const test = useTestDatabase();
  let vault: Vault;
  let user: string;
  let clock = new Date("2026-03-18T03:00:00Z"); // noon in Seoul
  const now = () => clock;
  const signal = new AbortController().signal;
  let mails: Mail[] = [];
  let answers: DeliveryOutcome[] = [];
  let mailed = () => {};
  let handing: (signal: AbortSignal) => Promise<void> = async () => undefined;
  const sendMail = async (mail: Mail, until: AbortSignal): Promise<DeliveryOutcome> => {
    mails.push(mail);
    mailed();
    await handing(until);
    return answers.shift() ?? { outcome: "sent", detail: "250 OK" };
  };
  let status = 204;
  let posts: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      posts.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  });
  let address = "";
  const context = () => ({
    database: test.database,
    vault,
    sendMail,
    allowPrivate: true,
    baseUrl,
    timeZone: zone,
    demo: false,
    now,
    signal,
  });

  beforeAll(async () => {
    vault = await Vault.open(test.database, testVaultKey);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}/hook?token=s`;
  });
  afterAll(() => server.close());
  afterEach(() => hearFailures(() => undefined));
  beforeEach(async () => {
    [mails, posts, answers, status] = [[], [], [], 204];
    handing = async () => undefined;
    clock = new Date("2026-03-18T03:00:00Z");
    await test.database.owner.query("DELETE FROM app.notification");
    user = await enter(test.database, "admin", everywhere);
  });

  async function tell(some: Partial<Notifying> = {}, to = user): Promise<void> {
    const standing = await principalOfUser(test.database.owner, to, { now: clock, demo: false });
    const eyes = standing === null ? null : await eyesOf(test.database.owner, standing.principal);
    const notice: Notifying = {
      kind: "alert.fired",
      detail: {
        rule,
        watch: watchOf(),
        place: { en: "Engineering", ko: "공과대학" },
        program: null,
        figure: { value: 0.712, reference: null, n: 812, nExact: true, unit: "ratio", source: null },
      },
      user: to,
      subject: `alert:${rule.id}`,
      link: "/departments/eng",
      eyes,
      email: true,
      webhooks: [],
    };
    await withTransaction(test.database.owner, (client) =>
      notify(client, { ...notice, ...some } as Notifying, { now: clock, timeZone: zone }),
    );
  }
  /** All that is due now. */
  async function work(): Promise<void> {
    for (let claim = await claimDelivery(test.database, clock); claim !== null; claim = await claimDelivery(test.database, clock)) {
      if (claim.channel === "email") await deliverMail(claim, context());
      else await deliverPost(claim, context());
    }
  }
  const at = (text: string) => {
    clock = new Date(text);
  };
  const states = async () => {
    const found = await test.database.owner.query<{ state: string }>(
      "SELECT d.state FROM app.notification_delivery d JOIN app.notification n ON n.id = d.notification ORDER BY n.at, d.channel",
    );
    return found.rows.map(({ state }) => state);
  };
  const timing = (some: Partial<NoticeTiming>) =>
    saveNoticeSettings(test.database.owner, user, { locale: "en", timing: { zone, quiet: null, digest: { every: "none" }, ...some } });
  const hook = async (owner = user) => {
    const standing = await principalOfUser(test.database.owner, owner, { now: clock, demo: false });
    if (standing === null) throw new Error("nobody");
    return {
      ...(await makeWebhook({ ...context(), now: clock }, standing.principal, { name: "Ops", url: address })),
      principal: standing.principal,
    };
  };

  it("a mail says the number, its scope, its reason and its link, in the reader's language", async () => {
    await saveNoticeSettings(test.database.owner, user, { locale: "ko", timing: { zone, quiet: null, digest: { every: "none" } } });
    await tell();
    await work();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe("Low attendance: 출석률 71.2% (학생 812명)");
    for (const part of ["공과대학", "출석률(이번 학기 현재까지) 80.0% 미만", `${baseUrl}/departments/eng`])
      expect(mails[0]?.text).toContain(part);
    expect(await states()).toEqual(["sent"]);
  });

  it("waits for quiet hours of the reader's own zone, and what waited comes as one mail", async () => {
    await timing({ zone: "Europe/Paris", quiet: { from: "22:00", to: "07:00" } });
    at("2026-03-18T22:00:00Z"); // 23:00 in Paris
    await tell();
    at("2026-03-19T02:00:00Z");
    await tell();
    await work();
    expect(mails).toEqual([]);
    at("2026-03-19T06:00:00Z");
    await work();
    expect(mails.map(({ subject }) => subject)).toEqual(["2 alerts"]);
    expect(await states()).toEqual(["sent", "sent"]);
  });

  it("a digest holds what happened since the last, at its time", async () => {
    await timing({ digest: { every: "day", at: "17:30" } });
    await tell();
    at("2026-03-18T08:29:00Z");
    await tell();
    await work();
    expect(mails).toEqual([]);
    at("2026-03-18T08:30:00Z");
    await work();
    expect(mails.map(({ subject }) => subject)).toEqual(["2 alerts"]);
  });

  it("is tried again as the same mail, without what came meanwhile, and given up in the end", async () => {
    answers = [{ outcome: "later", detail: "421" }];
    await tell();
    await work();
    expect(await states()).toEqual(["waiting"]);
    await tell();
    at("2026-03-18T03:01:00Z");
    await work();
    const [first, ...others] = mails;
    expect(mails).toHaveLength(3);
    expect(others.filter(({ messageId }) => messageId === first?.messageId).map(({ text }) => text)).toEqual([first?.text]);
    mails = [];
    answers = Array.from({ length: 20 }, () => ({ outcome: "later", detail: "421" }));
    await tell();
    for (let hour = 0; hour < 60; hour += 1) {
      at(new Date(clock.getTime() + 3_600_000).toISOString());
      await work();
    }
    expect(mails.length).toBeLessThanOrEqual(9);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect((await states()).sort()).toEqual(["failed", "sent", "sent"]);
  });

  it("a server that takes its ten minutes for an answer is not sent it again meanwhile, and one that takes no mail has its end", async () => {
    await tell();
    const slow = await claimDelivery(test.database, clock);
    at("2026-03-18T03:11:00Z");
    expect(await claimDelivery(test.database, clock)).toBeNull();
    handing = (until) => new Promise((resolve) => until.addEventListener("abort", () => resolve()));
    answers = [{ outcome: "later", detail: "It was stopped while it was sent." }];
    if (slow?.channel !== "email") throw new Error("It is a mail.");
    await deliverMail(slow, { ...context(), longest: 20 });
    expect(await states()).toEqual(["waiting"]);
  });

  it("what never comes to be settled is given up after as many attempts as any", async () => {
    await tell();
    for (let attempt = 0; attempt < 9; attempt += 1) {
      expect(await claimDelivery(test.database, clock)).not.toBeNull();
      at(new Date(clock.getTime() + 13 * 60_000).toISOString());
    }
    expect(await claimDelivery(test.database, clock)).toBeNull();
    expect(await states()).toEqual(["failed"]);
  });

  it("a notification that cannot be read fails by itself, with the part that it is, and holds up no other", async () => {
    await tell();
    await test.database.owner.query(`UPDATE app.notification SET detail = detail || '{"figure":{"value":"secret"}}'`);
    const other = await enter(test.database, "admin", everywhere);
    await tell({}, other);
    await work();
    expect(mails).toHaveLength(1);
    const found = await test.database.owner.query("SELECT state, detail FROM app.notification_delivery ORDER BY state");
    expect(found.rows).toEqual([
      { state: "failed", detail: expect.stringMatching(/^The notification cannot be read: detail\.figure\.value/) },
      { state: "sent", detail: "250 OK" },
    ]);
    // Nor does the bell fall silent for the one that it cannot tell.
    const unread: unknown[] = [];
    hearFailures((error) => unread.push(error));
    await tell();
    const me = await principalOfUser(test.database.owner, user, { now: clock, demo: false });
    if (me === null) throw new Error("Nobody is there.");
    expect((await listNotifications(test.database, me.principal)).notifications).toMatchObject([{ notice: { kind: "alert.fired" } }]);
    expect(unread).toMatchObject([{ code: "internal", facts: { notification: expect.any(String) } }]);
    // Nor those that would be in one mail with it.
    await test.database.owner.query("DELETE FROM app.notification");
    await tell();
    await test.database.owner.query(`UPDATE app.notification SET detail = '{}'`);
    await tell();
    await work();
    expect((await states()).sort()).toEqual(["failed", "sent"]);
  });

  it("SCOPE-1: who sees under another scope by the time of sending gets no figure, in mail, bell or webhook", async () => {
    const { id, principal } = await hook();
    await tell({ webhooks: [id] });
    await test.database.owner.query(`UPDATE app.role_grant SET scope = '{"kind":"org-units","orgUnits":["u"]}' WHERE user_id = $1`, [user]);
    await work();
    expect(posts).toEqual([]);
    for (const part of ["71.2", "812", "Engineering", "/departments/eng"]) expect(saidIn(mails)).not.toContain(part);
    const now = await principalOfUser(test.database.owner, user, { now: clock, demo: false });
    const shown = await listNotifications(test.database, now?.principal ?? principal);
    expect(shown).toMatchObject({ unread: 1, notifications: [{ withheld: true, notice: { detail: { figure: null } } }] });
    await test.database.owner.query(`UPDATE app."user" SET disabled_at = now() WHERE id = $1`, [user]);
    mails = [];
    await tell();
    await work();
    expect(mails).toEqual([]);
  });

  it("SCOPE-1: whose section was given to somebody else by then gets no figure, in mail, bell or history", async () => {
    const [lecturer, other] = [randomUUID(), randomUUID()];
    user = await enter(test.database, "faculty", { kind: "instructor", person: lecturer });
    await test.database.owner.query(
      `WITH section AS (INSERT INTO warehouse.dim_section (id, course_key, org_unit_key, term_key) VALUES ('s-x', 0, 0, 0) RETURNING section_key)
       INSERT INTO warehouse.bridge_section_instructor (section_key, person) SELECT section_key, $1 FROM section`,
      [lecturer],
    );
    const principal = async () => {
      const standing = await principalOfUser(test.database.owner, user, { now: clock, demo: false });
      if (standing === null) throw new Error("nobody");
      return standing.principal;
    };
    const kept = await putRule(test.database, user, {});
    await tell();
    await test.database.owner.query(
      `INSERT INTO app.alert_event (id, rule, kind, at, muted, detail)
       SELECT gen_random_uuid(), $1, 'fired', n.at, false, n.detail || jsonb_build_object('eyes', n.eyes) FROM app.notification n`,
      [kept],
    );
    const figures = async () => [
      (await listNotifications(test.database, await principal())).notifications.map(({ withheld }) => !withheld),
      (await listEvents(test.database, await principal())).map(({ detail }) => detail !== null),
    ];
    expect(await figures()).toEqual([[true], [true]]);
    await test.database.owner.query("UPDATE warehouse.bridge_section_instructor SET person = $2 WHERE person = $1", [lecturer, other]);
    expect(await figures()).toEqual([[false], [false]]);
    await work();
    expect(mails).toHaveLength(1);
    for (const part of ["71.2", "812", "Engineering", "/departments/eng"]) expect(saidIn(mails)).not.toContain(part);
  });

  it("a webhook is posted once, signed, with the number, its scope, its reason and its link", async () => {
    const { id, secret } = await hook();
    await tell({ webhooks: [id], email: false });
    await Promise.all([work(), work()]);
    expect(posts).toHaveLength(1);
    const [{ headers, body } = { headers: {}, body: "" }] = posts;
    const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
    const signature = createHmac("sha256", Buffer.from(secret.replace("whsec_", ""), "base64"))
      .update(signed)
      .digest("base64");
    expect(headers["webhook-signature"]).toBe(`v1,${signature}`);
    expect(JSON.parse(body)).toMatchObject({
      type: "alert.fired",
      data: {
        rule,
        kpi: "attendance-rate",
        place: { name: "Engineering" },
        figure: { value: 0.712, n: 812 },
        link: `${baseUrl}/departments/eng`,
      },
    });
    const kept = await test.database.owner.query<{ secret: Buffer }>("SELECT secret FROM app.webhook WHERE id = $1", [id]);
    expect(kept.rows[0]?.secret.toString("utf8")).not.toContain(secret);
  });

  it("a post that was broken off by a stop waits for its own lease, not for a mail's", async () => {
    const { id } = await hook();
    await tell({ webhooks: [id], email: false });
    const claim = await claimDelivery(test.database, clock);
    if (claim?.channel !== "webhook") throw new Error("It is a post.");
    await deliverPost(claim, { ...context(), signal: AbortSignal.abort() });
    at("2026-03-18T03:02:01Z");
    await work();
    expect([posts.length, await states()]).toEqual([1, ["sent"]]);
  });

  it("a webhook is tried again with the same id, disabled after failing for long, and its owner is told", async () => {
    const { id } = await hook();
    status = 500;
    await tell({ webhooks: [id], email: false });
    await work();
    at("2026-03-18T03:01:00Z");
    await work();
    expect(new Set(posts.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(posts).toHaveLength(2);
    at("2026-03-21T03:01:00Z");
    await tell({ webhooks: [id], email: false });
    at("2026-03-21T03:01:01Z");
    await work();
    const shown = async () =>
      (await listNotifications(test.database, (await hook()).principal)).notifications.map(({ notice }) => notice.kind);
    expect(await shown()).toEqual(["webhook.disabled", "alert.fired", "alert.fired"]);
    expect(mails.map(({ subject }) => subject)).toEqual(["A webhook was disabled: Ops"]);
    posts = [];
    await tell({ webhooks: [id], email: false });
    await work();
    expect(posts).toEqual([]);
  });

  it("a webhook that is gone, removed or of who may have none any more gets nothing", async () => {
    const { id, principal } = await hook();
    status = 410;
    await tell({ webhooks: [id], email: false });
    await work();
    expect(await states()).toContain("failed");
    await changeWebhook(test.database, principal, id, "enabled", clock);
    status = 204;
    posts = [];
    await tell({ webhooks: [id], email: false });
    await test.database.owner.query("UPDATE app.role_grant SET role = 'dean' WHERE user_id = $1", [user]);
    await work();
    expect(posts).toEqual([]);
    const other = await enter(test.database, "admin", everywhere);
    const standing = await principalOfUser(test.database.owner, other, { now: clock, demo: false });
    if (standing === null) throw new Error("nobody");
    await expect(changeWebhook(test.database, standing.principal, id, "removed", clock)).rejects.toMatchObject({ code: "not-found" });
  });

  it("a webhook that is disabled while it is posted to: neither waits for the other for ever", async () => {
    const { id } = await hook();
    await tell({ webhooks: [id], email: false });
    let posting = Promise.resolve();
    await withTransaction(test.database.owner, async (client) => {
      // As changeWebhook does.
      await client.query("UPDATE app.webhook SET disabled_at = $2 WHERE id = $1", [id, clock]);
      const claim = await claimDelivery(test.database, clock);
      if (claim?.channel !== "webhook") throw new Error("It is a post.");
      posting = deliverPost(claim, context());
      await waitsForLock(test.database);
      await client.query("UPDATE app.notification_delivery SET state = 'withheld' WHERE webhook = $1", [id]);
    });
    await posting;
    expect([posts.length, await states()]).toEqual([1, ["withheld"]]);
  });

  it("a mail that a server has and does not answer holds up no end, and is left to its lease", async () => {
    clock = new Date();
    handing = () => new Promise(() => undefined);
    const sent = new Promise<void>((resolve) => {
      mailed = resolve;
    });
    const delivery = await startNoticeDelivery({ ...context(), longestStop: 20, onError: () => undefined });
    await tell();
    await sent;
    await delivery.stop();
    expect([await states(), await claimDelivery(test.database, clock)]).toEqual([["sending"], null]);
  });

  it("is sent as it is written", async () => {
    clock = new Date();
    const errors: unknown[] = [];
    const delivery = await startNoticeDelivery({ ...context(), onError: (error) => errors.push(error) });
    const sent = new Promise<void>((resolve) => {
      mailed = resolve;
    });
    await tell();
    await sent;
    await delivery.stop();
    expect(errors).toEqual([]);
    expect(await states()).toEqual(["sent"]);
  });
});
