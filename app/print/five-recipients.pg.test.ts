import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { principalOfUser } from "@/lib/access/principal-of-user";
import type { PlainScope } from "@/lib/access/scope";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { formatValue } from "@/lib/kpis/format";
import { withTransaction } from "@/lib/platform/database";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { messageIdOf } from "@/lib/reports/delivery/message-id";
import { openDelivery } from "@/lib/reports/delivery/open-delivery";
import { MailServer } from "@/lib/reports/delivery/testing/mail-server";
import { stampPdf } from "@/lib/reports/rendering/stamp-pdf";
import { ReportWork } from "@/lib/reports/runs/report-work";
import { runNow } from "@/lib/reports/runs/run-now";
import { makeSchedule, runsOf, statesOf } from "@/lib/reports/testing/schedules";
import { lecturerOf, noon, twoSides } from "@/lib/runtime/testing/access/two-sides";
import { RouteHarness, zone } from "@/lib/runtime/testing/routes";
import { openPrintDesk, type PrintDesk } from "./testing/print-desk";
import { readPdf, squeezed } from "./testing/read-pdf";

const everything: PlainScope = { kind: "institution" };
const from = { name: "Bellwether", address: "reports@example.edu" };

/** The whole way, with nothing in the place of anything: five roles, a real browser, a real mail server, and the PDFs read back. */
describe("a report that is sent to five people", () => {
  const test = useTestDatabase();
  const mails = new MailServer();
  let harness: RouteHarness;
  let desk: PrintDesk;
  beforeAll(async () => {
    harness = await RouteHarness.open(test.url, noon);
    await harness.happen(...twoSides());
    desk = await openPrintDesk(harness);
    await mails.start();
  }, 120_000);
  afterAll(async () => {
    await mails.stop();
    await desk?.close();
    await harness?.close();
  });

  it("REPORT-1, SCOPE-1: each gets one of their own, whose figures are those of the API under their scope, and no others", async () => {
    const { database, now } = harness.services;
    const lecturer = await harness.person(lecturerOf("mine"));
    const people = {
      "The president": await harness.enter("admin", everything, "The president"),
      "The dean": await harness.enter("dean", { kind: "org-units", orgUnits: ["u-mine"] }, "The dean"),
      "The lecturer": await harness.enter("faculty", { kind: "instructor", person: lecturer }, "The lecturer"),
      "The viewer": await harness.enter("viewer", everything, "The viewer"),
      "The other dean": await harness.enter("dean", { kind: "org-units", orgUnits: ["u-else"] }, "The other dean"),
    };
    const [owner] = Object.values(people);
    const schedule = await makeSchedule(database, {
      owner: owner?.userId ?? "",
      recipients: Object.values(people).map(({ userId }) => ({ to: "user" as const, user: userId })),
      since: now(),
    });
    await withTransaction(database.owner, (client) => runNow(client, schedule, { now: now() }));

    const delivery = openDelivery({
      config: {
        mail: { host: "127.0.0.1", port: mails.port, tls: "none", login: null, from, bounces: from.address },
        mailAttachments: true,
        reportStore: { folder: null, s3: null },
        demo: false,
        nextAuthUrl: "https://figures.example.edu",
        port: 3000,
      },
      database,
      timeZone: zone,
      now,
    });
    const errors: unknown[] = [];
    const work = new ReportWork(
      {
        database,
        now,
        timeZone: zone,
        demo: false,
        render: desk.renderer.render,
        deliver: delivery.deliver,
        stamp: stampPdf,
        messageIdOf: (id) => messageIdOf(id, from),
        tellOwner: async () => undefined,
        onError: (error) => errors.push(error),
        random: () => 0,
      },
      { renderings: 2, deliveries: 4 },
      () => void work.begin(),
    );
    await work.begin();
    await expect.poll(async () => (await runsOf(database, schedule)).map(({ state }) => state), { timeout: 60_000 }).toEqual(["done"]);
    await work.stop(5_000);
    await delivery.stop();

    expect(errors).toEqual([]);
    expect(await statesOf(database, schedule)).toEqual(Object.fromEntries(Object.keys(people).map((name) => [name, "sent"])));
    expect(mails.received).toHaveLength(5);
    const counted = new Map<string, number | undefined>();
    for (const [name, { userId }] of Object.entries(people)) {
      const reader = await principalOfUser(database.owner, userId, { now: now(), demo: false });
      if (reader === null) throw new Error(`${name} is nobody.`);
      const { principal } = reader;
      const mail = mails.received.find(({ to }) => to.includes(principal.email))?.mail;
      const pdf = mail?.attachments[0]?.content;
      if (pdf === undefined) throw new Error(`${name} got no PDF.`);
      const read = await readPdf(pdf);
      const text = squeezed(read.pages.join(""));
      expect(text).toContain(squeezed(`Prepared for ${name}`));
      const ask = (query: object) =>
        answerKpi({ database, timeZone: zone, now: now(), locale: "en" }, principal, checkKpiQuery({ kpi: "attendance-rate", ...query }));
      const { value, unit, n, suppressed } = await ask({ term: "t1" });
      expect(suppressed).toBe(false);
      const figure = squeezed(formatValue(value, unit, "en"));
      expect(text).toContain(figure);
      expect(squeezed(mail?.text ?? "")).toContain(figure);
      expect(text).toContain(squeezed(`${n} students`));
      counted.set(name, n);
      const places = ["mine", "else"].filter((side) =>
        [`Course${side}`, `Department${side}`, `s-${side}`].some((name) => text.includes(name)),
      );
      expect(places, name).toEqual(
        { "The dean": ["mine"], "The lecturer": ["mine"], "The other dean": ["else"] }[name] ?? ["mine", "else"],
      );
      expect(text.includes("Nameof"), name).toBe(false);
    }
    expect(counted.get("The dean")).not.toBe(counted.get("The other dean"));
  }, 120_000);
});
