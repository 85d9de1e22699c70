import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlainScope } from "@/lib/access/scope";
import { sourceOf } from "@/lib/platform/mail/mail-message";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { mailboxSchema, readMailSchema } from "@/lib/reports/mailbox/mailbox-shape";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { provideServices } from "@/lib/runtime/services";
import { ask, RouteHarness, withId } from "@/lib/runtime/testing/routes";
import { GET as attachment } from "./[id]/attachments/[index]/route";
import { GET as read } from "./[id]/route";
import { GET as list } from "./route";

const everywhere: PlainScope = { kind: "institution" };
const unit = (id: string): PlainScope => ({ kind: "org-units", orgUnits: [id] });
const whole = (scope: PlainScope) => ({ scope, studentScope: scope, nameScope: scope, studentLevel: true });
const at = new Date("2026-03-09T00:00:00Z");
const path = "/api/internal/reports/mailbox";

describe("the demo's mailbox", () => {
  const test = useTestDatabase();
  let harness: RouteHarness;
  const asDemo = (demo: boolean) => provideServices({ ...harness.services, config: { ...harness.services.config, demo } });
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, "2026-03-10T00:00:00Z");
    asDemo(true);
  });
  afterAll(() => harness?.close());

  /** A mail that brings a report, or none. */
  const keep = async (user: string | null, brings: { scope: PlainScope; owner: string } | null) => {
    const messageId = `<${randomUUID()}@demo.invalid>`;
    const report =
      brings === null
        ? null
        : await makeReport(test.database, { owner: brings.owner, user, eyes: whole(brings.scope), messageId, dueAt: at });
    const source = await sourceOf(
      {
        messageId,
        to: { address: "reader@example.org", name: "독자" },
        subject: "출석과 성적, 공과대학",
        text: "Attendance 91.2%",
        html: '<p>Attendance <script>alert("x")</script></p>',
        list: { id: "reports.demo.invalid", name: "Reports" },
        language: "ko",
        at,
        attachments: [{ name: "보고서.pdf", type: "application/pdf", bytes: Buffer.from("%PDF") }],
      },
      { name: "Bellwether", address: "reports@demo.invalid" },
    );
    const id = randomUUID();
    await test.database.owner.query(
      `INSERT INTO app.mail_kept (id, message_id, to_address, user_id, subject, at, source) VALUES ($1, $2, 'reader@example.org', $3, '출석과 성적, 공과대학', $4, $5)`,
      [id, messageId, user, at, source],
    );
    return { id, delivery: report?.delivery ?? null };
  };
  const inbox = async (cookie: string, query = "") => {
    const answer = await list(ask(`${path}${query}`, { cookie }));
    return answer.status === 200 ? mailboxSchema.parse(await answer.json()) : answer.status;
  };
  const mail = (id: string, cookie: string | null) => read(ask(`${path}/${id}`, { cookie }), withId(id));
  const file = (id: string, index: string, cookie: string) =>
    attachment(ask(`${path}/${id}/attachments/${index}`, { cookie }), { params: Promise.resolve({ id, index }) });

  it("shows what would have been sent to whom it is to, as it would have arrived, and its attachment, which is in the audit", async () => {
    const dean = await harness.enter("dean", unit("u-eng"));
    const { id, delivery } = await keep(dean.userId, { scope: unit("u-eng"), owner: dean.userId });
    expect(await inbox(dean.cookie)).toEqual({
      mails: [{ id, subject: "출석과 성적, 공과대학", to: "reader@example.org", at: at.toISOString().replace("Z", "Z") }],
      next: null,
      all: false,
    });
    const shown = readMailSchema.parse(await (await mail(id, dean.cookie)).json());
    expect(shown).toMatchObject({
      subject: "출석과 성적, 공과대학",
      to: '"독자" <reader@example.org>',
      text: "Attendance 91.2%",
      attachments: [{ name: "보고서.pdf", bytes: 4 }],
      own: true,
    });
    expect(shown.headers).toContainEqual(expect.stringMatching(/^Auto-Submitted: auto-generated$/i));
    const saved = await file(id, "0", dean.cookie);
    expect([saved.status, saved.headers.get("content-type"), await saved.text()]).toEqual([200, "application/pdf", "%PDF"]);
    const audit = await test.database.owner.query("SELECT actor, subject FROM app.audit WHERE action = 'report.opened'");
    expect(audit.rows).toEqual([{ actor: `user:${dean.userId}`, subject: `report:${delivery}` }]);
    for (const index of ["1", "-1", "x", ""]) expect((await file(id, index, dean.cookie)).status).toBe(404);
  });

  it("SCOPE-1: others have their own, who manages reports all of those, and nobody what they may not see; what is attached is the reader's", async () => {
    const [dean, other, manager] = [
      await harness.enter("dean", unit("u-eng")),
      await harness.enter("dean", unit("u-arts")),
      await harness.enter("admin", everywhere),
    ];
    const report = await keep(dean.userId, { scope: unit("u-eng"), owner: manager.userId });
    const outside = await keep(null, { scope: unit("u-eng"), owner: manager.userId });
    expect(await inbox(other.cookie)).toMatchObject({ mails: [], all: false });
    expect(await inbox(manager.cookie)).toMatchObject({
      all: true,
      mails: expect.arrayContaining([expect.objectContaining({ id: report.id })]),
    });
    const unknown = await (await mail(randomUUID(), other.cookie)).text();
    for (const id of [report.id, outside.id]) expect(await (await mail(id, other.cookie)).text()).toBe(unknown);
    expect(readMailSchema.parse(await (await mail(report.id, manager.cookie)).json()).own).toBe(false);
    expect((await file(report.id, "0", manager.cookie)).status).toBe(404);
    expect(readMailSchema.parse(await (await mail(outside.id, manager.cookie)).json()).own).toBe(true);
    expect((await file(outside.id, "0", manager.cookie)).status).toBe(200);
    await test.database.owner.query("UPDATE app.role_grant SET revoked_at = now() WHERE user_id = $1", [dean.userId]);
    expect(await (await mail(report.id, dean.cookie)).text()).toBe(unknown);
    expect((await file(report.id, "0", dean.cookie)).status).toBe(404);
    const notice = await keep(dean.userId, null);
    expect((await mail(notice.id, dean.cookie)).status).toBe(200);
    // An alert's figures are of its reader's scope, whatever who manages reports may see.
    expect(await (await mail(notice.id, manager.cookie)).text()).toBe(unknown);
    expect((await file(notice.id, "0", manager.cookie)).status).toBe(404);
    const { mails } = mailboxSchema.parse(await inbox(manager.cookie));
    expect(mails.map(({ id }) => id)).toEqual(expect.arrayContaining([report.id, outside.id]));
    expect(mails.map(({ id }) => id)).not.toContain(notice.id);
    expect((await mail(report.id, null)).status).toBe(401);
  });

  it("is listed a page at a time", async () => {
    const viewer = await harness.enter("viewer", everywhere);
    const made: string[] = [];
    for (let index = 0; index < 52; index += 1) made.push((await keep(viewer.userId, null)).id);
    const first = mailboxSchema.parse(await inbox(viewer.cookie));
    const second = mailboxSchema.parse(await inbox(viewer.cookie, `?before=${first.next}`));
    expect([first.mails.length, second.mails.length, second.next]).toEqual([50, 2, null]);
    expect(new Set([...first.mails, ...second.mails].map(({ id }) => id))).toEqual(new Set(made));
    expect(await inbox(viewer.cookie, "?before=x")).toBe(400);
  });

  it("where mails are sent, or outside the demo, there is none", async () => {
    const admin = await harness.enter("admin", everywhere);
    const { id } = await keep(admin.userId, null);
    asDemo(false);
    expect(await inbox(admin.cookie)).toBe(404);
    expect((await mail(id, admin.cookie)).status).toBe(404);
    expect((await file(id, "0", admin.cookie)).status).toBe(404);
    asDemo(true);
  });
});
