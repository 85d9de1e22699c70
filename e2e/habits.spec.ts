import type { Campus } from "@/lib/simulator/campus";
import { expect, settled, test, tile } from "./harness/test";

test("the language switches to Korean and back, and is kept", async ({ signIn }) => {
  const page = await signIn("admin");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(tile(page, "attendance-rate")).toContainText("Attendance rate");
  await page.getByLabel("Language").selectOption("ko");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(tile(page, "attendance-rate")).toContainText("출석률");
  await expect(page.getByRole("link", { name: "컴퓨터공학과" }).first()).toBeVisible();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await page.getByLabel("언어").selectOption("en");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expect(tile(page, "attendance-rate")).toContainText("Attendance rate");
});

test("a browser that asks for Korean gets it from the first screen on", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ locale: "ko-KR", baseURL: baseURL ?? "" });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await context.close();
});

test("the dark theme is chosen, changes the ground and is kept", async ({ signIn }) => {
  const page = await signIn("admin", { colorScheme: "light" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByLabel("Theme").selectOption("dark");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await expect.poll(ground).not.toBe(light);
  await page.reload();
  await expect(page.locator("html")).toHaveClass(/dark/);
});

test("the term in the address stays while one drills down and back by the breadcrumb", async ({ signIn, campus }) => {
  const page = await signIn("admin");
  const term = yearAgo(campus);
  const at = (path: string) => expect(page).toHaveURL((url) => url.pathname === path && url.searchParams.get("term") === term);
  await page.getByLabel("Term").selectOption(term);
  await at("/");
  await page.locator("table").getByRole("link", { name: "History", exact: true }).first().click();
  await at("/departments/dept-history");
  await page
    .getByRole("link", { name: /^Joseon Society/ })
    .first()
    .click();
  await at("/courses/HIS-201");
  await settled(page);
  await page.locator(`a[href^="/sections/HIS-201-1-${term}"]`).first().click();
  await at(`/sections/HIS-201-1-${term}`);
  const crumbs = page.getByRole("navigation", { name: "You are here" });
  await crumbs.getByRole("link", { name: "Joseon Society" }).click();
  await at("/courses/HIS-201");
  await crumbs.getByRole("link", { name: "History" }).click();
  await at("/departments/dept-history");
  await crumbs.getByRole("link").first().click();
  await at("/");
  await page.goBack();
  await at("/departments/dept-history");
  await expect(page.getByLabel("Term")).toHaveValue(term);
});

function yearAgo(campus: Campus): string {
  const [term] = campus.terms;
  if (term === undefined) throw new Error("The campus has terms.");
  return term.id;
}
