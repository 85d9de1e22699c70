import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, settled, test } from "./harness/test";

const wallScreen = { viewport: { width: 1920, height: 1080 } };
const stop = (page: Page) => page.locator("h1[data-stop]");

/** Opens a wall whose time is the test's: it runs on, and can be put forward. */
async function openWall(page: Page, query = ""): Promise<void> {
  await page.clock.install();
  await page.goto(`/?wall=1${query}`);
  await settled(page);
}

for (const role of ["admin", "faculty", "advisor", "viewer"] as const) {
  test(`a wall of a ${role} has no chrome and fits the screen, at every stop`, async ({ signIn }) => {
    const page = await signIn(role, wallScreen);
    await openWall(page);
    await expect(page.getByRole("banner")).toHaveCount(0);
    await expect(page.getByRole("navigation")).toHaveCount(0);
    await expect(page.locator("[data-clock]")).toHaveText(/^\d\d:\d\d$/);
    await expect(page.getByText("Processed through")).toBeVisible();
    const [, count = "1"] = /of (\d+)/.exec((await page.getByText(/^\d+ of \d+$/).textContent()) ?? "") ?? [];
    for (let index = 0; index < Math.min(4, Number(count)); index += 1) {
      await settled(page);
      const overflow = await page.evaluate(() => ({
        page: document.documentElement.scrollHeight - window.innerHeight,
        cards: [...document.querySelectorAll("section")].filter((card) => card.scrollHeight > card.clientHeight + 1).length,
        outside: [...document.querySelectorAll("section")].filter((card) => card.getBoundingClientRect().bottom > window.innerHeight)
          .length,
      }));
      expect(overflow).toEqual({ page: 0, cards: 0, outside: 0 });
      await page.keyboard.press("ArrowRight");
    }
  });
}

test("the round goes on by the clock, can be paused, and Escape leaves it", async ({ signIn }) => {
  const page = await signIn("admin", wallScreen);
  await openWall(page, "&every=20");
  await expect(stop(page)).toHaveAttribute("data-stop", "all");
  await page.clock.fastForward(21_000);
  await expect(stop(page)).not.toHaveAttribute("data-stop", "all");
  const second = (await stop(page).getAttribute("data-stop")) ?? "";
  await expect(page.locator('section[data-kpi="attendance-rate"]').getByTestId("value")).toHaveText(/\d/);

  await page.keyboard.press("Space");
  await expect(page.getByText("paused", { exact: true })).toBeVisible();
  await page.clock.fastForward(60_000);
  await expect(stop(page)).toHaveAttribute("data-stop", second);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.clock.fastForward(21_000);
  await expect(stop(page)).not.toHaveAttribute("data-stop", second);

  await page.keyboard.press("Escape");
  await expect(page).toHaveURL((url) => url.pathname === "/" && url.search === "");
  await expect(page.getByRole("banner")).toBeVisible();
});

test("it never stalls: without a network the round goes on and says so, and figures come back by themselves", async ({ signIn }) => {
  const page = await signIn("admin", wallScreen);
  await openWall(page);
  await page.context().setOffline(true);
  for (let turn = 1; turn <= 3; turn += 1) {
    const before = (await stop(page).getAttribute("data-stop")) ?? "";
    await page.clock.fastForward(31_000);
    await expect(stop(page)).not.toHaveAttribute("data-stop", before);
  }
  await expect(page.locator('[data-connection="disconnected"]')).toBeVisible();
  // The hour's renewal finds nobody to answer: the screen stays.
  await page.clock.fastForward(3_600_000);
  await expect(stop(page)).toBeVisible();
  await page.context().setOffline(false);
  await page.clock.fastForward(30_000);
  await settled(page);
  await expect(page.locator('section[data-kpi="attendance-rate"]').getByTestId("value")).toHaveText(/\d/);
});

test("once an hour it is loaded anew", async ({ signIn }) => {
  const page = await signIn("admin", wallScreen);
  await openWall(page);
  await page.evaluate(() => Reflect.set(window, "stillHere", true));
  await page.clock.fastForward(3_600_000);
  await expect.poll(() => page.evaluate(() => Reflect.get(window, "stillHere") === true).catch(() => true)).toBe(false);
  await settled(page);
  await expect(stop(page)).toHaveAttribute("data-stop", "all");
});

test("SCOPE-1: when the session ends the wall says so calmly and shows no figure", async ({ signIn }) => {
  const page = await signIn("viewer", wallScreen);
  await openWall(page);
  const { csrfToken } = await (await page.request.get("/api/auth/csrf")).json();
  await page.request.post("/api/auth/signout", { form: { csrfToken, callbackUrl: "/sign-in" }, maxRedirects: 0 });
  await expect(page.getByRole("heading", { name: "The session of this screen has ended" })).toBeVisible();
  await expect(page.locator("main")).not.toContainText("%");
  await page.getByRole("link", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("another page of a wall is the wall", async ({ signIn }) => {
  const page = await signIn("admin", { at: "/departments/dept-computer?wall=1&every=60", ...wallScreen });
  await expect(page).toHaveURL((url) => url.pathname === "/" && url.searchParams.get("every") === "60");
  await expect(page.getByText("a new page every 60 s")).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on a wall (${colorScheme})`, async ({ signIn }) => {
    const page = await signIn("admin", { ...wallScreen, colorScheme });
    await openWall(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
      .analyze();
    expect(violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`))).toEqual([]);
  });
}
