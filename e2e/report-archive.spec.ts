import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Database } from "@/lib/platform/database";
import { keepingMails } from "@/lib/platform/mail/kept-mail";
import { createDeliver } from "@/lib/reports/delivery/create-deliver";
import { messageIdOf } from "@/lib/reports/delivery/message-id";
import type { Eyes } from "@/lib/reports/ports";
import { stampablePdf } from "@/lib/reports/rendering/testing/stampable-pdf";
import { makeReport } from "@/lib/reports/testing/sent-report";
import { violationsOf } from "./harness/axe";
import { inDatabase } from "./harness/in-database";
import { expect, test } from "./harness/test";
import type { World } from "./harness/world";

const none = { kind: "none" } as const;
/** Eyes that see nothing: whoever it is sent to holds as much. */
const eyes: Eyes = { scope: none, studentScope: none, nameScope: none, studentLevel: false };
const sender = { name: "Bellwether", address: "reports@demo.invalid" };

const userOf = async ({ owner }: Database, role: string): Promise<string> =>
  (await owner.query('SELECT id FROM app."user" WHERE email = $1', [`${role}@demo.invalid`])).rows[0].id;

/** A report for a demo user who has signed in before, brought to them as the worker does. */
async function deliverTo(
  world: World,
  role: string,
  title: string,
  more: { state?: string; detail?: string; mail?: boolean; name?: string } = {},
) {
  return inDatabase(world, async (database) => {
    const user = await userOf(database, role);
    const messageId = messageIdOf(randomUUID(), sender);
    const pdf = await stampablePdf(title, new Date());
    const { mail = false, ...given } = more;
    const made = await makeReport(database, { owner: user, user, eyes, title, messageId, pdf, dueAt: new Date(), ...given });
    if (!mail) return made;
    const deliver = createDeliver({
      transport: keepingMails(database, sender),
      stores: [],
      attachments: true,
      base: world.url,
      timeZone: "Asia/Seoul",
      now: () => new Date(),
    });
    const figure = { kpi: "attendance-rate", place: "Engineering", value: 0.912, unit: "ratio", n: 1840, suppressed: false };
    const hidden = { ...figure, kpi: "dropout-rate", value: null, n: null, suppressed: true };
    await deliver(
      {
        id: made.delivery,
        run: made.run,
        messageId,
        to: { address: `${role}@demo.invalid`, name: "Demo Dean" },
        locale: "en",
        email: "attached",
        store: false,
        rendered: {
          title,
          pages: 3,
          position: "0",
          processedThrough: new Date().toISOString(),
          policyVersion: 1,
          headline: { term: "2026-2", figures: [figure, hidden] },
          sha256: "",
        },
        pdf: async () => pdf,
      },
      new AbortController().signal,
    );
    return made;
  });
}

for (const look of [
  { locale: "en-GB", colorScheme: "light" },
  { locale: "ko-KR", colorScheme: "dark" },
] as const)
  test(`axe finds nothing in the archive and the mailbox, empty or not (${look.locale.slice(0, 2)}, ${look.colorScheme})`, async ({
    signIn,
    world,
  }) => {
    test.slow();
    const page = await signIn("advisor", look);
    for (const path of ["/reports/archive?state=withheld", "/reports/mailbox"]) {
      await page.goto(path);
      await expect(page.locator("main").getByRole("heading", { level: 2 }).first()).toBeVisible();
      expect(await violationsOf(page), path).toEqual([]);
    }
    await deliverTo(world, "advisor", "Advisees, 2026-2", { mail: true });
    await deliverTo(world, "advisor", "Advisees, 2026-2", { state: "bounced", detail: "5.1.1 550 User unknown" });
    await page.goto("/reports/archive");
    await expect(page.getByRole("listitem").filter({ hasText: "Advisees" }).first()).toBeVisible();
    expect(await violationsOf(page), "archive").toEqual([]);
    await page.goto("/reports/mailbox");
    await page
      .getByRole("link", { name: /Advisees/ })
      .first()
      .click();
    await expect(page.locator("iframe")).toBeVisible();
    expect(await violationsOf(page), "mailbox").toEqual([]);
  });

test("a reader finds a report in the archive, narrows the list by address, saves the PDF, and a second look says so", async ({
  signIn,
  world,
}) => {
  const page = await signIn("dean");
  const title = `출석과 성적, 공과대학 ${randomUUID().slice(0, 8)}`;
  const { delivery } = await deliverTo(world, "dean", title, { name: "Weekly for deans" });
  await deliverTo(world, "dean", "It came back", { state: "bounced", detail: "5.1.1 550 User unknown" });
  await page.goto("/reports/archive");
  const item = page.getByRole("listitem").filter({ hasText: title });
  await expect(item).toContainText("Sent");
  await expect(item).toContainText("3 pages");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    item.getByRole("link", { name: new RegExp(`^Save PDF: ${title}`) }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^${title} \\d{4}-\\d{2}-\\d{2}\\.pdf$`));
  expect(await readFile(await download.path(), "utf8")).toContain(title);
  await page.reload();
  await expect(item).toContainText("first opened");

  await page.getByLabel("State").selectOption("bounced");
  await expect(page).toHaveURL(/state=bounced/);
  await expect(page.getByText("Details: 5.1.1 550 User unknown").first()).toBeVisible();
  await expect(item).toHaveCount(0);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await page.getByLabel("Report", { exact: true }).selectOption("Weekly for deans");
  await expect(item).toBeVisible();
  // As its mail leads to it.
  await page.goto(`/reports/archive?delivery=${delivery}`);
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Sent" })).toHaveCount(1);

  const other = await signIn("viewer");
  expect((await other.request.get(`/api/internal/reports/documents/${delivery}`)).status()).toBe(404);
  const admin = await signIn("admin");
  expect((await admin.request.get(`/api/internal/reports/documents/${delivery}`)).status()).toBe(404);
  await admin.goto("/admin/audit?action=report.opened");
  await expect(admin.getByRole("cell", { name: "Opened a report" }).first()).toBeVisible();
});

test("the mailbox shows a mail as it would have arrived: its frame runs and loads nothing, its link opens the archive", async ({
  signIn,
  world,
}) => {
  const page = await signIn("dean");
  const title = `Attendance, Engineering ${randomUUID().slice(0, 8)}`;
  const { delivery } = await deliverTo(world, "dean", title, { mail: true });
  await page.goto("/reports/mailbox");
  await expect(page.getByText("You see those to yourself.")).toBeVisible();
  await page.getByRole("link", { name: new RegExp(title) }).click();
  const mail = page.frameLocator("iframe");
  await expect(mail.getByRole("heading", { name: title })).toBeVisible();
  await expect(mail.getByText("91.2%")).toBeVisible();
  await expect(mail.getByText("too few students to be shown")).toBeVisible();
  expect(await page.locator("iframe").getAttribute("sandbox")).toBe("allow-popups allow-popups-to-escape-sandbox");
  const [archive] = await Promise.all([page.waitForEvent("popup"), mail.getByRole("link", { name: "Open in Bellwether" }).click()]);
  await expect(archive).toHaveURL(new RegExp(`/reports/archive\\?delivery=${delivery}$`));
  await expect(archive.getByRole("listitem").filter({ hasText: title })).toBeVisible();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Save / }).click()]);
  expect(await readFile(await download.path(), "utf8")).toContain(title);
  await page.getByLabel("Shown as").selectOption("headers");
  await expect(page.getByText(/Auto-Submitted: auto-generated/i)).toBeVisible();

  const admin = await signIn("admin");
  await admin.goto("/reports/mailbox");
  await expect(admin.getByText("You see reports to everybody", { exact: false })).toBeVisible();
  await admin.getByRole("link", { name: new RegExp(title) }).click();
  await expect(admin.getByText("Attachments open for whom the mail is to.")).toBeVisible();
  const viewer = await signIn("viewer");
  await viewer.goto("/reports/mailbox");
  await expect(viewer.getByText(title)).toHaveCount(0);
});
