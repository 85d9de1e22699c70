import { violationsOf } from "./harness/axe";
import { sectionOf } from "./harness/campus";
import { expect, headline, settled, test } from "./harness/test";

const looks = [
  { locale: "en-GB", colorScheme: "light" },
  { locale: "en-GB", colorScheme: "dark" },
  { locale: "ko-KR", colorScheme: "light" },
  { locale: "ko-KR", colorScheme: "dark" },
] as const;

for (const look of looks) {
  const name = `${look.locale.slice(0, 2)}, ${look.colorScheme}`;

  test(`axe finds nothing on the sign-in (${name})`, async ({ browser, baseURL }) => {
    const context = await browser.newContext({ ...look, baseURL: baseURL ?? "" });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await expect(page.locator("button[name=username][value=admin]")).toBeEnabled();
    expect(await violationsOf(page)).toEqual([]);
    await context.close();
  });

  test(`axe finds nothing on the pages of the drill path (${name})`, async ({ signIn, campus }) => {
    const page = await signIn("admin", look);
    const section = sectionOf(campus, "COM-101");
    await expect(page.locator("html")).toHaveAttribute("lang", look.locale.slice(0, 2));
    await expect(page.locator("html")).toHaveClass(look.colorScheme);
    const { students } = await (await page.request.get(`/api/internal/sections/${section.id}/students`)).json();
    for (const path of ["/", "/departments/dept-computer", "/courses/COM-101", `/sections/${section.id}`]) {
      await page.goto(path);
      await expect(headline(page, "attendance-rate")).toHaveText(/\d/);
      await settled(page);
      expect(await violationsOf(page), path).toEqual([]);
    }
    await page.goto(`/students/${students[0].student}`);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(students[0].name);
    expect(await violationsOf(page), "/students").toEqual([]);
    await page.goto("/sections/no-such-thing");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await violationsOf(page), "not found").toEqual([]);
  });
}

test("axe finds nothing in the reasons for a number, and Escape gives the focus back", async ({ signIn }) => {
  const page = await signIn("admin");
  await settled(page);
  const why = page.locator('section[data-kpi="attendance-rate"]').getByRole("button", { name: "Why this number?" });
  await why.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toContainText("Policy");
  expect(await violationsOf(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(why).toBeFocused();
});
