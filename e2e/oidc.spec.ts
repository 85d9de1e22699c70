import type { APIResponse, Page } from "@playwright/test";
import pg from "pg";
import { violationsOf } from "./harness/axe";
import { client, type RunningProvider, startProvider } from "./harness/oidc-provider";
import { bellwether, makePlace, type Place, postgresOf, type RunningServer, removePlace, startServer } from "./harness/running-server";
import { expect, test } from "./harness/test";

/** A server of one's own outside the demo, with a real provider beside it. */
let place: Place;
let provider: RunningProvider;
let server: RunningServer;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  const made = await makePlace();
  const url = `http://127.0.0.1:${made.port}`;
  provider = await startProvider(url);
  place = {
    ...made,
    settings: {
      BELLWETHER_DEMO: "off",
      NEXTAUTH_SECRET: "a secret of this test, long enough",
      NEXTAUTH_URL: url,
      BELLWETHER_OIDC_ISSUER: provider.issuer,
      BELLWETHER_OIDC_CLIENT_ID: client.id,
      BELLWETHER_OIDC_CLIENT_SECRET: client.secret,
      BELLWETHER_OIDC_NAME: "Hankuk University",
    },
  };
  server = await startServer(place);
  await bellwether(place, "oidc", "map", "affiliation", "faculty", "--role", "faculty", "--person-claim", "employee_number");
  await bellwether(place, "oidc", "map", "affiliation", "dean", "--role", "dean", "--scope", "org-unit:{college}");
});

test.afterAll(async () => {
  await server.stop().finally(() => removePlace(place));
  await provider.stop();
});

/** From our button through the provider's pages and back. */
async function signInAtProvider(page: Page, name: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Sign in with Hankuk University" }).click();
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.getByRole("button", { name: "Continue" }).click();
}

const person = (name: string, more: Record<string, unknown>) => {
  provider.accounts.set(name, { name: `Prof. ${name}`, email: `${name}@hankuk.example`, email_verified: true, ...more });
  return name;
};

async function rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
  const database = new pg.Client({ connectionString: (await postgresOf(place)).url });
  await database.connect();
  try {
    return (await database.query(sql, values)).rows;
  } finally {
    await database.end();
  }
}

const grantsOf = (email: string) =>
  rows(
    `SELECT g.role, g.scope->>'kind' AS kind, g.origin FROM app.role_grant g JOIN app."user" u ON u.id = g.user_id
     WHERE u.email = $1 AND g.revoked_at IS NULL ORDER BY g.role`,
    email,
  );

test("SCOPE-1: whom the provider knows is made at the first sign-in, with the roles of the claims; renewed and ended at the next", async ({
  page,
}) => {
  const email = "kim@hankuk.example";
  const name = person("kim", { affiliation: ["member", "faculty"], employee_number: "i-001" });
  await signInAtProvider(page, name);
  await expect(page).toHaveURL(`${server.url}/`);
  await page.goto(`${server.url}/account`);
  await expect(page.getByText("Prof. kim", { exact: true })).toBeVisible();
  await expect(page.getByText("Your own sections")).toBeVisible();
  await expect(page.getByText(/^Hankuk University, since/)).toBeVisible();
  await expect(page.getByText("By your institution's sign-in")).toBeVisible();
  expect(await grantsOf(email)).toEqual([{ role: "faculty", kind: "instructor", origin: "claim" }]);
  // The cookie carries the session's id, and nothing that the provider said.
  const cookies = JSON.stringify(await page.context().cookies(server.url));
  expect(cookies).not.toContain(email);

  // By hand somebody adds a role; the provider now says dean instead of faculty.
  const user = (await rows(`SELECT id FROM app."user" WHERE email = $1`, email))[0]?.id;
  await rows("INSERT INTO app.role_grant (id, user_id, role, scope) VALUES (gen_random_uuid(), $1, 'viewer', $2)", user, {
    kind: "institution",
  });
  provider.accounts.set(name, { ...provider.accounts.get(name), affiliation: "dean", college: "college-engineering" });
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign out of Hankuk University too" })).toBeVisible();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign in with Hankuk University" }).click(); // still signed in there
  await expect(page).toHaveURL(`${server.url}/`);
  expect(await grantsOf(email)).toEqual([
    { role: "dean", kind: "org-units", origin: "claim" },
    { role: "viewer", kind: "institution", origin: "hand" },
  ]);
  expect(await rows(`SELECT count(*)::int AS users FROM app."user" WHERE email = $1`, email)).toEqual([{ users: 1 }]);
});

test("signing out of the provider too ends its session, and its logout reaches open pages of ours at once", async ({ page, browser }) => {
  const name = person("lee", { affiliation: "faculty", employee_number: "i-002" });
  await signInAtProvider(page, name);
  await expect(page).toHaveURL(`${server.url}/`);
  await expect(page.locator('[data-connection="connected"]')).toBeVisible();
  // Another page of the same browser signs out here, and then there.
  const second = await page.context().newPage();
  await second.goto(`${server.url}/api/internal/oidc/sign-out`);
  await second.getByRole("button", { name: /sign me out/i }).click();
  await second.waitForURL(`${server.url}/**`);
  expect(provider.problems).toEqual([]);
  await expect(second).toHaveURL(`${server.url}/sign-in`);
  await expect(page).toHaveURL(`${server.url}/sign-in`, { timeout: 5_000 });
  const ended = await rows("SELECT detail->>'why' AS why FROM app.audit WHERE action = 'session.ended' ORDER BY id DESC LIMIT 1");
  expect(ended).toEqual([{ why: "by-provider" }]);
  // Nobody else can say so.
  const other = await browser.newPage();
  await signInAtProvider(other, name);
  const forged = `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ iss: provider.issuer, aud: client.id, sub: name }))}.`;
  const answer = await other.request.post(`${server.url}/api/internal/oidc/back-channel-logout`, { form: { logout_token: forged } });
  expect(answer.status()).toBe(400);
  await other.goto(`${server.url}/account`);
  await expect(other.getByRole("heading", { name: "Your account" })).toBeVisible();
  await other.close();
});

test("without a role one gets in with nothing, or by setting not at all; a disabled user never", async ({ page }) => {
  const name = person("park", { affiliation: "staff" });
  await signInAtProvider(page, name);
  await expect(page.getByText("no part of Bellwether is open to you now")).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await bellwether(place, "sign-in", "set", "withoutGrant", "refuse");
  await page.getByRole("button", { name: "Sign in with Hankuk University" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("you are not let in here");
  await bellwether(place, "sign-in", "set", "withoutGrant", "admit");
  await bellwether(place, "users", "disable", "park@hankuk.example");
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Sign in with Hankuk University" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("you are not let in here");
  expect((await page.request.get(`${server.url}/api/v1/kpis`)).status()).toBe(401);
});

test("a user who was there before is found by e-mail where that is allowed and the provider has verified it", async ({ page }) => {
  await bellwether(place, "users", "create", "choi@hankuk.example", "--role", "viewer");
  const name = person("choi", { email_verified: false });
  const refused = () => expect(page.getByRole("main").getByRole("alert")).toContainText("you are not let in here");
  const again = async () => {
    await page.goto(`${server.url}/sign-in`);
    await page.getByRole("button", { name: "Sign in with Hankuk University" }).click();
  };
  await signInAtProvider(page, name);
  await refused();
  await bellwether(place, "sign-in", "set", "matchByEmail", "yes");
  await again();
  await refused(); // not verified
  person("choi", {});
  await again();
  await expect(page).toHaveURL(`${server.url}/`);
  expect(await grantsOf("choi@hankuk.example")).toEqual([{ role: "viewer", kind: "institution", origin: "hand" }]);
});

test("an answer that was not asked for by this browser lets nobody in", async ({ page, browser }) => {
  const name = person("jung", { affiliation: "faculty", employee_number: "i-003" });
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole("button", { name: "Sign in with Hankuk University" }).click();
  await page.locator("input[name=login]").fill(name);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  // The provider's answer is kept from our server, as somebody would who wants another to use it.
  await page.getByRole("button", { name: "Continue" }).waitFor();
  const action = await page.locator("form").first().getAttribute("action");
  const onwards = async (answer: APIResponse) => answer.headers().location ?? "";
  const resumed = await onwards(await page.request.post(action ?? "", { form: { prompt: "consent" }, maxRedirects: 0 }));
  const answer = await onwards(await page.request.get(resumed, { maxRedirects: 0 }));
  expect(answer).toContain("/api/auth/callback/oidc?code=");

  const another = await browser.newContext();
  const other = await another.newPage();
  await other.goto(answer);
  await expect(other.getByRole("main").getByRole("alert")).toContainText("did not come to an end");
  expect((await other.request.get(`${server.url}/api/v1/kpis`)).status()).toBe(401);
  await another.close();
  // Whoever asked for it gets in by it.
  await page.goto(answer);
  await expect(page).toHaveURL(`${server.url}/`);
});
