import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import pg from "pg";
import { attendanceOf, sectionsNow, sectionsUnder } from "./harness/attendance";
import { violationsOf } from "./harness/axe";
import { sectionOf } from "./harness/campus";
import { postgresOf } from "./harness/running-server";
import { expect, headline, settled, test } from "./harness/test";
import type { World } from "./harness/world";

async function ask<T extends pg.QueryResultRow>(world: World, sql: string, values: unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: (await postgresOf(world)).url });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The demo's user of an address, who is there once somebody signed in as them. */
async function userOf(world: World, email: string): Promise<string> {
  const [user] = await ask<{ id: string }>(world, 'SELECT id FROM app."user" WHERE email = $1', [email]);
  if (user === undefined) throw new Error(`Nobody is ${email}.`);
  return user.id;
}

const banner = (page: Page, name = "You see Bellwether as somebody else does") => page.getByRole("complementary", { name });

test("a president sees what a lecturer sees, in sight on every page and for reading only, and ends it", async ({
  signIn,
  campus,
  rolls,
  world,
}) => {
  test.slow(); // two people, and what assistive technology sees of some pages
  await signIn("faculty");
  const page = await signIn("admin");
  const lecturer = await userOf(world, "faculty@demo.invalid");
  const own = new Set(
    sectionsNow(campus)
      .filter((section) => section.instructor === "i-001")
      .map(({ id }) => id),
  );
  const [all, theirs] = [attendanceOf(await rolls()), attendanceOf((await rolls()).filter(({ section }) => own.has(section)))];
  expect(theirs.shown).not.toBe(all.shown);
  await expect(headline(page, "attendance-rate")).toHaveText(all.shown);
  await settled(page);

  // Begun elsewhere, it is in sight on the page that was open, too.
  expect((await page.request.post("/api/internal/view-as", { data: { user: lecturer } })).status()).toBe(201);
  await expect(banner(page)).toContainText("Viewing as Demo Lecturer (Lecturer)");
  await expect(headline(page, "attendance-rate")).toHaveText(theirs.shown);
  await expect(banner(page)).toContainText(/since \d\d:\d\d, until \d\d:\d\d/);
  await expect(page.getByRole("link", { name: "Administration" })).toHaveCount(0);
  expect(await violationsOf(page)).toEqual([]);
  expect((await page.request.get("/admin/keys")).status()).toBe(404);

  const roll = (await rolls()).find(({ section }) => own.has(section));
  await page.goto(`/sections/${roll?.section}?${new URLSearchParams({ meeting: roll?.meeting ?? "" })}`);
  await settled(page);
  await expect(banner(page)).toBeInViewport();
  await page.getByRole("button", { name: "Correct the roll" }).click();
  const sheet = page.getByRole("form", { name: "Roll, row by row" });
  await sheet.getByRole("radio", { name: "Late" }).first().check();
  await sheet.getByRole("radio", { name: "Excused" }).first().check();
  const save = sheet.getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeDisabled();
  await expect(save).toHaveAttribute("title", /nothing can be changed/);
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expect(banner(page)).toBeInViewport();
  const refused = await page.request.put("/api/internal/meetings/any/roll", { data: { entry: randomUUID(), marks: [] } });
  expect([refused.status(), (await refused.json()).code]).toEqual([403, "read-only"]);
  const nested = await page.request.post("/api/internal/view-as", { data: { user: lecturer } });
  expect([nested.status(), (await nested.json()).code]).toEqual([403, "read-only"]);
  await sheet.getByRole("button", { name: "Discard" }).click();

  await page.context().addCookies([{ name: "locale", value: "ko", url: new URL("/", page.url()).href }]);
  await page.goto("/");
  const korean = banner(page, "다른 사용자의 화면을 보는 중입니다");
  await expect(korean).toContainText("Demo Lecturer(교수) 화면을 보는 중");
  await settled(page);
  expect(await violationsOf(page)).toEqual([]);
  await korean.getByRole("button", { name: "보기 끝내기" }).click();
  await expect(korean).toHaveCount(0);
  await expect(headline(page, "attendance-rate")).toHaveText(all.shown);
  const recorded = await ask<{ action: string }>(
    world,
    "SELECT action FROM app.audit WHERE subject = $1 AND action LIKE 'view-as.%' AND actor = $2 ORDER BY id",
    [`user:${lecturer}`, `user:${await userOf(world, "admin@demo.invalid")}`],
  );
  expect(recorded.map(({ action }) => action)).toEqual(["view-as.began", "view-as.ended"]);
});

test("what somebody keeps for themselves stays as it was: looks, places and first steps", async ({ signIn, world, campus }) => {
  await signIn("advisor");
  const page = await signIn("admin");
  const advisor = await userOf(world, "advisor@demo.invalid");
  const looks = () => ask(world, "SELECT about, at, before_at FROM app.look WHERE user_id = $1 ORDER BY about", [advisor]);
  await page.request.post("/api/internal/view-as", { data: { user: advisor } });
  const before = await looks();
  const refused: string[] = [];
  page.on("response", (answer) => {
    if (answer.status() === 403) refused.push(answer.url());
  });
  await page.goto("/");
  await expect(page.getByRole("region", { name: "My students" }).first()).toBeVisible();
  await settled(page);
  await page.mouse.wheel(0, 400);
  await page.goto(`/courses/${sectionOf(campus, "COM-101").course.id}`);
  await settled(page);
  expect(refused).toEqual([]);
  expect(await looks()).toEqual(before);
  expect(await page.evaluate((id) => window.localStorage.getItem(`bellwether.recent.${id}`), advisor)).toBeNull();
  await page.request.delete("/api/internal/view-as");
});

test("as a role within a scope, from the header: a dean's figures of a college, until it is ended", async ({ signIn, campus, rolls }) => {
  const page = await signIn("admin");
  await settled(page);
  await page.getByRole("button", { name: "View as a role" }).click();
  const dialog = page.getByRole("dialog", { name: "View as a role" });
  await dialog.getByRole("combobox", { name: "Role", exact: true }).selectOption("Dean");
  await dialog.getByRole("radio", { name: "Departments and units" }).check();
  await expect(dialog.getByRole("button", { name: "Begin" })).toBeDisabled();
  await dialog.getByRole("combobox", { name: "Find a department or unit" }).fill("college-business");
  await dialog
    .getByRole("option", { name: /Business/ })
    .first()
    .click();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Begin" }).click();
  await expect(banner(page)).toContainText(/Viewing as Dean: .*Business/);
  const business = sectionsUnder(campus, "college-business");
  const shown = attendanceOf((await rolls()).filter(({ section }) => business.has(section))).shown;
  await expect(headline(page, "attendance-rate")).toHaveText(shown);
  await page.goto("/?wall=1");
  await expect(banner(page)).toBeVisible();
  await page.goto("/password");
  await expect(page).toHaveURL((url) => url.pathname === "/");
  await settled(page);
  await banner(page).getByRole("button", { name: "End" }).click();
  await expect(headline(page, "attendance-rate")).toHaveText(attendanceOf(await rolls()).shown);
  await expect(banner(page)).toHaveCount(0);
});

test("SCOPE-1: a second window of the session is the other at once, without being touched", async ({ signIn, rolls, world }) => {
  await signIn("viewer");
  const page = await signIn("admin");
  const second = await page.context().newPage();
  await second.goto("/admin/keys");
  await settled(second);
  expect(attendanceOf(await rolls()).shown).not.toBe("");
  await page.request.post("/api/internal/view-as", { data: { user: await userOf(world, "viewer@demo.invalid") } });
  await expect(second.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  await expect(banner(second)).toContainText("Demo Viewer");
  await page.request.delete("/api/internal/view-as");
  await expect(banner(second)).toHaveCount(0);
  await expect(second.getByRole("button", { name: "Make a key" })).toBeVisible();
});

for (const role of ["dean", "faculty", "advisor", "engineer", "viewer"] as const) {
  test(`SCOPE-1: a ${role} sees the product as nobody else`, async ({ signIn, world }) => {
    const page = await signIn(role);
    await expect(page.getByRole("button", { name: "View as a role" })).toHaveCount(0);
    const user = await userOf(world, `${role}@demo.invalid`);
    expect((await page.request.post("/api/internal/view-as", { data: { user } })).status()).toBe(404);
  });
}

for (const width of [390, 1440]) {
  test(`the line that says as whom a page is seen fits (${width})`, async ({ signIn }) => {
    const page = await signIn("admin", { locale: "ko-KR", colorScheme: "dark", viewport: { width, height: 900 } });
    await page.request.post("/api/internal/view-as", { data: { role: "engineer", scope: { kind: "institution" } } });
    await page.goto("/");
    const line = banner(page, "다른 사용자의 화면을 보는 중입니다");
    await expect(line.getByRole("button")).toBeInViewport();
    await settled(page);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}
