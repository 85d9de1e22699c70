import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createUser } from "@/lib/access/users";
import { testVaultKey, useTestDatabase } from "@/lib/platform/testing/database";
import { messageIdOf } from "@/lib/reports/delivery/message-id";
import { notificationOf } from "@/lib/reports/delivery/testing/notification";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { runCommandOn } from "@/lib/runtime/testing/product";

const address = "minji.kim@example.edu";
const scope = { kind: "institution" } as const;
const eyes = { scope, studentScope: { kind: "none" }, nameScope: { kind: "none" }, studentLevel: false } as const;

describe("reports bounced, as a mail server pipes notifications into it", () => {
  const test = useTestDatabase();
  let user: string;
  const settings = () => ({
    DATABASE_URL: test.url,
    BELLWETHER_VAULT_KEY: testVaultKey.toString("base64"),
    NEXTAUTH_SECRET: "x".repeat(32),
  });
  const bounced = (text: string) => runCommandOn(text, settings(), "reports", "bounced");
  const sent = async (state = "sent") => {
    const messageId = messageIdOf(randomUUID(), { address: "reports@example.edu" });
    const { delivery } = await makeReport(test.database, {
      owner: user,
      user,
      eyes,
      state,
      messageId,
      dueAt: new Date("2026-03-09T00:00:00Z"),
    });
    const now = async () =>
      (await test.database.owner.query("SELECT state, detail FROM app.report_delivery WHERE id = $1", [delivery])).rows[0];
    return { messageId, delivery, now };
  };
  beforeAll(async () => {
    user = await createUser(test.database, { email: address, name: "Kim", role: "viewer", scope });
  });

  it("marks the report with what the server said, once, and says nobody's address", async () => {
    const { messageId, delivery, now } = await sent();
    const first = await bounced(notificationOf({ messageId }));
    expect(first).toMatchObject({ status: 0, stdout: expect.stringMatching(/User unknown: marked as bounced\n$/) });
    expect(first.stdout + first.stderr).not.toContain(address);
    const diagnostic = `5.1.1 550 5.1.1 <${address}>: Recipient address rejected: User unknown`;
    expect(await now()).toEqual({ state: "bounced", detail: diagnostic });
    expect(await bounced(notificationOf({ messageId, diagnostic: "other" }))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("was marked before"),
    });
    expect(await now()).toEqual({ state: "bounced", detail: diagnostic });
    const audit = await test.database.owner.query("SELECT actor, subject FROM app.audit WHERE action = 'report.bounced'");
    expect(audit.rows).toEqual([{ actor: "system", subject: `report:${delivery}` }]);
    // A relay that does not say again what we gave; and one that is faster than our own record.
    expect(await bounced(notificationOf({ messageId: (await sent("sending")).messageId, original: null, back: "none" }))).toMatchObject({
      status: 0,
    });
  });

  it("tells apart what is forged, unknown, no failure, no notification, and what may come again", async () => {
    const { messageId, now } = await sent();
    expect(await bounced(notificationOf({ messageId, recipient: "other@example.edu" }))).toMatchObject({ status: 77 });
    expect(await bounced(notificationOf({ messageId: messageIdOf(randomUUID(), { address: "reports@example.edu" }) }))).toMatchObject({
      status: 77,
    });
    expect(await bounced(notificationOf({ messageId: (await sent("withheld")).messageId }))).toMatchObject({ status: 77 });
    expect(await bounced(notificationOf({ messageId: "<newsletter-4711@example.edu>" }))).toMatchObject({ status: 67 });
    expect(await bounced(notificationOf({ messageId: (await sent("waiting")).messageId }))).toMatchObject({ status: 75 });
    expect(await bounced(notificationOf({ messageId, action: "delayed" }))).toMatchObject({
      status: 0,
      stdout: "no failure: nothing is marked\n",
    });
    expect(await bounced("Subject: Away\r\n\r\nI am away.")).toMatchObject({ status: 65, stdout: "no notification\n" });
    expect(
      await runCommandOn(
        notificationOf({ messageId }),
        { ...settings(), DATABASE_URL: "postgresql://x:y@127.0.0.1:1/z" },
        "reports",
        "bounced",
      ),
    ).toMatchObject({
      status: 75,
    });
    expect(await now()).toEqual({ state: "sent", detail: "250 Ok" });
  });
}, 180_000);
