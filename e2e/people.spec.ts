import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { attendanceOf, type Roll, sectionsUnder } from "./harness/attendance";
import { violationsOf } from "./harness/axe";
import { bellwether } from "./harness/running-server";
import { expect, headline, settled, test } from "./harness/test";

/** What "at once" means to who looks: milliseconds from the administrator's click. */
const atOnce = 2_000;

/** Fills the invitation and gives back the path of the one-time link. */
async function invite(admin: Page, who: { email: string; name: string; role: string; unit: string }): Promise<string> {
  await admin.goto("/admin/people");
  await admin.getByRole("button", { name: "Invite somebody" }).click();
  const form = admin.getByRole("dialog");
  await form.getByLabel("E-mail address").fill(who.email);
  await form.getByLabel("Name", { exact: true }).fill(who.name);
  await form.getByLabel("Role").selectOption({ label: who.role });
  await chooseUnit(form, who.unit);
  await form.getByRole("button", { name: "Invite", exact: true }).click();
  const link = new URL(await form.getByLabel("One-time link").inputValue());
  await form.getByRole("link", { name: "Open their page" }).click();
  await expect(admin.getByRole("region", { name: who.name, exact: true })).toBeVisible();
  return link.pathname + link.search;
}

async function chooseUnit(form: ReturnType<Page["getByRole"]>, unit: string): Promise<void> {
  await form.getByPlaceholder("Name or id").fill(unit);
  await form.getByRole("option", { name: unit }).first().click();
  await expect(form.getByRole("list", { name: "Chosen" })).toContainText(unit);
}

async function signInByLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("link", { name: "Not now" }).click();
}

test("SCOPE-1: a grant that an administrator ends ends an open dashboard within two seconds; one that is given opens it", async ({
  page,
  signIn,
  campus,
  rolls,
}) => {
  test.slow(); // two browsers and many steps
  const email = `${randomUUID()}@e2e.invalid`;
  const business = sectionsUnder(campus, "college-business");
  const ofDean = (all: readonly Roll[]) => all.filter((roll) => business.has(roll.section));
  const admin = await signIn("admin");
  await signInByLink(page, await invite(admin, { email, name: `Dean ${email}`, role: "Dean", unit: "College of Business" }));
  const shown = attendanceOf(ofDean(await rolls())).shown;
  await expect(headline(page, "attendance-rate")).toHaveText(shown);
  await settled(page);

  const given = admin.getByRole("region", { name: "What is given" });
  await given.getByRole("button", { name: "End now" }).click();
  const confirm = admin.getByRole("dialog", { name: "End this access now?" });
  await confirm.getByRole("button", { name: "End now" }).click();
  const clicked = Date.now();
  await expect(page.locator("main")).not.toContainText(/\d%/, { timeout: atOnce });
  expect(Date.now() - clicked).toBeLessThan(atOnce);
  await expect(given).toContainText("Nothing is given");
  expect(await (await page.request.get("/api/v1/kpis/attendance-rate")).json()).toMatchObject({ value: null, n: 0 });

  await given.getByRole("button", { name: "Give access" }).click();
  const form = admin.getByRole("dialog");
  await form.getByLabel("Role").selectOption({ label: "Dean" });
  await chooseUnit(form, "College of Business");
  await form.getByRole("button", { name: "Give", exact: true }).click();
  await expect(form).toHaveCount(0);
  await expect(headline(page, "attendance-rate")).toHaveText(shown);
  await given.getByRole("button", { name: "Show 1 that is over" }).click();
  await expect(given.getByRole("listitem")).toHaveCount(2);
});

test("SCOPE-1: a session that an administrator ends leaves its open page within two seconds", async ({ page, signIn }) => {
  const email = `${randomUUID()}@e2e.invalid`;
  const admin = await signIn("admin");
  await signInByLink(page, await invite(admin, { email, name: `Dean ${email}`, role: "Dean", unit: "College of Business" }));
  await settled(page);
  await admin.reload();
  const sessions = admin.getByRole("region", { name: "Where they are signed in" });
  await expect(sessions.getByRole("listitem")).toHaveCount(1);
  await expect(sessions.getByRole("listitem")).toContainText("Chrome");
  await expect(sessions).not.toContainText("127.0.0.1");
  await sessions.getByRole("button", { name: /^End: Chrome/ }).click();
  expect(await violationsOf(admin)).toEqual([]);
  await admin
    .getByRole("dialog", { name: /^End this session/ })
    .getByRole("button", { name: /^End/ })
    .click();
  await expect(page).toHaveURL(/\/sign-in/, { timeout: atOnce });
  await expect(sessions).toContainText("Nowhere just now.");
  await admin.goto("/admin/audit?action=session.ended");
  await expect(admin.getByRole("row").filter({ hasText: email }).first()).toContainText(/Demo President.*an administrator ended it/);
});

test("whether somebody can see something is explained in words, on the page as on the command line", async ({ signIn, campus, world }) => {
  const email = `${randomUUID()}@e2e.invalid`;
  const admin = await signIn("admin");
  await invite(admin, { email, name: `Dean ${email}`, role: "Dean", unit: "College of Engineering" });
  const explain = admin.getByRole("region", { name: "Can this person see …?" });
  const look = async (id: string) => {
    await explain.getByPlaceholder("Name or id").fill(id);
    await explain.getByRole("option").first().click();
  };
  const [first] = [...sectionsUnder(campus, "dept-computer")];
  const [other] = [...sectionsUnder(campus, "college-business")];
  await look(String(first));
  await expect(explain).toContainText(/Yes .* sees/);
  await expect(explain).toContainText(/is a section of .*; .* hangs on Computer Science; Computer Science is under College of Engineering/);
  await expect(explain).toContainText("Exact figures");
  await look(String(other));
  await expect(explain).toContainText(/No No grant of .* reaches/);
  expect(await bellwether(world, "users", "explain", email, "--what", `section:${first}`)).toContain(
    "Computer Science hangs on College of Engineering",
  );
  await expect(bellwether(world, "users", "explain", email, "--what", `section:${other}`)).rejects.toThrow();
});

test("two administrators who change the same do not overwrite each other: the second is told, and may save again", async ({ signIn }) => {
  const email = `${randomUUID()}@e2e.invalid`;
  const [admin, other] = [await signIn("admin"), await signIn("admin")];
  await invite(admin, { email, name: "Han", role: "Viewer", unit: "College of Business" });
  await other.goto(new URL(admin.url()).pathname);
  for (const page of [admin, other]) await page.getByRole("button", { name: "Change" }).click();
  await admin.getByLabel("Name", { exact: true }).fill("Han Ji-woo");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("region", { name: "Han Ji-woo" })).toBeVisible();
  await other.getByLabel("Name", { exact: true }).fill("Han J.");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.locator("main").getByRole("alert")).toContainText(/Demo President changed this at .*name: Han Ji-woo/);
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByRole("region", { name: "Han J." })).toBeVisible();
});

test("the last administrator stays, and a role that is held too; a role of one's own is given and found", async ({ signIn }) => {
  test.slow();
  const email = `${randomUUID()}@e2e.invalid`;
  const admin = await signIn("admin");
  await admin.goto("/admin/roles");
  await admin.getByRole("button", { name: "New role" }).click();
  const form = admin.getByRole("dialog");
  await form.getByLabel("Name in English").fill("Head of Year");
  await form.getByLabel("See students one by one").check();
  await form.getByRole("button", { name: "Make" }).click();
  const row = admin.getByRole("region", { name: "Roles" }).getByRole("row", { name: /Head of Year/ });
  await expect(row).toContainText("Nobody");

  await invite(admin, { email, name: `Head ${email}`, role: "Head of Year", unit: "College of Business" });
  await admin.goto("/admin/roles");
  await row.getByRole("button", { name: "Remove" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(admin.getByRole("dialog")).toContainText(`1 person holds this role: Head ${email}.`);
  await admin.keyboard.press("Escape");
  await row.getByRole("link", { name: "1 person" }).click();
  await expect(admin).toHaveURL(/\/admin\/people\?role=head-of-year/);
  await expect(admin.getByRole("region", { name: "People" }).getByRole("row")).toHaveCount(2);

  await admin.goto("/admin/people");
  await admin.getByLabel("Name or e-mail address").fill("admin@demo");
  await admin.getByRole("link", { name: "Demo President" }).click();
  await expect(admin.getByRole("button", { name: "Disable" })).toHaveCount(0);
  await admin.getByRole("button", { name: "End now" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "End now" }).click();
  await expect(admin.getByRole("dialog")).toContainText("This would end your own administration.");
});

for (const role of ["dean", "faculty", "advisor", "engineer", "viewer"] as const) {
  test(`SCOPE-1: to a ${role} there are no people and no roles, by page or by API`, async ({ signIn }) => {
    const page = await signIn(role);
    await expect(page.getByRole("link", { name: "Administration", exact: true })).toHaveCount(0);
    for (const path of ["/admin", "/admin/people", `/admin/people/${randomUUID()}`, "/admin/roles", "/api/internal/admin/roles"]) {
      expect((await page.request.get(path)).status(), path).toBe(404);
    }
    expect((await page.request.post("/api/internal/admin/people/search", { data: {} })).status()).toBe(404);
  });
}

for (const [locale, colorScheme] of [
  ["en-GB", "light"],
  ["ko-KR", "dark"],
] as const) {
  test(`axe finds nothing on the pages of people and roles (${locale}, ${colorScheme})`, async ({ signIn }) => {
    const page = await signIn("admin", { locale, colorScheme });
    // Others leave users behind who see nothing.
    await page.goto("/admin/people?state=active");
    await expect(page.locator("tbody tr").first()).toBeVisible();
    expect(await violationsOf(page), "people").toEqual([]);
    await page.locator("tbody a").first().click();
    await expect(page.locator("main dl")).toHaveCount(2);
    expect(await violationsOf(page), "person").toEqual([]);
    await page.goto("/admin/roles");
    await expect(page.locator("tbody tr").first()).toBeVisible();
    expect(await violationsOf(page), "roles").toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
