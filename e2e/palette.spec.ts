import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { sectionOf } from "./harness/campus";
import { expect, settled, test } from "./harness/test";

const palette = (page: Page) => page.getByRole("dialog", { name: /Search and go|검색 및 이동/ });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });
const chunks = /\/_next\/static\/chunks\/.*\.js/;
const violationsOf = async (page: Page) => {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
  return violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`));
};

test("by keys alone: to a department, a course and a section, in either language, with the term", async ({ signIn, campus }) => {
  const page = await signIn("admin");
  const [term] = campus.terms;
  await page.goto(`/?term=${term?.id}`);
  await settled(page);
  for (const [text, path] of [
    ["computer sc", "/departments/dept-computer"],
    ["컴퓨터공학", "/departments/dept-computer"],
    ["COM-101", "/courses/COM-101"],
    [sectionOf(campus, "HIS-101").id, `/sections/${sectionOf(campus, "HIS-101").id}`],
  ] as const) {
    await page.keyboard.press("Control+k");
    await expect(palette(page).getByRole("combobox")).toBeFocused();
    await page.keyboard.type(text);
    await expect(option(page, /./).first()).toBeVisible();
    await expect(palette(page).getByRole("status").first()).toHaveText(/result/);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL((url) => url.pathname === path && url.searchParams.get("term") === term?.id);
    await expect(palette(page)).toHaveCount(0);
  }
  // Where one was is offered again; ids of places are all that is kept.
  await page.keyboard.press("Control+k");
  await expect(palette(page).getByText("Recent")).toBeVisible();
  await expect(option(page, /^Computer Science/)).toBeVisible();
  const kept = await page.evaluate(() => Object.entries(localStorage).filter(([key]) => key.startsWith("bellwether.recent.")));
  expect(kept).toHaveLength(1);
  expect(JSON.parse(kept[0]?.[1] ?? "null")).toContainEqual({ kind: "courses", id: "COM-101" });
  await page.keyboard.press("Escape");
  await expect(palette(page)).toHaveCount(0);
});

test("SCOPE-1: students are found by who may see them, by name or number, and by nobody else", async ({ signIn, campus }) => {
  const own = sectionOf(campus, "COM-101").students;
  const foreign = campus.students.find(
    (student) => !campus.sections.some((one) => one.course.id.startsWith("COM") && one.students.includes(student)),
  );
  const [student] = own;
  if (student === undefined || foreign === undefined) throw new Error("The campus has students.");

  const faculty = await signIn("faculty");
  await settled(faculty);
  await faculty.keyboard.press("/");
  await faculty.keyboard.type(student.id);
  await expect(option(faculty, new RegExp(student.name))).toBeVisible();
  await faculty.keyboard.press("Enter");
  await expect(faculty).toHaveURL(/\/students\/[0-9a-f-]{36}$/);
  await expect(faculty.getByRole("heading", { level: 1 })).toHaveText(student.name);
  // No person is kept in the browser, by name or by pseudonym.
  const pseudonym = new URL(faculty.url()).pathname.split("/").at(-1) ?? "";
  const kept = await faculty.evaluate(() => JSON.stringify(Object.entries(localStorage)));
  expect(kept).not.toContain(student.name);
  expect(kept).not.toContain(pseudonym);

  const search = async (page: Page, text: string) =>
    (await page.request.post("/api/internal/places", { data: { text } })).json() as Promise<{ people: { found: { id: string }[] } }>;
  const idsOf = async (page: Page, text: string) => (await search(page, text)).people.found.map(({ id }) => id);
  expect(await idsOf(faculty, foreign.id)).toEqual([]);
  const admin = await signIn("admin");
  expect(await idsOf(admin, foreign.id)).toEqual([foreign.id]);
  expect(await idsOf(await signIn("viewer"), student.id)).toEqual([]);
  expect((await admin.request.post("/api/internal/places", { form: { text: "x" } })).status()).toBe(415);
  expect((await admin.request.post("/api/internal/places", { data: { text: "" } })).status()).toBe(400);
});

test("actions: theme, language and the help, found in either language", async ({ signIn }) => {
  const page = await signIn("admin", { colorScheme: "light" });
  await settled(page);
  const act = async (text: string) => {
    await page.keyboard.press("Control+k");
    await page.keyboard.type(text);
    await expect(option(page, /./)).toHaveCount(1);
    await page.keyboard.press("Enter");
  };
  await act("theme: dark");
  await expect(page.locator("html")).toHaveClass(/dark/);
  await act("korean");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await act("english");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await act("help and");
  await expect(page.getByRole("dialog", { name: "Help and shortcuts" })).toBeVisible();
});

test("shortcuts lead to rooms, the term and weeks; not while typing, and not where they are switched off", async ({ signIn }) => {
  const page = await signIn("faculty");
  await settled(page);
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL((url) => url.pathname === "/overview");
  await settled(page);
  await page.keyboard.press("t");
  await expect(page.getByLabel("Term", { exact: true })).toBeFocused();
  await page.keyboard.press("?"); // in a list a key is the list's
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.locator("main").click({ position: { x: 2, y: 2 } });

  const week = () => new URL(page.url()).searchParams.get("week");
  await page.keyboard.press("[");
  await expect.poll(week).toMatch(/^\d{4}-W\d\d$/);
  const latest = week();
  await page.keyboard.press("[");
  await expect.poll(week).not.toBe(latest);
  await page.keyboard.press("]");
  await expect.poll(week).toBe(latest);
  await page.keyboard.press("]");
  await expect.poll(week).toBeNull();

  await page.keyboard.press("?");
  const help = page.getByRole("dialog", { name: "Help and shortcuts" });
  await expect(help).toContainText("Go to My sections");
  await help.getByLabel("Single keys are shortcuts").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page).toHaveURL((url) => url.pathname === "/overview");
  await page.keyboard.press("Control+k");
  await expect(palette(page)).toBeVisible();
});

for (const look of [
  { locale: "en-GB", colorScheme: "light" },
  { locale: "ko-KR", colorScheme: "dark" },
] as const) {
  test(`axe finds nothing in palette, help, period and menu (${look.locale.slice(0, 2)}, ${look.colorScheme})`, async ({ signIn }) => {
    const page = await signIn("admin", { ...look, firstVisit: true });
    await settled(page);
    await expect(page.locator("[data-first-steps]")).toBeVisible();
    expect(await violationsOf(page), "first steps").toEqual([]);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("com");
    await expect(option(page, /COM-101/).first()).toBeVisible();
    expect(await violationsOf(page), "palette").toEqual([]);
    await page.keyboard.press("Escape");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violationsOf(page), "help").toEqual([]);
    await page.keyboard.press("Escape");
    await page
      .locator("main")
      .getByRole("button", { name: /Period|기간/ })
      .click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await violationsOf(page), "period").toEqual([]);
    await page.keyboard.press("Escape");
    await page
      .getByRole("button", { name: /^(Save|저장): / })
      .first()
      .click();
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await violationsOf(page), "menu").toEqual([]);
  });
}

test("the first steps are shown once, and again from the help; the demo's notice is shown until it was read", async ({ signIn }) => {
  const page = await signIn("dean", { firstVisit: true });
  const steps = page.locator("[data-first-steps]");
  await expect(steps).toContainText("1 of 3");
  await expect(page.locator("[data-pointed]")).toHaveCount(1);
  await steps.getByRole("button", { name: "Next" }).click();
  await expect(page.locator("[data-pointed]")).toHaveAttribute("data-filters");
  await steps.getByRole("button", { name: "Next" }).click();
  await steps.getByRole("button", { name: "Done" }).click();
  await expect(steps).toHaveCount(0);
  await expect(page.locator("[data-pointed]")).toHaveCount(0);
  await page.getByRole("button", { name: "Do not show this again" }).click();
  await page.reload();
  await settled(page);
  await expect(steps).toHaveCount(0);
  await expect(page.getByText("This is a demo.")).toHaveCount(0);
  await page.getByRole("button", { name: "Help and shortcuts" }).click();
  await page.getByRole("button", { name: "Show the first steps again" }).click();
  await expect(steps).toContainText("1 of 3");
});

test("what is typed before the palette is loaded stands in it, in order", async ({ signIn }) => {
  const page = await signIn("admin");
  await settled(page);
  const { promise: delivery, resolve: deliver } = Promise.withResolvers<void>();
  await page.route(chunks, async (route) => {
    await delivery;
    await route.continue();
  });
  const asked = page.waitForRequest(chunks);
  await page.keyboard.press("Control+k");
  await asked;
  await page.keyboard.type("comx");
  await page.keyboard.press("Backspace");
  await expect(palette(page)).toHaveCount(0);
  deliver();
  await expect(palette(page).getByRole("combobox")).toHaveValue("com");
  await page.keyboard.type("-101");
  await expect(palette(page).getByRole("combobox")).toHaveValue("com-101");
  await expect(option(page, /COM-101/).first()).toBeVisible();
});

test("what cannot be loaded while the server is away is waited for, and the page stands", async ({ signIn }) => {
  const page = await signIn("admin");
  await settled(page);
  await page.route(chunks, (route) => route.abort());
  const refused = page.waitForEvent("requestfailed", (request) => chunks.test(request.url()));
  await page.getByRole("button", { name: "Why this number?" }).first().click();
  await refused;
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.unroute(chunks);
  await expect(page.getByText("How it is counted").first()).toBeVisible();
});
