import type { Locator, Page } from "@playwright/test";
import { z } from "zod";
import { violationsOf } from "./harness/axe";
import { sectionOf, sectionWithAdvisee } from "./harness/campus";
import { expect, headline, settled, test, tile } from "./harness/test";

const sheetOf = (page: Page) => page.getByRole("form", { name: "Roll, row by row" });
/** By place: names may come twice. */
const rowOf = (page: Page, place: number) => sheetOf(page).locator("fieldset").nth(place);
const status = (page: Page) => sheetOf(page).getByRole("status");
const counts = (page: Page, name: string): Locator =>
  page
    .getByRole("region", { name: "Roll" })
    .locator("dl > div")
    .filter({ has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) })
    .locator("dd");

/** What is counted here is not what the other tests sent: a cancelled meeting counts nowhere. */
async function cancelMeeting(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Cancel the meeting" }).click();
  // The screen shows it at once; the next test counts what the log has.
  const taken = page.waitForResponse((answer) => answer.request().method() !== "GET" && answer.url().includes("/api/internal/meetings"));
  await page.getByRole("group", { name: "Cancel the meeting" }).getByRole("button", { name: "Cancel the meeting" }).click();
  await expect(sheetOf(page)).toHaveCount(0);
  expect((await taken).ok()).toBe(true);
}

/** A meeting of today at a time of its own, made on the screen. */
async function addMeeting(page: Page, day: string, time: string): Promise<void> {
  await page.getByRole("button", { name: "Add a meeting" }).click();
  await page.getByLabel("Begins").fill(`${day}T${time}`);
  await page.getByRole("button", { name: "Plan it" }).click();
  await expect(page.getByLabel("Meeting", { exact: true }).locator("option:checked")).toContainText(`${time} · Planned`);
}

test("a lecturer records a roll by keyboard: the president's overview moves, a correction says who and when, a reload keeps it", async ({
  signIn,
  campus,
  world,
}) => {
  test.slow(); // three browsers, and what assistive technology sees of each step
  const section = sectionOf(campus, "COM-101");
  const [page, president] = [await signIn("faculty"), await signIn("admin")];
  const shown = await headline(president, "attendance-rate").textContent();
  await settled(president);
  await page.goto(`/sections/${section.id}`);
  await settled(page);
  await addMeeting(page, world.today, "00:05");

  await expect(sheetOf(page)).toBeVisible();
  const names = (await sheetOf(page).locator("legend").allTextContents()).map((name) => name.trim());
  expect(names.length).toBeGreaterThan(5);
  expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, "en")));

  await rowOf(page, 0).getByRole("radio", { name: "Present" }).focus();
  await page.keyboard.press("a");
  await page.keyboard.press("a");
  await page.keyboard.press("l");
  await page.keyboard.press("ArrowUp");
  await expect(rowOf(page, 2).getByRole("radio", { name: "Late" })).toBeFocused();
  await expect(counts(page, "Absent")).toHaveText("2");
  await page.getByRole("button", { name: /^Mark the other/ }).click();
  await expect(status(page)).toHaveText(`${names.length} not saved yet`);
  expect(await violationsOf(page)).toEqual([]);
  await sheetOf(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(page)).toHaveText("Saved, and in the figures.");
  await expect(headline(president, "attendance-rate")).not.toHaveText(shown ?? "");
  await expect(tile(president, "attendance-rate")).toBeVisible();

  // The dean corrects what the lecturer has open.
  const dean = await signIn("dean");
  await dean.goto(new URL(page.url()).pathname + new URL(page.url()).search);
  // Pressed twice as some do, it does not cancel the meeting.
  await dean.getByRole("button", { name: "Correct the roll" }).dblclick();
  await expect(sheetOf(dean)).toBeVisible();
  await expect(dean.getByRole("group", { name: "Cancel the meeting" })).toHaveCount(0);
  await rowOf(dean, 0).getByRole("radio", { name: "Excused" }).click();
  await sheetOf(dean).getByRole("button", { name: "Save", exact: true }).click();
  await expect(status(dean)).toHaveText("Saved, and in the figures.");
  const corrected = rowOf(page, 0).getByRole("button", {
    name: /^Absent → Excused, corrected by Demo Dean of Engineering, \d+ (min|h|days) later$/,
  });
  await expect(corrected).toBeVisible();
  await corrected.click();
  const history = page.getByRole("dialog");
  await expect(history).toContainText("Demo Lecturer");
  await expect(history).toContainText("Demo Dean of Engineering");
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.reload();
  await expect(counts(page, "Absent")).toHaveText("1");
  await expect(counts(page, "Excused")).toHaveText("1");
  await expect(counts(page, "Late")).toHaveText("1");
  await expect(counts(page, "Present")).toHaveText(String(names.length - 3));
  await cancelMeeting(page);
  await expect(headline(president, "attendance-rate")).toHaveText(shown ?? "");
});

test("what could not be sent is kept and sent again, once", async ({ signIn, campus, world }) => {
  const section = sectionOf(campus, "COM-101");
  const page = await signIn("faculty", { at: `/sections/${section.id}` });
  await settled(page);
  await addMeeting(page, world.today, "00:15");
  await expect(sheetOf(page)).toBeVisible();
  await page.getByRole("button", { name: /^Mark the other/ }).click();

  const sent: string[] = [];
  await page.route("**/api/internal/meetings/*/roll", async (route) => {
    sent.push(z.object({ entry: z.string() }).parse(route.request().postDataJSON()).entry);
    // It arrives, and its answer is lost.
    if (sent.length === 1) await route.fetch();
    if (sent.length === 1) await route.abort();
    else await route.continue();
  });
  await sheetOf(page).getByRole("button", { name: "Save", exact: true }).click();
  await expect(sheetOf(page).getByRole("alert")).toContainText("cannot be reached");
  expect(await violationsOf(page)).toEqual([]);
  await sheetOf(page).getByRole("button", { name: "Try again" }).click();
  await expect(status(page)).toHaveText("Saved, and in the figures.");
  expect(sent).toHaveLength(2);
  expect(sent[0]).toBe(sent[1]);
  await expect(sheetOf(page).getByRole("button", { name: /→/ })).toHaveCount(0);
  await cancelMeeting(page);
});

test("a meeting is cancelled, and takes place after all", async ({ signIn, campus, world }) => {
  const page = await signIn("faculty", { at: `/sections/${sectionOf(campus, "COM-101").id}` });
  await settled(page);
  await addMeeting(page, world.today, "00:25");
  await page.getByRole("button", { name: "Cancel the meeting" }).click();
  await expect(page.getByText("This meeting is cancelled")).toBeVisible();
  await expect(sheetOf(page)).toHaveCount(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "It takes place after all" }).click();
  await expect(page.getByText("This meeting is cancelled")).toHaveCount(0);
});

test("SCOPE-1: an advisor sees the row of a student and no way to record it", async ({ signIn, campus }) => {
  // Whoever is advised by the demo's advisor takes courses: which ones is the campus's to say.
  const section = sectionWithAdvisee(campus, "i-002");
  const page = await signIn("advisor", { at: `/sections/${section.id}` });
  await expect(page.getByRole("region", { name: "Students" })).toBeVisible();
  await settled(page);
  for (const name of ["Record the roll", "Correct the roll", "Add a meeting", "Cancel the meeting"])
    await expect(page.getByRole("button", { name })).toHaveCount(0);
});
