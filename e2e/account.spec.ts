import { randomUUID } from "node:crypto";
import type { APIRequestContext, Page } from "@playwright/test";
import pg from "pg";
import { z } from "zod";
import { codeAt } from "@/lib/access/second-factor/totp";
import { violationsOf } from "./harness/axe";
import { bellwether, postgresOf } from "./harness/running-server";
import { expect, settled, test } from "./harness/test";
import type { World } from "./harness/world";

const password = "correct horse battery";
const seconds = 1_000;

/** A user of one's own with a password, signed in on this page by the link that made them. */
async function newUser(page: Page, world: World, ...how: string[]): Promise<string> {
  const email = `${randomUUID()}@e2e.invalid`;
  const link = await bellwether(world, "users", "create", email, "--name", "Kim Minji", ...(how.length === 0 ? ["--role", "viewer"] : how));
  const { pathname, search } = new URL(link);
  await page.goto(pathname + search);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByLabel(/New password/).fill(password);
  await page.getByLabel("The same again").fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await settled(page);
  return email;
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
}

async function signInWith(page: Page, email: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByText("Sign in with e-mail and password").click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** Sets a second factor on the account page, as with a telephone that has the key typed in. */
async function setUpSecondFactor(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Set up" }).click();
  await page.getByLabel("Current password").fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator application" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  const secret = (await page.getByRole("region", { name: "Second factor" }).locator("code").innerText()).replaceAll(" ", "");
  await page.getByRole("region", { name: "Second factor" }).getByRole("textbox", { name: "Code" }).fill(codeAt(secret, new Date()));
  await page.getByRole("button", { name: "Turn on" }).click();
  const list = page.getByRole("list", { name: "Your recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  const codes = await list.getByRole("listitem").allInnerTexts();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "I have kept them" }).click();
  return { secret, codes };
}

test("a second factor is set on the account page, and asked for after the password: a code, or a recovery code once", async ({
  page,
  world,
}) => {
  test.slow();
  const email = await newUser(page, world);
  await page.getByRole("link", { name: "Account", exact: true }).click();
  await expect(page.getByText(email)).toBeVisible();
  const { secret, codes } = await setUpSecondFactor(page);
  await expect(page.getByText("10 recovery codes are left.")).toBeVisible();
  await signOut(page);

  await signInWith(page, email);
  await expect(page).toHaveURL(/\/sign-in\/code$/);
  expect((await page.request.get("/api/v1/kpis")).status()).toBe(401); // no session yet
  expect(await violationsOf(page)).toEqual([]);
  await enterCode(page, "000000");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("did not work");
  await enterCode(page, codeAt(secret, new Date(Date.now() + 30 * seconds)));
  await settled(page);
  await expect(page).toHaveURL((url) => url.pathname === "/");

  await signOut(page);
  await signInWith(page, email);
  await enterCode(page, codes[0] ?? "");
  await settled(page);
  await signOut(page);
  await signInWith(page, email);
  await enterCode(page, codes[0] ?? "");
  await expect(page.getByRole("main").getByRole("alert")).toContainText("did not work"); // used
  await bellwether(world, "users", "reset-second-factor", email);
  await signInWith(page, email);
  await settled(page);
});

test("SCOPE-1: while a role asks for a second factor that is not set, nothing is shown; setting it up opens all at once", async ({
  page,
  world,
}) => {
  test.slow();
  await newUser(page, world, "--role", "dean", "--scope", "org-unit:college-business");
  try {
    await bellwether(world, "sign-in", "set", "secondFactorRoles", "dean");
    await expect(page.locator("main")).not.toContainText(/\d%/, { timeout: 5_000 });
    expect(await (await page.request.get("/api/v1/kpis/attendance-rate")).json()).toMatchObject({ value: null, n: 0 });
    await page.reload();
    await page.getByRole("link", { name: "Set it up" }).click();
    await setUpSecondFactor(page);
    await expect(page.getByText("Your role asks for a second factor")).toHaveCount(0);
    expect(await (await page.request.get("/api/v1/kpis/attendance-rate")).json()).toMatchObject({ value: expect.any(Number) });
  } finally {
    await bellwether(world, "sign-in", "set", "secondFactorRoles", "");
  }
});

test("sessions are listed with their devices; one that is ended elsewhere leaves its open page at once", async ({
  page,
  browser,
  world,
  baseURL,
}) => {
  const email = await newUser(page, world);
  const telephone = await browser.newContext({
    baseURL: baseURL ?? "",
    userAgent:
      "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
  });
  const there = await telephone.newPage();
  await signInWith(there, email);
  await settled(there);
  await page.goto("/account");
  const items = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
  await expect(items).toHaveCount(2);
  await expect(items.nth(0)).toContainText("This one");
  await expect(items.nth(0)).toContainText("By one-time link");
  await expect(items.nth(1)).toContainText("Safari on iOS");
  await expect(items.nth(1)).toContainText("127.0.0.1");
  await items
    .nth(1)
    .getByRole("button", { name: /^End: Safari on iOS/ })
    .click();
  await expect(there).toHaveURL(/\/sign-in$/, { timeout: 5_000 });
  await expect(items).toHaveCount(1);
  await signInWith(there, email);
  await settled(there);
  await page.reload();
  await page.getByRole("button", { name: "End all others" }).click();
  await expect(there).toHaveURL(/\/sign-in$/, { timeout: 5_000 });
  await settled(page);
  await telephone.close();
});

test("everybody has an account page, in both languages and on a narrow screen; the demo's users change nothing there", async ({
  signIn,
}) => {
  const page = await signIn("faculty", { at: "/account" });
  await expect(page.getByText("The demo's users are everybody's and have none.")).toBeVisible();
  await expect(page.getByText("Your own sections")).toBeVisible();
  for (const width of [1_440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    for (const locale of ["en", "ko"]) {
      await page.context().addCookies([{ name: "locale", value: locale, url: page.url() }]);
      await page.reload();
      await expect(page.getByRole("heading", { name: locale === "en" ? "Your account" : "내 계정" })).toBeVisible();
      await settled(page);
      expect(await violationsOf(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    }
  }
});

test("nothing of an answer tells whether there is an account: unknown, disabled, wrong, locked", async ({
  page,
  playwright,
  world,
  baseURL,
}) => {
  const known = await newUser(page, world);
  const disabled = `${randomUUID()}@e2e.invalid`;
  await bellwether(world, "users", "create", disabled, "--role", "viewer");
  await bellwether(world, "users", "disable", disabled);
  const fresh = () => playwright.request.newContext({ baseURL: baseURL ?? "" });
  const post = async (client: APIRequestContext, form: Record<string, string>) => {
    const { csrfToken } = await (await client.get("/api/auth/csrf")).json();
    const answer = await client.post("/api/auth/callback/credentials", { form: { csrfToken, ...form }, maxRedirects: 0 });
    const named = answer.headersArray().filter(({ name }) => !["date", "connection", "keep-alive"].includes(name.toLowerCase()));
    // The policy of content has a nonce that is new with each answer.
    const headers = named.map(({ name, value }) => ({ name, value: value.replace(/'nonce-[^']*'/, "'nonce'") }));
    return JSON.stringify({ status: answer.status(), body: await answer.text(), headers });
  };
  const answers = new Map<string, string>();
  const attempt = async (what: string, form: Record<string, string>) => {
    const client = await fresh();
    answers.set(what, await post(client, form));
    await client.dispose();
  };
  await attempt("unknown", { username: `${randomUUID()}@e2e.invalid`, password: "wrong horse battery" });
  await attempt("wrong", { username: known, password: "wrong horse battery" });
  await attempt("disabled", { username: disabled, password: "wrong horse battery" });
  for (let n = 0; n < 5; n += 1) await attempt("counted", { username: known, password: "wrong horse battery" });
  await attempt("locked", { username: known, password });
  await attempt("unknown link", { token: randomUUID() });
  const link = new URL(await bellwether(world, "users", "link", known)).searchParams.get("token") ?? "";
  await attempt("link", { token: link });
  await attempt("used link", { token: link });
  const { location } = JSON.parse(answers.get("link") ?? "{}");
  expect(location).not.toBe("");
  answers.delete("link");
  expect(answers.size).toBe(7);
  expect(new Set(answers.values()).size).toBe(1);
  expect([...answers.values()][0]).toContain("error=CredentialsSignin");
});

test("a page says that it is used when somebody uses it, and not because it is open", async ({ signIn }) => {
  const page = await signIn("viewer");
  await page.clock.install();
  await page.goto("/account");
  await settled(page);
  let told = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/internal/account/presence")) told += 1;
  });
  await page.keyboard.press("Tab");
  await page.clock.fastForward(61 * seconds);
  await page.clock.runFor(10 * seconds);
  expect(told).toBe(0);
  const answered = page.waitForResponse((response) => response.request().method() === "POST" && response.url().endsWith("/presence"));
  await page.keyboard.press("Tab");
  expect((await answered).status()).toBe(204);
  await page.keyboard.press("Tab");
  expect(told).toBe(1);
});

test("a session that nobody uses says so before it ends, by the server's word; the button keeps it", async ({ signIn, world }) => {
  test.slow();
  const page = await signIn("viewer");
  await page.clock.install();
  await page.goto("/account");
  await settled(page);
  const session = new URL("/api/internal/account/sessions", page.url());
  const { sessions } = await (await page.request.get(session.href)).json();
  const here = z.object({ id: z.uuid() }).parse(sessions.find((one: { here: boolean }) => one.here)).id;
  const lastUsed = async (minutesAgo: number) => {
    const client = new pg.Client({ connectionString: (await postgresOf(world)).url });
    await client.connect();
    await client.query("UPDATE app.session SET last_seen_at = now() - make_interval(mins => $2) WHERE id = $1", [here, minutesAgo]);
    await client.end();
  };
  const warning = page.getByRole("alertdialog");
  const asked = () => page.waitForResponse((response) => response.request().method() === "GET" && response.url().endsWith("/presence"));

  // The browser's clock runs away: the server says that the session was used a moment ago.
  let answer = asked();
  await page.clock.fastForward(58 * 60 * seconds);
  expect(await (await answer).json()).toMatchObject({ by: "idle" });
  await expect(warning).toHaveCount(0);

  await lastUsed(57);
  const link = page.getByRole("link", { name: "Skip to content" });
  await link.focus();
  answer = asked();
  await page.clock.fastForward(60 * 60 * seconds);
  expect((await (await answer).json()).inMs).toBeLessThan(3 * 60 * seconds);
  await expect(warning).toContainText("In about 3 minutes you are signed out");
  const stay = warning.getByRole("button", { name: "Stay signed in" });
  await expect(stay).toBeFocused();
  expect(await violationsOf(page)).toEqual([]);
  await stay.press("Enter");
  await expect(warning).toHaveCount(0);
  await expect(page.getByRole("status").filter({ hasText: "You stay signed in." })).toHaveCount(1);
  await expect(link).toBeFocused();
  expect((await (await page.request.get("/api/internal/account/presence")).json()).inMs).toBeGreaterThan(58 * 60 * seconds);

  // Used in another window: what was said here is taken back without anything being done here.
  await lastUsed(58);
  answer = asked();
  await page.clock.fastForward(60 * 60 * seconds);
  await answer;
  await expect(warning).toBeVisible();
  await lastUsed(0);
  await page.clock.fastForward(11 * seconds);
  await expect(warning).toHaveCount(0);

  await page.context().addCookies([{ name: "locale", value: "ko", url: page.url() }]);
  await page.reload();
  await settled(page);
  await lastUsed(59);
  await page.clock.fastForward(61 * seconds);
  await expect(warning).toContainText("로그아웃됩니다");
  await expect(warning.getByRole("button", { name: "로그인 유지" })).toBeFocused();
  expect(await violationsOf(page)).toEqual([]);
});
