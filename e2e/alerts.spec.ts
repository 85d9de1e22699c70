import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import { violationsOf } from "./harness/axe";
import { correction } from "./harness/campus";
import { expect, settled, test } from "./harness/test";
import { askKpi, send } from "./harness/world";

const attendanceSchema = z.object({
  value: z.number(),
  measures: z.object({ present: z.number(), late: z.number(), absent: z.number() }),
});
const bell = (page: Page): Locator => page.locator("header [data-unread]");

test("a president makes a rule, a roll changes the number, and the bell rings in the open page", async ({ signIn, rolls, world }) => {
  test.slow(); // two pages, and what assistive technology sees of each step
  const page = await signIn("admin", { at: "/alerts" });
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);

  // Half a mark below the figure of now.
  const { value, measures } = attendanceSchema.parse(await askKpi(world, "attendance-rate"));
  const expected = measures.present + measures.late + measures.absent;
  await page.getByRole("button", { name: "New rule" }).click();
  const form = page.getByRole("form", { name: "New rule" });
  await form.getByLabel("Over which days").selectOption("term");
  await form.getByLabel("Amount").fill(((value - 0.5 / expected) * 100).toFixed(4));
  await form.getByLabel("Minimum time in minutes").fill("0");
  await form.getByLabel("How far it must come back").fill("0");
  // What it would have done in the last term is there before it is saved.
  const backTest = form.getByRole("region", { name: "What it would have done in the last term" });
  await expect(backTest.getByRole("status")).toContainText(/In .+ it would/);
  await expect(backTest).toContainText("weeks looked at");
  await form.getByLabel("Name", { exact: true }).fill("Attendance slips");
  expect(await violationsOf(page)).toEqual([]);
  await form.getByRole("button", { name: "Save rule" }).click();
  await expect(form).toHaveCount(0);
  const rule = page.locator("[data-rule]").filter({ hasText: "Attendance slips" });
  await expect(rule).toContainText("Attendance rate this term so far is below");

  // It is looked at from another page, which stays as it is.
  const open = await page.context().newPage();
  await open.goto("/overview");
  await settled(open);
  await open.evaluate(() => Reflect.set(window, "stillHere", true));
  await expect(bell(open)).toHaveAttribute("data-unread", "0");
  const roll = (await rolls()).find(({ status }) => status === "present");
  if (roll === undefined) throw new Error("Nobody was present.");
  await send(world, [correction(roll.event, "absent")]);
  await expect(bell(open)).toHaveAttribute("data-unread", "1");
  expect(await open.evaluate(() => Reflect.get(window, "stillHere"))).toBe(true);

  await bell(open).click();
  const list = open.getByRole("dialog", { name: "Alerts" });
  const told = list.locator("[data-notification='alert.fired']");
  await expect(told).toContainText(/Attendance slips: Attendance rate \d/, { timeout: 30_000 }); // popover and list are loaded now
  await expect(told).toContainText("Whole institution");
  await expect(told).toContainText("is below");
  expect(await violationsOf(open)).toEqual([]);
  await told.getByRole("button", { name: "Acknowledge" }).click();
  await expect(bell(open)).toHaveAttribute("data-unread", "0");
  // The page of rules heard of it too.
  await expect(rule).toContainText("Acknowledged");
  await expect(page.getByRole("region", { name: "What became of them" })).toContainText("Fired");

  await send(world, [correction(roll.event, "present")]);
  await expect(bell(open)).toHaveAttribute("data-unread", "1");
  await expect(list.locator("[data-notification='alert.resolved']")).toContainText("Over: Attendance slips");
  await told.getByRole("link").click();
  await expect(open).toHaveURL((url) => url.pathname === "/overview");
  await rule.getByRole("button", { name: "Attendance slips: Remove" }).click();
  await rule.getByRole("button", { name: "Attendance slips: Remove for good" }).click();
  await expect(rule).toHaveCount(0);
});

test("how one is told is kept, and a webhook's secret is shown once", async ({ signIn }) => {
  const page = await signIn("admin", { at: "/alerts" });
  const settings = page.getByRole("form", { name: "How you are told by mail" });
  await settings.getByLabel("Quiet hours").check();
  await settings.getByLabel("Quiet until").fill("06:30");
  await settings.getByLabel("Mails").selectOption("day");
  await settings.getByRole("button", { name: "Save" }).click();
  await expect(settings.getByRole("status")).toHaveText("Saved.");
  const webhooks = page.getByRole("region", { name: "Webhooks" });
  const make = webhooks.getByRole("form", { name: "New webhook" });
  await make.getByLabel("Name").fill("Operations");
  await make.getByLabel("Address").fill("https://169.254.169.254/latest");
  await make.getByRole("button", { name: "Make webhook" }).click();
  await expect(make.getByRole("alert")).toContainText("private network");
  await make.getByLabel("Address").fill("https://receiver.example/hook");
  await make.getByRole("button", { name: "Make webhook" }).click();
  await expect(webhooks.getByLabel("Secret", { exact: true })).toHaveValue(/^whsec_/);
  expect(await violationsOf(page)).toEqual([]);
  await webhooks.getByRole("button", { name: "I have kept it" }).click();
  await page.reload();
  await expect(settings.getByLabel("Quiet until")).toHaveValue("06:30");
  await expect(page.getByText(/whsec_/)).toHaveCount(0);
  await webhooks.getByRole("button", { name: "Operations: Remove" }).click();
  await expect(webhooks.getByText("Operations")).toHaveCount(0);
});

for (const look of [
  { locale: "ko-KR", colorScheme: "light", viewport: { width: 1_440, height: 900 } },
  { locale: "ko-KR", colorScheme: "dark", viewport: { width: 390, height: 844 } },
  { locale: "en-GB", colorScheme: "dark", viewport: { width: 1_440, height: 900 } },
  { locale: "en-GB", colorScheme: "light", viewport: { width: 390, height: 844 } },
] as const) {
  test(`axe finds nothing on the page of rules (${look.locale.slice(0, 2)}, ${look.colorScheme}, ${look.viewport.width})`, async ({
    signIn,
  }, info) => {
    const page = await signIn("admin", look);
    const korean = look.locale === "ko-KR";
    await page.goto("/alerts");
    await page.getByRole("button", { name: korean ? "새 규칙" : "New rule" }).click();
    const form = page.getByRole("form", { name: korean ? "새 규칙" : "New rule" });
    await expect(form.getByRole("region").locator("p")).toBeVisible();
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ fullPage: true, path: info.outputPath("page.png") });
    await bell(page).click();
    await expect(page.getByRole("dialog")).toContainText(korean ? "규칙과 내역" : "Rules and history");
    expect(await violationsOf(page)).toEqual([]);
    await page.screenshot({ path: info.outputPath("bell.png") });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  });
}

test("SCOPE-1: a reader of released figures watches by whole weeks, and a foreign place is unknown", async ({ signIn }) => {
  const page = await signIn("viewer", { at: "/alerts" });
  await page.getByRole("button", { name: "New rule" }).click();
  await expect(page.getByLabel("Over which days").locator("option")).toHaveText(["this term so far", "this week"]);
  await expect(page.getByRole("region", { name: "Webhooks" })).toHaveCount(0);
  const watch = {
    kpi: "attendance-rate",
    place: { kind: "sections", id: "no-such-section" },
    program: null,
    over: "term",
    condition: { when: "below", value: 0.5 },
    band: 0,
    minimumN: 0,
    minimumMinutes: 0,
  };
  const channels = { email: false, webhooks: [] };
  const answer = await page.request.post("/api/internal/alerts", { data: { name: "x", watch, channels } });
  expect(answer.status()).toBe(404);
});
