import type { Locator, Page } from "@playwright/test";
import { violationsOf } from "./harness/axe";
import { expect, settled, test } from "./harness/test";

const card = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const runsAhead = (page: Page): Locator => card(page, "The next five runs").getByRole("listitem");

test("a report is made as a sentence, seen with its next runs, paused, changed, run by hand and removed", async ({ signIn }) => {
  test.slow(); // many steps, with what assistive technology sees of some
  const page = await signIn("dean");
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveURL(/\/reports/);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Reports");
  await page.goto("/reports/new");
  await settled(page);

  // Whoever sends what is not whole is led to the first field that is not.
  await page.getByRole("button", { name: "Schedule it" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toBeFocused();
  await expect(page.getByText("This is needed.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Mornings of the department");
  await expect(page.getByText("This is needed.")).toHaveCount(0);

  const sentence = page.getByRole("group", { name: "The report as a sentence" });
  await expect(runsAhead(page)).toHaveCount(5);
  await expect(runsAhead(page).first()).toContainText("07:30");
  await sentence.getByLabel("At what time").fill("06:45");
  await expect(runsAhead(page).first()).toContainText("06:45");
  // While a zone is typed it is none: what is shown stays of the one before, and the page as it is.
  await page.getByLabel("Time zone").fill("Asia/Seou");
  await expect(card(page, "The next five runs")).toContainText("could not be computed");
  await page.getByLabel("Time zone").fill("America/New_York");
  await expect(card(page, "The next five runs")).toContainText("In America/New_York.");
  await expect(runsAhead(page).first()).toContainText("06:45");
  await page.getByLabel("Time zone").fill("Asia/Seoul");
  await sentence.getByLabel("How often").selectOption("week");
  await sentence.getByRole("button", { name: "Wed" }).click();
  await expect(card(page, "The next five runs")).toContainText("once it is said when");
  await sentence.getByRole("button", { name: "Mon" }).click();
  await expect(runsAhead(page)).toHaveCount(5);
  for (const run of await runsAhead(page).all()) await expect(run).toContainText(/^Mon /);
  await sentence.getByLabel("How often").selectOption("month-end");
  await expect(card(page, "The next five runs")).toContainText("06:45");
  await sentence.getByLabel("How often").selectOption("weekday");
  await sentence.getByRole("button", { name: /^What it is about/ }).click();
  await page.getByRole("combobox", { name: "Find a department or unit" }).fill("computer");
  await page
    .getByRole("listbox", { name: "Places found" })
    .getByRole("option", { name: /Computer/ })
    .first()
    .click();
  await expect(sentence).toContainText("Computer");
  // For others there is nothing to add.
  await expect(page.getByText("An address outside")).toHaveCount(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Schedule it" }).click();

  await expect(page).toHaveURL(/\/reports\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 2, name: "Mornings of the department" })).toBeVisible();
  await expect(page.getByText(/^Every weekday at 06:45, the department report of .*Computer.* goes to me as PDF by mail\.$/)).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("Paused", { exact: true })).toHaveCount(0);
  await page.getByLabel("How it reaches them").selectOption("none");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.")).toBeVisible();
  await expect(page.getByText(/goes to me into the archive only\.$/)).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);

  const address = page.url();
  await page.getByRole("button", { name: "Run now" }).click();
  const dialog = page.getByRole("dialog", { name: "Run Mornings of the department now?" });
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Run now" }).click();
  await expect(page).toHaveURL(/\/reports\/runs\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 2, name: /Mornings of the department/ })).toBeVisible();
  await expect(card(page, "Progress")).toBeVisible();
  await expect(card(page, "Recipients")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(address);
  await expect(card(page, "Runs").getByRole("row")).toHaveCount(2);

  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page).toHaveURL(/\/reports$/);
  await expect(page.getByText("Mornings of the department")).toHaveCount(0);
  expect((await page.request.get(address)).status()).toBe(404);
});

test("who manages reports sends to roles, people and outside, and says which days are holidays", async ({ signIn }) => {
  const page = await signIn("admin", { at: "/reports" });
  await settled(page);
  const holidays = card(page, "Holidays");
  await holidays.getByLabel("Day").fill("2199-05-05");
  await holidays.getByLabel("Name").fill("Rest of all");
  await holidays.getByRole("button", { name: "Add" }).click();
  await expect(holidays.getByRole("listitem")).toHaveText(/5 May 2199 · Rest of all/);
  await holidays.getByRole("button", { name: /^Remove 5 May 2199/ }).click();
  await expect(holidays).toContainText("No holiday is set.");

  await page.goto("/reports/new");
  await settled(page);
  await page.getByLabel("Name", { exact: true }).fill("To the board");
  const recipients = page.getByRole("region", { name: "To whom", exact: true });
  await recipients.getByLabel("Everybody who is").selectOption("dean");
  await recipients.getByRole("button", { name: "Add this role" }).click();
  await recipients.getByRole("button", { name: "A person" }).click();
  await recipients.getByRole("combobox", { name: "Find a person" }).fill("demo");
  await recipients.getByRole("listbox", { name: "People found" }).getByRole("option").first().click();
  await recipients.getByRole("button", { name: "An address outside" }).click();
  await recipients.getByLabel("E-mail address").fill("board@example.org");
  expect(await violationsOf(page)).toEqual([]);
  await recipients.getByRole("button", { name: "Add this address" }).click();
  await expect(recipients.getByRole("list", { name: "Who gets it" }).getByRole("listitem")).toHaveCount(4);
  await page.getByRole("button", { name: "Schedule it" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "To the board" })).toBeVisible();
  await page.goto("/reports");
  await expect(card(page, "Outside of the institution")).toContainText("board@example.org");
  await expect(card(page, "Your reports")).toContainText("every Dean");
});

test("who saves over what somebody else saved meanwhile is told by whom, and chooses", async ({ signIn }) => {
  const page = await signIn("dean");
  const other = await signIn("admin");
  await page.goto("/reports/new");
  await page.getByLabel("Name", { exact: true }).fill("Edited by two");
  await page.getByRole("button", { name: "Schedule it" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Edited by two" })).toBeVisible();
  const address = page.url();
  await other.goto(address);
  await other.getByLabel("Name", { exact: true }).fill("Edited by the other");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByText("Saved.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Edited by me");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Demo President changed this report")).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: /^Keep mine/ }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Edited by me" })).toBeVisible();
  await page.getByRole("button", { name: "Remove", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page).toHaveURL(/\/reports$/);
});

test("SCOPE-1: somebody else's report is no page", async ({ signIn }) => {
  const page = await signIn("dean", { at: "/reports/new" });
  await page.getByLabel("Name", { exact: true }).fill("Of the dean");
  await page.getByRole("button", { name: "Schedule it" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "Of the dean" })).toBeVisible();
  const { pathname } = new URL(page.url());
  const other = await signIn("faculty");
  expect((await other.request.get(pathname)).status()).toBe(404);
  expect((await other.request.get("/reports/00000000-0000-4000-8000-000000000000")).status()).toBe(404);
  expect((await other.request.get("/api/internal/reports/holidays")).status()).toBe(404);
  expect((await other.request.get("/api/internal/reports/addresses")).status()).toBe(404);
});

for (const [locale, colorScheme, width] of [
  ["en-GB", "light", 1440],
  ["en-GB", "dark", 390],
  ["ko-KR", "dark", 1440],
  ["ko-KR", "light", 390],
] as const) {
  test(`axe finds nothing on the pages of reports, and they fit (${locale}, ${colorScheme}, ${width})`, async ({ signIn }) => {
    const page = await signIn("admin", { locale, colorScheme, viewport: { width, height: 900 } });
    for (const path of ["/reports", "/reports/new"]) {
      await page.goto(path);
      await settled(page);
      expect(await violationsOf(page), path).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(width);
    }
  });
}
