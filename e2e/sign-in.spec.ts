import type { Page } from "@playwright/test";
import type { Role } from "@/lib/access/roles";
import type { Campus } from "@/lib/simulator/campus";
import { attendanceOf, type Roll, sectionsNow, sectionsUnder } from "./harness/attendance";
import { bellwether } from "./harness/running-server";
import { expect, headline, settled, test } from "./harness/test";

/** The rolls that each role's demo user may count (lib/access/demo-users.ts). */
const visible: Record<Role, (campus: Campus) => (roll: Roll) => boolean> = {
  admin: () => () => true,
  engineer: () => () => true,
  viewer: () => () => true,
  dean: (campus) => {
    const sections = sectionsUnder(campus, "college-engineering");
    return (roll) => sections.has(roll.section);
  },
  faculty: (campus) => {
    const own = new Set(
      sectionsNow(campus)
        .filter((section) => section.instructor === "i-001")
        .map((section) => section.id),
    );
    return (roll) => own.has(roll.section);
  },
  advisor: (campus) => {
    const own = new Set(campus.students.filter((student) => student.advisor === "i-002").map((student) => student.id));
    return (roll) => own.has(roll.student);
  },
};

/** Readers of releases: what other tests changed of few students is not in their figure yet (CELL-1, releases.pg.test.ts). */
const released: ReadonlySet<Role> = new Set(["engineer", "viewer"]);

/** What the API gives the same reader, of no fewer students than the threshold. */
async function releasedFigure(page: Page): Promise<string> {
  const { value, n, measures } = await (await page.request.get("/api/v1/kpis/attendance-rate")).json();
  expect(n).toBeGreaterThanOrEqual(10);
  const { present, late, absent } = measures;
  expect(value).toBeCloseTo((present + late) / (present + late + absent), 10);
  return `${(value * 100).toFixed(1)}%`;
}

for (const role of ["admin", "dean", "faculty", "advisor", "engineer", "viewer"] as const) {
  test(`SCOPE-1: ${role} signs in by one click and reads the attendance of that scope`, async ({ signIn, campus, rolls }) => {
    const page = await signIn(role);
    const expected = attendanceOf((await rolls()).filter(visible[role](campus)));
    expect(expected.present).toBeGreaterThan(0);
    // Data engineers begin at the data page.
    if (role === "engineer") await page.goto("/overview");
    const figure = released.has(role) ? await releasedFigure(page) : expected.shown;
    await expect(headline(page, "attendance-rate")).toHaveText(figure);
    await settled(page);
  });
}

test("signing out ends the session: the pages and the API are closed to its cookie", async ({ signIn }) => {
  const page = await signIn("admin");
  const cookies = await page.context().cookies();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.context().addCookies(cookies);
  expect((await page.request.get("/api/v1/kpis/attendance-rate")).status()).toBe(401);
  await page.goto("/");
  await expect(page).toHaveURL(/\/sign-in$/);
});

test("the demo's sign-in is a plain form post with a username and the token of its cookie", async ({ playwright, baseURL }) => {
  const client = await playwright.request.newContext({ baseURL: baseURL ?? "" });
  const { csrfToken } = await (await client.get("/api/auth/csrf")).json();
  const post = (form: Record<string, string>) => client.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });

  const strange = await post({ csrfToken, username: "root" });
  expect(strange.headers().location).toContain("error=CredentialsSignin");
  expect((await client.get("/api/v1/kpis")).status()).toBe(401);

  const forged = await post({ csrfToken: "forged", username: "admin" });
  expect(forged.headers().location).toContain("csrf=true");
  expect((await client.get("/api/v1/kpis")).status()).toBe(401);

  expect((await post({ csrfToken, username: "admin" })).status()).toBe(302);
  expect((await client.get("/api/v1/kpis")).status()).toBe(200);
  await client.dispose();
});

test("a one-time link leads to choosing a password, with which one signs in; in Korean too", async ({ page, world }) => {
  const email = "president@e2e.invalid";
  const { pathname, search } = new URL(await bellwether(world, "users", "create", email, "--role", "viewer"));
  await page.goto(pathname + search);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/password$/);
  const type = (label: string | RegExp, text: string) => page.getByLabel(label).fill(text);
  await type(/New password/, "correct horse battery");
  await type("The same again", "correct horse butter");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "not the same" })).toBeVisible();
  await type("The same again", "correct horse battery");
  await page.getByRole("button", { name: "Set password" }).click();
  await settled(page);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Sign in with e-mail and password").click();
  await type("E-mail", email);
  await type("Password", "wrong horse battery");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: "did not work" })).toBeVisible();
  await page.getByText("Sign in with e-mail and password").click();
  await type("E-mail", email);
  await type("Password", "correct horse battery");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await settled(page);

  await page.context().addCookies([{ name: "locale", value: "ko", url: page.url() }]);
  await page.goto("/password");
  await type("현재 비밀번호", "wrong horse battery");
  await type(/^새 비밀번호\(/, "staple horse battery");
  await type("새 비밀번호 다시 입력", "staple horse battery");
  await page.getByRole("button", { name: "비밀번호 저장" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "현재 비밀번호가 맞지 않습니다" })).toBeVisible();
});

test("who comes by a link to a page signs in first and comes to that page, after a wrong password too", async ({ page }) => {
  await page.goto("/departments/dept-computer?compare=none");
  await expect(page).toHaveURL(/\/sign-in\?from=%2Fdepartments%2Fdept-computer/);
  await page.getByText("Sign in with e-mail and password").click();
  await page.getByLabel("E-mail").fill("nobody@e2e.invalid");
  await page.getByLabel("Password", { exact: true }).fill("not the one");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: /^President/ }).click();
  await expect(page).toHaveURL(/\/departments\/dept-computer\?compare=none$/);
});

test("a sign-in leads nowhere but to pages of ours", async ({ page }) => {
  await page.goto("/sign-in?from=https://elsewhere.invalid/");
  await expect(page.locator("input[name=callbackUrl]").first()).toHaveValue("/");
  await page.goto("/sign-in?from=//elsewhere.invalid/");
  await expect(page.locator("input[name=callbackUrl]").first()).toHaveValue("/");
});

test("an address that no place can have is a page that is not there", async ({ signIn }) => {
  const page = await signIn("admin");
  for (const id of ["%00", "%E0%A4%A", "nowhere"]) {
    const answer = await page.request.get(`/departments/${id}`);
    expect(answer.status(), id).toBeGreaterThanOrEqual(400);
    expect(answer.status(), id).toBeLessThan(500);
  }
});
