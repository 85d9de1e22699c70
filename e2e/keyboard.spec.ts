import { expect, headline, settled, test } from "./harness/test";

test("from the sign-in to a student and a reason, by keyboard alone", async ({ browser, baseURL, campus }) => {
  test.slow();
  const context = await browser.newContext({ baseURL: baseURL ?? "", locale: "en-GB" });
  const page = await context.newPage();
  const tabTo = async (what: ReturnType<typeof page.locator>) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await what.evaluate((element) => element === document.activeElement)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error("The focus never came there.");
  };
  await page.goto("/sign-in");
  await tabTo(page.locator("button[name=username][value=admin]"));
  await page.keyboard.press("Enter");
  await expect(headline(page, "attendance-rate")).toHaveText(/\d/);
  await settled(page);
  await page.keyboard.press("Escape"); // first steps

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("COM-101");
  await expect(page.getByRole("option", { name: /COM-101/ }).first()).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL((url) => /^\/(courses|sections)\/COM-101/.test(url.pathname));
  await settled(page);

  const why = page.locator('section[data-kpi="attendance-rate"]').getByRole("button", { name: "Why this number?" });
  await tabTo(why);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Last verification");
  await page.keyboard.press("Escape");
  await expect(why).toBeFocused();

  const section = campus.sections.find(({ course, term }) => course.id === "COM-101" && term === campus.terms.at(-1));
  await page.goto(`/sections/${section?.id}`);
  await settled(page);
  const student = page.getByRole("region", { name: "Students" }).getByRole("link").first();
  const name = await student.textContent();
  await student.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name ?? "");
  await context.close();
});
