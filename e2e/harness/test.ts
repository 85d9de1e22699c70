import { type Browser, type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { z } from "zod";
import { type Role, roles } from "@/lib/access/roles";
import type { Campus } from "@/lib/simulator/campus";
import { type Roll, rollsOf } from "./attendance";
import { makeTestCampus } from "./campus";
import { withCampusServer } from "./campus-server";
import { forgetReleases } from "./in-database";
import { sentSoFar, type World } from "./world";

/** `at`: the page that is opened first. `firstVisit`: with the help that a browser shows once; the other tests have seen it. */
type SignInOptions = NonNullable<Parameters<Browser["newContext"]>[0]> & { at?: string; firstVisit?: boolean };

type Fixtures = {
  /** A signed-in page of a browser context of its own. It signs in as the form does, without the form. */
  signIn: (role: Role, options?: SignInOptions) => Promise<Page>;
  /** The rolls that hold by all that was sent so far. */
  rolls: () => Promise<Roll[]>;
};
/** Each worker has a server of its own, so that tests of two workers do not change each other's figures. */
type WorkerFixtures = { world: World; campus: Campus };

/** Each test that has one begins with nothing released. */
const readersOfReleases: ReadonlySet<Role> = new Set(["engineer", "viewer"]);

const csrfSchema = z.object({ csrfToken: z.string() });

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern
  world: [async ({}, use) => withCampusServer(use), { scope: "worker", timeout: 120_000 }],
  baseURL: async ({ world }, use) => use(world.url),
  campus: [async ({ world }, use) => use(makeTestCampus(world.today)), { scope: "worker" }],
  rolls: async ({ campus, world }, use) => use(async () => rollsOf(campus, await sentSoFar(world))),
  signIn: async ({ browser, baseURL, world }, use) => {
    const contexts: BrowserContext[] = [];
    let forgotten = false;
    await use(async (role, { at = "/", firstVisit = false, ...options } = {}) => {
      if (readersOfReleases.has(role) && !forgotten) await forgetReleases(world);
      forgotten ||= readersOfReleases.has(role);
      const context = await browser.newContext({ locale: "en-GB", timezoneId: "Asia/Seoul", baseURL: baseURL ?? "", ...options });
      contexts.push(context);
      if (!firstVisit) await context.addInitScript(markStepsSeen, roles);
      await enter(context, role);
      const page = await context.newPage();
      await page.goto(at);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

function markStepsSeen(all: readonly string[]): void {
  for (const role of all) window.localStorage.setItem(`bellwether.first-steps.${role}`, "seen");
}

async function enter({ request }: BrowserContext, role: Role): Promise<void> {
  const { csrfToken } = csrfSchema.parse(await (await request.get("/api/auth/csrf")).json());
  const answer = await request.post("/api/auth/callback/credentials", {
    form: { csrfToken, callbackUrl: "/", username: role },
    maxRedirects: 0,
  });
  const to = answer.headers().location ?? "nowhere";
  if (answer.status() !== 302 || to.includes("sign-in")) throw new Error(`No sign-in as ${role}: ${answer.status()} to ${to}`);
}

export async function clickRole(page: Page, role: Role): Promise<void> {
  await page.locator(`button[name=username][value=${role}]`).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
}

export const tile = (page: Page, kpi: string): Locator => page.locator(`section[data-kpi="${kpi}"]`);
export const headline = (page: Page, kpi: string): Locator => tile(page, kpi).getByTestId("value");

/** No tile waits any more and the socket is open: what is shown now changes by events only. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator('[data-connection="connected"]')).toBeVisible();
  await expect(page.locator("[aria-label='Loading'], [aria-label='불러오는 중']")).toHaveCount(0);
}

export { expect };
