import type { Page } from "@playwright/test";
import { z } from "zod";
import { currentTerm } from "./harness/campus";
import { expect, headline, settled, test, tile } from "./harness/test";
import { askKpi } from "./harness/world";

const valueSchema = z.object({ value: z.number() });
const line = (page: Page) => page.locator("[data-filters]");
const shown = (value: number) => `${(value * 100).toFixed(1)}%`;

test("a program narrows every figure that knows it; the others say that they do not follow it", async ({ signIn, world }) => {
  const page = await signIn("admin");
  await settled(page);
  const whole = await headline(page, "attendance-coverage").textContent();
  await page.getByLabel("Program", { exact: true }).selectOption("program-computer");
  await expect(page).toHaveURL((url) => url.searchParams.get("program") === "program-computer");
  for (const kpi of ["attendance-rate", "dropout-rate", "engagement-rate", "course-withdrawal-rate"]) {
    const { value } = valueSchema.parse(await askKpi(world, `${kpi}?program=program-computer`));
    await expect(headline(page, kpi), kpi).toHaveText(shown(value));
    await expect(tile(page, kpi), kpi).not.toContainText("Not by program");
  }
  await expect(tile(page, "attendance-rate")).toContainText("of rolls recorded in all programs");
  await expect(headline(page, "attendance-coverage")).toHaveText(whole ?? "");
  await expect(tile(page, "attendance-coverage")).toContainText("Not by program: all programs");
  await expect(line(page)).toContainText("Program: BSc Computer Science");

  // The address is the state: reload, drilling and back restore it; the chip takes it away.
  await page.reload();
  await expect(line(page)).toContainText("Program: BSc Computer Science");
  await page.locator("table").getByRole("link", { name: "Computer Science", exact: true }).first().click();
  await expect(page).toHaveURL(
    (url) => url.pathname === "/departments/dept-computer" && url.searchParams.get("program") === "program-computer",
  );
  await page.goBack();
  await expect(page.getByLabel("Program", { exact: true })).toHaveValue("program-computer");
  await line(page)
    .getByRole("link", { name: /Program/ })
    .click();
  await expect(page).toHaveURL((url) => url.search === "");
  await expect(page.getByLabel("Program", { exact: true })).toHaveValue("");
});

test("a range narrows what knows days, and the rest says what it is of", async ({ signIn, campus, world }) => {
  const page = await signIn("admin");
  await settled(page);
  const { startsOn } = currentTerm(campus);
  const end = new Date(Date.parse(`${startsOn}T00:00:00Z`) + 9 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole("button", { name: "Period: Whole term" }).click();
  const dialog = page.getByRole("dialog", { name: "Period" });
  await dialog.getByLabel("From").fill(end);
  await dialog.getByLabel("To").fill(startsOn);
  await expect(dialog.getByRole("alert")).toContainText("The end is before the beginning.");
  await expect(dialog.getByRole("button", { name: "Show" })).toBeDisabled();
  await dialog.getByLabel("From").fill(startsOn);
  await dialog.getByLabel("To").fill(end);
  await dialog.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL((url) => url.searchParams.get("from") === startsOn && url.searchParams.get("to") === end);
  const { value } = valueSchema.parse(await askKpi(world, `attendance-rate?term=${currentTerm(campus).id}&from=${startsOn}&to=${end}`));
  await expect(headline(page, "attendance-rate")).toHaveText(shown(value));
  await expect(tile(page, "grade-distribution")).toContainText("Not by days: the whole term");
  await expect(tile(page, "dropout-rate")).toContainText("As of ");
  await line(page)
    .getByRole("link", { name: /Period/ })
    .click();
  await expect(page).toHaveURL((url) => url.search === "");
});

test("CELL-1: a reader of released figures chooses whole weeks, and gets them whatever the address says", async ({ signIn, campus }) => {
  const page = await signIn("viewer");
  const { startsOn } = currentTerm(campus);
  await page.goto(`/?from=${startsOn}&to=${startsOn}`);
  await settled(page);
  await page.getByRole("button", { name: /^Period: / }).click();
  await expect(page.getByRole("dialog", { name: "Period" })).toContainText("Figures are released by whole weeks.");
  await expect(page.getByRole("dialog", { name: "Period" }).getByRole("combobox")).toHaveCount(2);
  await page.keyboard.press("Escape");
  await expect(tile(page, "attendance-rate").getByTestId("value")).toBeVisible();
  await expect(page.getByText("This could not be loaded.")).toHaveCount(0);
});

test("the line says what is compared and what the reader sees, each way out of it works", async ({ signIn, campus }) => {
  const page = await signIn("dean");
  await settled(page);
  await expect(line(page)).toContainText("You see: College of Engineering");
  await expect(line(page)).toContainText("Compared with: Last year");
  await page.getByLabel("Compared with").selectOption("previous-term");
  await expect(line(page).getByRole("link", { name: /Compared with: Last term/ })).toBeVisible();
  const [term] = campus.terms;
  await page.getByLabel("Term", { exact: true }).selectOption(term?.id ?? "");
  await expect(line(page).getByRole("link", { name: /Term:/ })).toBeVisible();
  await line(page).getByRole("link", { name: /Term:/ }).click();
  await expect(page).toHaveURL((url) => url.search === "?compare=previous-term");
  await line(page)
    .getByRole("link", { name: /Compared with/ })
    .click();
  await expect(page).toHaveURL((url) => url.search === "");
});
