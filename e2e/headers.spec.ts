import type { Page } from "@playwright/test";
import { sectionOf } from "./harness/campus";
import { expect, settled, test } from "./harness/test";

/** What the browser refused to load or run on the pages of a context, from its first page on. */
async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.context().exposeFunction("tellViolation", (what: string) => found.push(what));
  await page.context().addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, sample }) => {
      Reflect.get(window, "tellViolation")(`${violatedDirective} ${blockedURI} ${sourceFile ?? ""} ${sample}`);
    });
  });
  return found;
}

const looks = [
  { locale: "en-GB", colorScheme: "light" },
  { locale: "en-GB", colorScheme: "dark" },
  { locale: "ko-KR", colorScheme: "light" },
  { locale: "ko-KR", colorScheme: "dark" },
] as const;

for (const look of looks) {
  test(`no page asks for what the policy refuses (${look.locale.slice(0, 2)}, ${look.colorScheme})`, async ({ signIn, campus }) => {
    test.slow(); // twelve pages, each until it is silent
    const page = await signIn("admin", look);
    const violations = await violationsOf(page);
    const section = sectionOf(campus, "COM-101");
    const { students } = await (await page.request.get(`/api/internal/sections/${section.id}/students`)).json();
    const paths = [
      "/",
      "/overview",
      "/departments/dept-computer",
      "/courses/COM-101",
      `/sections/${section.id}`,
      `/students/${students[0].student}`,
      "/rows/attendance-rate",
      "/data",
      "/password",
      "/sections/no-such-thing",
      "/?wall=1&every=30",
    ];
    for (const path of paths) {
      await page.goto(path);
      await page.waitForLoadState("networkidle");
      // The theme is set by a script inline before anything is drawn.
      await expect(page.locator("html")).toHaveClass(look.colorScheme);
      expect(violations, path).toEqual([]);
    }
    await page.goto("/overview");
    await settled(page);
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await page.locator("section[data-kpi]").first().hover();
    expect(violations).toEqual([]);
  });
}

test("a policy that is broken is heard of, so that silence means something", async ({ signIn }) => {
  const page = await signIn("admin");
  const violations = await violationsOf(page);
  await page.goto("/overview");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    document.body.insertAdjacentHTML("beforeend", "<img src='x' onerror='window.ran = true'>");
  });
  await expect.poll(() => violations.length).toBeGreaterThanOrEqual(2);
  expect(violations.every((one) => one.startsWith("script-src"))).toBe(true);
  expect(await page.evaluate(() => Reflect.get(window, "ran"))).toBeUndefined();
});

test("a page of another origin cannot have a signed-in browser change anything", async ({ signIn, world }) => {
  const page = await signIn("admin");
  // Another port is another origin, and the same site: SameSite alone would send the cookie along.
  const elsewhere = `http://127.0.0.1:${world.port + 1}`;
  await page.route(`${elsewhere}/**`, (route) => route.fulfill({ contentType: "text/html", body: "<title>Elsewhere</title>" }));
  await page.goto(`${elsewhere}/`);
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.url().includes("/api/internal/data/verification")),
    page.evaluate((url) => {
      const form = document.createElement("form");
      form.method = "post";
      form.enctype = "text/plain";
      form.action = `${url}/api/internal/data/verification`;
      document.body.append(form);
      form.submit();
    }, world.url),
  ]);
  expect(answer.request().headers().cookie ?? (await answer.request().allHeaders()).cookie).toContain("next-auth.session-token");
  expect(answer.status()).toBe(403);
});
